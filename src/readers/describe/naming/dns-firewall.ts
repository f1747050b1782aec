import type { DnsFirewall } from "../../../model/entity/dns.ts";
import type { DnsFirewallId, VpcId } from "../../../model/entity/entity.ts";
import { known } from "../../../model/known.ts";
import { parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import { findText, mustIdAt, mustText } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

export const dnsFirewalls: TableReader<"dnsFirewalls"> = {
  table: "dnsFirewalls",
  needs: [need("route53resolver list-firewall-rule-group-associations", "FirewallRuleGroupAssociations")],
  read: (collected) =>
    parseRows(collected, "FirewallRuleGroupAssociations", (row) => toDnsFirewall(row, collected)),
};

/** One that is being deleted still filters. */
function toDnsFirewall({ fields, origin }: Row, { scope }: Collected): DnsFirewall {
  const name = findText(fields, "Name");
  return {
    id: mustIdAt<DnsFirewallId>(fields, "Id"),
    aliases: name === undefined || name === "" ? [] : [name],
    scope: scope.id,
    origin,
    ruleGroup: known(mustText(fields, "FirewallRuleGroupId")),
    vpc: known(mustIdAt<VpcId>(fields, "VpcId")),
  };
}
