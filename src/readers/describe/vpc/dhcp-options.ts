import type { DhcpOptionsId } from "../../../model/entity/entity.ts";
import type { DhcpOptions } from "../../../model/entity/vpc.ts";
import { known } from "../../../model/known.ts";
import { parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import { findText, mustIdAt, mustRows, mustText, nameTagOf } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

export const dhcpOptions: TableReader<"dhcpOptions"> = {
  table: "dhcpOptions",
  needs: [need("ec2 describe-dhcp-options", "DhcpOptions")],
  read: (collected) => parseRows(collected, "DhcpOptions", (row) => toDhcpOptions(row, collected)),
};

function toDhcpOptions({ fields, origin }: Row, { scope }: Collected): DhcpOptions {
  const name = nameTagOf(fields);
  const servers = mustRows(fields, "DhcpConfigurations")
    .filter((option) => findText(option, "Key") === "domain-name-servers")
    .flatMap((option) => mustRows(option, "Values").map((value) => mustText(value, "Value")));
  return {
    id: mustIdAt<DhcpOptionsId>(fields, "DhcpOptionsId"),
    aliases: name === undefined ? [] : [name],
    scope: scope.id,
    origin,
    domainNameServers: known(servers),
  };
}
