/**
 * Attachments of transit gateways, of two calls that each tell half: `describe-transit-gateway-attachments` the resource
 * and the associated table, `describe-transit-gateway-vpc-attachments` the subnets.
 */
import type {
  SubnetId,
  TransitGatewayAttachmentId,
  TransitGatewayId,
  TransitGatewayRouteTableId,
} from "../../../model/entity/entity.ts";
import { parseId } from "../../../model/entity/entity.ts";
import type { TransitGatewayAttachment } from "../../../model/entity/transit-gateway.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import {
  findFields,
  findIdsAt,
  findName,
  findWord,
  mustIdAt,
  mustRows,
  mustText,
  nameTagOf,
} from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { mustSubject } from "../subject.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";
import { hasNoTransitGateway } from "./transit-gateway.ts";

const listCall = "ec2 describe-transit-gateway-attachments";

export const transitGatewayAttachments: TableReader<"transitGatewayAttachments"> = {
  table: "transitGatewayAttachments",
  needs: [need(listCall, "TransitGatewayAttachments")],
  read: (collected) => [...attachmentById(collected).values()],
  isToldElsewhere: hasNoTransitGateway,
};

const attachmentById = oncePerScope((collected): ReadonlyMap<string, TransitGatewayAttachment> => {
  const listed = parseRows(collected, "TransitGatewayAttachments", (row) => toListed(row, collected));
  const byId = new Map<string, TransitGatewayAttachment>(
    listed.map((attachment) => [attachment.id, attachment]),
  );
  for (const attachment of parseRows(collected, "TransitGatewayVpcAttachments", (row) =>
    toVpcAttachment(row, collected),
  )) {
    const earlier = byId.get(attachment.id);
    byId.set(attachment.id, earlier === undefined ? attachment : { ...earlier, subnets: attachment.subnets });
  }
  return byId;
});

const resources = ["vpc", "vpn", "direct-connect-gateway", "peering", "connect"] as const;

function toListed({ fields, origin }: Row, collected: Collected): TransitGatewayAttachment {
  const id = mustIdAt<TransitGatewayAttachmentId>(fields, "TransitGatewayAttachmentId");
  const resource = resources.find((one) => one === findWord(fields, "ResourceType")) ?? "other";
  return {
    ...commonOf({ fields, origin }, collected, id),
    resource,
    resourceId: known(mustText(fields, "ResourceId")),
    subnets: resource === "vpc" ? unknownSubnets(id) : known([]),
    association: toAssociation(fields),
  };
}

function toVpcAttachment({ fields, origin }: Row, collected: Collected): TransitGatewayAttachment {
  const id = mustIdAt<TransitGatewayAttachmentId>(fields, "TransitGatewayAttachmentId");
  const subnets = findIdsAt<SubnetId>(fields, "SubnetIds");
  return {
    ...commonOf({ fields, origin }, collected, id),
    resource: "vpc",
    resourceId: known(mustText(fields, "VpcId")),
    subnets: subnets === undefined ? unknownSubnets(id) : known(subnets),
    association: associationOf(id, collected),
  };
}

function commonOf(
  { fields, origin }: Pick<Row, "fields" | "origin">,
  { scope }: Collected,
  id: TransitGatewayAttachmentId,
) {
  const name = nameTagOf(fields);
  return {
    id,
    aliases: name === undefined ? [] : [name],
    scope: scope.id,
    origin,
    transitGateway: mustIdAt<TransitGatewayId>(fields, "TransitGatewayId"),
    state: mustText(fields, "State").toLowerCase(),
  };
}

function unknownSubnets(id: string) {
  return unknown(
    `subnets of ${id}`,
    `aws ec2 describe-transit-gateway-vpc-attachments --transit-gateway-attachment-ids ${id}`,
  );
}

/** The call leaves Association out where there is none. */
function toAssociation(fields: Fields): Known<TransitGatewayRouteTableId | "none"> {
  const association = findFields(fields, "Association");
  if (association === undefined || findWord(association, "State") !== "associated") return known("none");
  return known(mustIdAt<TransitGatewayRouteTableId>(association, "TransitGatewayRouteTableId"));
}

function associationOf(id: string, collected: Collected): Known<TransitGatewayRouteTableId> {
  const table = associationsOf(collected).get(id);
  return table === undefined
    ? unknown(`the route table of ${id}`, `aws ${listCall} --transit-gateway-attachment-ids ${id}`)
    : known(table);
}

/** `get-transit-gateway-route-table-associations` answers for one table, which the name of its file must tell. */
const associationsOf = oncePerScope(
  (collected): ReadonlyMap<string, TransitGatewayRouteTableId> =>
    new Map(
      parseRows(collected, "TransitGatewayAssociations", ({ fields, path }) => {
        const named = findName(fields, "TransitGatewayRouteTableId");
        const table = named ?? mustSubject(path, /\btgw-rtb-[0-9a-f]+/g, "transit gateway route table");
        return mustRows(fields, "Associations")
          .filter((association) => findWord(association, "State") === "associated")
          .map(
            (association) =>
              [
                mustText(association, "TransitGatewayAttachmentId"),
                parseId<TransitGatewayRouteTableId>(table),
              ] as const,
          );
      }).flat(),
    ),
);
