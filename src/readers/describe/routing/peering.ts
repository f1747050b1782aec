import type { Cidr } from "../../../model/address.ts";
import type { PeeringId, VpcId } from "../../../model/entity/entity.ts";
import type { Peering, PeeringSide } from "../../../model/entity/gateway.ts";
import { known, unknown } from "../../../model/known.ts";
import { parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import {
  findFields,
  findIdAt,
  findText,
  findWord,
  knownOr,
  mustCidrAt,
  mustIdAt,
  nameTagOf,
  Rejected,
  rowsAt,
} from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

export const peerings: TableReader<"peerings"> = {
  table: "peerings",
  needs: [need("ec2 describe-vpc-peering-connections", "VpcPeeringConnections")],
  read: (collected) => parseRows(collected, "VpcPeeringConnections", (row) => toPeering(row, collected)),
};

function toPeering({ fields, origin }: Row, collected: Collected): Peering {
  const id = mustIdAt<PeeringId>(fields, "VpcPeeringConnectionId");
  const name = nameTagOf(fields);
  const status = findWord(findFields(fields, "Status") ?? {}, "Code");
  if (status === undefined) throw new Rejected("Status.Code is missing");
  return {
    id,
    aliases: name === undefined ? [] : [name],
    scope: collected.scope.id,
    origin,
    requester: toSide(findFields(fields, "RequesterVpcInfo") ?? {}, id, collected),
    accepter: toSide(findFields(fields, "AccepterVpcInfo") ?? {}, id, collected),
    status,
  };
}

/** The other side's blocks are not told before it has accepted. */
function toSide(fields: Fields, id: PeeringId, { scope }: Collected): PeeringSide {
  const settledBy = `aws ec2 describe-vpc-peering-connections --vpc-peering-connection-ids ${id}`;
  const cidrs = [
    ...(findText(fields, "CidrBlock") === undefined ? [] : [mustCidrAt(fields, "CidrBlock")]),
    ...rowsAt(fields, "CidrBlockSet").map((block) => mustCidrAt(block, "CidrBlock")),
    ...rowsAt(fields, "Ipv6CidrBlockSet").map((block) => mustCidrAt(block, "Ipv6CidrBlock")),
  ];
  return {
    vpc: knownOr(findIdAt<VpcId>(fields, "VpcId"), `a VPC of ${id}`, settledBy),
    cidrs: cidrs.length === 0 ? unknown(`CIDR blocks of ${id}`, settledBy) : known(withoutRepeats(cidrs)),
    region: findText(fields, "Region") ?? scope.region,
    account: findText(fields, "OwnerId") ?? scope.account,
  };
}

function withoutRepeats(cidrs: readonly Cidr[]): readonly Cidr[] {
  return [...new Map(cidrs.map((cidr) => [cidr.text, cidr])).values()];
}
