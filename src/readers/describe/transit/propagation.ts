/** The routes that a VPC attachment propagates: the blocks of its VPC. What others propagate comes by BGP, and is unknown. */
import type { Cidr } from "../../../model/address.ts";
import type { Origin, TransitGatewayAttachmentId } from "../../../model/entity/entity.ts";
import type { TransitGatewayRoute } from "../../../model/entity/transit-gateway.ts";
import { known } from "../../../model/known.ts";
import { isBroken, isWhole, oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected } from "../answer/collected.ts";
import { findText, findWord, mustIdAt, mustRows } from "../answer/fields.ts";
import { mustSubject } from "../subject.ts";
import { vpcsOf } from "../vpc/vpc.ts";

interface Propagation {
  readonly attachment: TransitGatewayAttachmentId;
  /** Undefined where no VPC stands behind the attachment. */
  readonly vpc: string | undefined;
  readonly origin: Origin;
}

/** Undefined when it cannot be told what is propagated into the table. */
export function propagatedRoutesOf(
  table: string,
  collected: Collected,
): readonly TransitGatewayRoute[] | undefined {
  const propagations = propagationsOf(collected).get(table);
  const isTold = propagations !== undefined && !isBroken(collected, "TransitGatewayPropagations");
  if (!isTold || !isWhole(collected, "TransitGatewayPropagations")) return undefined;
  const routes = propagations.map((propagation) => toRoutes(propagation, collected));
  return routes.every((one) => one !== undefined) ? routes.flat() : undefined;
}

function toRoutes(
  { attachment, vpc, origin }: Propagation,
  collected: Collected,
): TransitGatewayRoute[] | undefined {
  const cidrs = vpcsOf(collected).find(({ id }) => id === vpc)?.cidrs;
  if (cidrs?.known !== true) return undefined;
  const toRoute = (cidr: Cidr): TransitGatewayRoute => ({
    destination: known({ kind: "cidr", cidr }),
    state: "active",
    via: "propagated",
    attachment: known(attachment),
    origin,
  });
  return cidrs.value.filter(({ state }) => state === "associated").map(({ cidr }) => toRoute(cidr));
}

const propagationsOf = oncePerScope((collected): ReadonlyMap<string, readonly Propagation[]> => {
  const rows = parseRows(collected, "TransitGatewayPropagations", ({ fields, origin, path }) => {
    const named = findText(fields, "TransitGatewayRouteTableId");
    const table = named ?? mustSubject(path, /\btgw-rtb-[0-9a-f]+/g, "transit gateway route table");
    const propagations = mustRows(fields, "TransitGatewayRouteTablePropagations")
      .filter((propagation) => findWord(propagation, "State") === "enabled")
      .map((propagation) => ({
        attachment: mustIdAt<TransitGatewayAttachmentId>(propagation, "TransitGatewayAttachmentId"),
        vpc:
          findWord(propagation, "ResourceType") === "vpc" ? findText(propagation, "ResourceId") : undefined,
        origin,
      }));
    return { table, propagations };
  });
  const byTable = new Map<string, readonly Propagation[]>();
  for (const { table, propagations } of rows)
    byTable.set(table, [...(byTable.get(table) ?? []), ...propagations]);
  return byTable;
});
