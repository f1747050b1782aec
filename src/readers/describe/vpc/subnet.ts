import type { SubnetId, VpcId } from "../../../model/entity/entity.ts";
import type { Subnet } from "../../../model/entity/vpc.ts";
import { known, unknown } from "../../../model/known.ts";
import { oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import {
  findFields,
  findFlag,
  findText,
  findWord,
  knownOr,
  mustCidrAt,
  mustIdAt,
  mustText,
  nameTagOf,
  rowsAt,
} from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

export const subnets: TableReader<"subnets"> = {
  table: "subnets",
  needs: [need("ec2 describe-subnets", "Subnets")],
  read: (collected) => subnetsOf(collected),
};

/** Also for whatever names a subnet and not its VPC or zone. */
const subnetsOf = oncePerScope((collected) =>
  parseRows(collected, "Subnets", (row) => toSubnet(row, collected)),
);

export const subnetById = oncePerScope(
  (collected): ReadonlyMap<string, Subnet> =>
    new Map(subnetsOf(collected).map((subnet) => [subnet.id, subnet])),
);

function toSubnet({ fields, origin }: Row, collected: Collected): Subnet {
  const id = mustIdAt<SubnetId>(fields, "SubnetId");
  const name = nameTagOf(fields);
  const settledBy = `aws ec2 describe-subnets --subnet-ids ${id}`;
  const zone = findText(fields, "AvailabilityZone");
  const zoneId = findText(fields, "AvailabilityZoneId") ?? zoneIdsOf(collected).get(zone ?? "");
  return {
    id,
    aliases: name === undefined ? [] : [name],
    scope: collected.scope.id,
    origin,
    vpc: mustIdAt<VpcId>(fields, "VpcId"),
    cidrs: cidrsOf(fields, id, settledBy),
    availabilityZone: knownOr(zone, `zone of ${id}`, settledBy),
    availabilityZoneId: knownOr(zoneId, `zone id of ${id}`, "aws ec2 describe-availability-zones"),
    mapPublicIpOnLaunch: knownOr(
      findFlag(fields, "MapPublicIpOnLaunch"),
      `public addresses in ${id}`,
      settledBy,
    ),
    enableDns64: knownOr(findFlag(fields, "EnableDns64"), `DNS64 of ${id}`, settledBy),
  };
}

/** An IPv6-only subnet has no CidrBlock. */
function cidrsOf(fields: Fields, id: SubnetId, settledBy: string): Subnet["cidrs"] {
  const ipv4 = findText(fields, "CidrBlock") === undefined ? [] : [mustCidrAt(fields, "CidrBlock")];
  const ipv6 = rowsAt(fields, "Ipv6CidrBlockAssociationSet")
    .filter((block) => findWord(findFields(block, "Ipv6CidrBlockState") ?? {}, "State") === "associated")
    .map((block) => mustCidrAt(block, "Ipv6CidrBlock"));
  const cidrs = [...ipv4, ...ipv6];
  return cidrs.length === 0 ? unknown(`CIDR blocks of ${id}`, settledBy) : known(cidrs);
}

const zoneIdsOf = oncePerScope(
  (collected): ReadonlyMap<string, string> =>
    new Map(
      parseRows(collected, "AvailabilityZones", ({ fields }) => [
        mustText(fields, "ZoneName"),
        findText(fields, "ZoneId"),
      ]).flatMap(([name, id]) => (name === undefined || id === undefined ? [] : [[name, id] as const])),
    ),
);
