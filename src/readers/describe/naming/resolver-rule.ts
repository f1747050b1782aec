import type { ResolverRule } from "../../../model/entity/dns.ts";
import type { ResolverRuleId, VpcId } from "../../../model/entity/entity.ts";
import { known, unknown } from "../../../model/known.ts";
import { isWhole, oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import { findText, findWord, mustIdAt, mustText, Rejected, rowsAt } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

export const resolverRules: TableReader<"resolverRules"> = {
  table: "resolverRules",
  needs: [need("route53resolver list-resolver-rules", "ResolverRules")],
  read: (collected) => parseRows(collected, "ResolverRules", (row) => toResolverRule(row, collected)),
};

const kinds = ["forward", "system", "recursive"] as const;

function toResolverRule({ fields, origin }: Row, collected: Collected): ResolverRule {
  const id = mustIdAt<ResolverRuleId>(fields, "Id");
  const name = findText(fields, "Name");
  const word = findWord(fields, "RuleType");
  const kind = kinds.find((one) => one === word);
  if (kind === undefined) throw new Rejected(`RuleType is "${word ?? ""}", which is not modelled`);
  const associated = associationsOf(collected).get(id) ?? [];
  return {
    id,
    aliases: name === undefined || name === "" ? [] : [name],
    scope: collected.scope.id,
    origin,
    domainName: mustText(fields, "DomainName").toLowerCase().replace(/\.$/, ""),
    kind,
    targets: rowsAt(fields, "TargetIps").flatMap(
      (target) => findText(target, "Ip") ?? findText(target, "Ipv6") ?? [],
    ),
    vpcs: isWhole(collected, "ResolverRuleAssociations")
      ? known(associated)
      : unknown(`VPCs of resolver rule ${id}`, "aws route53resolver list-resolver-rule-associations"),
  };
}

const associationsOf = oncePerScope((collected): ReadonlyMap<string, readonly VpcId[]> => {
  const byRule = new Map<string, VpcId[]>();
  for (const { rule, vpc, status } of parseRows(collected, "ResolverRuleAssociations", ({ fields }) => ({
    rule: mustText(fields, "ResolverRuleId"),
    vpc: mustIdAt<VpcId>(fields, "VPCId"),
    status: findWord(fields, "Status"),
  }))) {
    if (status === "complete" || status === "overridden")
      byRule.set(rule, [...(byRule.get(rule) ?? []), vpc]);
  }
  return byRule;
});
