/**
 * VPC peering connections. A stack is complete only once they are accepted; of another tool's, `Status` may tell.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcpeeringconnection.html
 * (read 2026-11-24)
 */
import type { PeeringId, VpcId } from "../../../model/entity/entity.ts";
import type { Peering, PeeringSide } from "../../../model/entity/gateway.ts";
import { known, mapKnown, unknown, valueOr } from "../../../model/known.ts";
import type { Resource } from "../property/value.ts";
import { textOf, toEntity } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { property, textOr } from "../property/property.ts";
import type { Mapper } from "../rows.ts";
import { defaultVpc } from "../vpc/subnet.ts";
import { blocksOf } from "../vpc/vpc-block.ts";

export const mapPeering: Mapper = (estate, resource) => {
  const { region, account } = resource.stack;
  const peering: Peering = {
    ...toEntity<PeeringId>(estate, resource),
    requester: sideOf(estate, resource, "VpcId", { region, account }),
    accepter: sideOf(estate, resource, "PeerVpcId", {
      region: valueOr(textOr(property(resource, "PeerRegion"), region), region),
      account: valueOr(textOr(property(resource, "PeerOwnerId"), account), account),
    }),
    status: textOf(resource, "Status") ?? "active",
  };
  return { peerings: [peering] };
};

function sideOf(
  estate: Estate,
  resource: Resource,
  name: string,
  place: Pick<PeeringSide, "region" | "account">,
): PeeringSide {
  const vpc = estate.symbol<VpcId>("VPC", property(resource, name), defaultVpc(resource));
  const row = estate.find(vpc);
  const missing = unknown(
    `blocks of ${vpc}`,
    `aws ec2 describe-vpc-peering-connections, once ${resource.id} is deployed`,
  );
  const cidrs =
    row === undefined ? missing : mapKnown(blocksOf(estate, row), (all) => all.map(({ cidr }) => cidr));
  return { vpc: known(vpc), cidrs, ...place };
}
