/** What joins VPCs to a hub: attachments to one transit gateway, and the routes of its tables and of theirs. */
import type { Cidr } from "../../../model/address.ts";
import { parseId } from "../../../model/entity/entity.ts";
import type {
  SubnetId,
  TransitGatewayAttachmentId,
  TransitGatewayId,
  TransitGatewayRouteTableId,
  VpcId,
} from "../../../model/entity/entity.ts";
import type { Route } from "../../../model/entity/route-table.ts";
import type {
  TransitGatewayAttachment,
  TransitGatewayRoute,
  TransitGatewayRouteTable,
} from "../../../model/entity/transit-gateway.ts";
import { known, valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import type { World } from "../../../reach/index.ts";
import { proposed } from "../../apply/index.ts";
import type { Case } from "../../prove/case.ts";
import { tablesOf } from "../../propose/index.ts";
import { clientsOf, zoneOfSubnet } from "../site.ts";

export interface Transit {
  readonly gateway: TransitGatewayId;
  /** Those that do not stand yet, of which each is billed. */
  readonly attachments: readonly TransitGatewayAttachment[];
  readonly center: Case;
  readonly members: readonly Case[];
}

export const cidrsOf = ({ vpc }: Case): readonly Cidr[] =>
  valueOr(vpc.cidrs, [])
    .map(({ cidr }) => cidr)
    .filter(({ family }) => family === 4);

export interface Place {
  readonly subnet: SubnetId;
  readonly zone: string;
}

/** One subnet of the clients in each zone. */
export function placesOf(network: Network, one: Case): readonly Place[] {
  const places = new Map<string, Place>();
  for (const subnet of clientsOf(one)
    .flatMap(({ subnets }) => subnets)
    .toSorted()) {
    const zone = zoneOfSubnet(network, subnet) ?? subnet;
    if (!places.has(zone)) places.set(zone, { subnet, zone });
  }
  return [...places.values()];
}

/** What stands is used: the gateway that the center is attached to, else one that another member is. */
export function transitFor(network: Network, center: Case, members: readonly Case[]): Transit {
  const standing = [...network.transitGatewayAttachments.values()].filter(
    ({ resource, state }) => resource === "vpc" && state === "available",
  );
  const attachedTo = (vpc: VpcId) =>
    standing
      .filter(({ resourceId }) => valueOr(resourceId, "") === vpc)
      .map(({ transitGateway }) => transitGateway);
  const [gateway = parseId<TransitGatewayId>(`new transit gateway of ${center.region}`)] = [
    ...attachedTo(center.vpc.id),
    ...members.flatMap(({ vpc }) => attachedTo(vpc.id)),
  ];
  const table = standing
    .filter(({ transitGateway }) => transitGateway === gateway)
    .map(({ association }) => valueOr(association, "none"))
    .find((id) => id !== "none");
  const association = (table as TransitGatewayRouteTableId | undefined) ?? newTable(gateway);
  const attachments = members
    .filter(({ vpc }) => !attachedTo(vpc.id).includes(gateway))
    .map(({ vpc, ...one }) =>
      newAttachment(gateway, association, { vpc, subnets: placesOf(network, { vpc, ...one }) }),
    );
  return { gateway, attachments, center, members };
}

const newTable = (gateway: TransitGatewayId) =>
  parseId<TransitGatewayRouteTableId>(`new route table of ${gateway}`);

function newAttachment(
  transitGateway: TransitGatewayId,
  association: TransitGatewayRouteTableId,
  { vpc, subnets }: { readonly vpc: Case["vpc"]; readonly subnets: readonly Place[] },
): TransitGatewayAttachment {
  return {
    id: parseId<TransitGatewayAttachmentId>(`new attachment of ${vpc.id}`),
    aliases: [],
    scope: vpc.scope,
    origin: proposed,
    transitGateway,
    resource: "vpc",
    resourceId: known(vpc.id),
    subnets: known(subnets.map(({ subnet }) => subnet)),
    state: "available",
    association: known(association),
  };
}

/** The network with what is missing of attachments, associations and routes. */
export function withTransit(world: World, network: Network, transit: Transit): Network {
  const attachments = new Map(network.transitGatewayAttachments);
  for (const one of transit.attachments) attachments.set(one.id, one);
  return {
    ...network,
    transitGatewayAttachments: attachments,
    transitGatewayRouteTables: transitTables(network, transit, [...attachments.values()]),
    routeTables: routeTables(world, network, transit),
  };
}

/** The center must be found by all, and all by the center; members need not find each other. */
const goals = ({ center, members }: Transit, one: Case): readonly Case[] =>
  one === center ? members.filter((other) => other !== center) : [center];

function transitTables(
  network: Network,
  transit: Transit,
  all: readonly TransitGatewayAttachment[],
): Network["transitGatewayRouteTables"] {
  const tables = new Map(network.transitGatewayRouteTables);
  const attachmentOf = ({ vpc }: Case) =>
    all.find(
      ({ transitGateway, resourceId }) =>
        transitGateway === transit.gateway && valueOr(resourceId, "") === vpc.id,
    );
  for (const one of transit.members) {
    const attachment = attachmentOf(one);
    const id = attachment === undefined ? "none" : valueOr(attachment.association, "none" as const);
    // A table that stands and was not collected stays unknown.
    const table = id === "none" ? undefined : (tables.get(id) ?? ownTable(transit, id));
    if (table === undefined || !table.routes.known) continue;
    const routes = table.routes.value;
    const added = goals(transit, one).flatMap((goal) => {
      const to = attachmentOf(goal);
      return to === undefined ? [] : lacking(routes, cidrsOf(goal)).map((cidr) => transitRoute(cidr, to));
    });
    tables.set(table.id, { ...table, routes: known([...routes, ...added]) });
  }
  return tables;
}

function ownTable(
  { gateway, center }: Transit,
  id: TransitGatewayRouteTableId,
): TransitGatewayRouteTable | undefined {
  if (id !== newTable(gateway)) return undefined;
  const { scope } = center.vpc;
  return { id, aliases: [], scope, origin: proposed, transitGateway: gateway, routes: known([]) };
}

const transitRoute = (cidr: Cidr, { id }: TransitGatewayAttachment): TransitGatewayRoute => ({
  destination: known({ kind: "cidr", cidr }),
  state: "active",
  via: "propagated",
  attachment: known(id),
  origin: proposed,
});

function routeTables(world: World, network: Network, transit: Transit): Network["routeTables"] {
  const tables = new Map(network.routeTables);
  for (const one of transit.members) {
    const cidrs = goals(transit, one).flatMap(cidrsOf);
    for (const id of tablesOf(world, clientsOf(one))) {
      const table = tables.get(id);
      if (table === undefined || !table.routes.known) continue;
      const routes = table.routes.value;
      const added = lacking(routes, cidrs).map((cidr) => vpcRoute(cidr, transit.gateway));
      tables.set(id, { ...table, routes: known([...routes, ...added]) });
    }
  }
  return tables;
}

const vpcRoute = (cidr: Cidr, gateway: TransitGatewayId): Route => ({
  destination: known({ kind: "cidr", cidr }),
  target: known({ kind: "transit-gateway", id: gateway }),
  state: "active",
  via: "static",
  origin: proposed,
});

type Destined = Pick<Route | TransitGatewayRoute, "destination">;

/** Those of `cidrs` that no route is for. */
function lacking(routes: readonly Destined[], cidrs: readonly Cidr[]): readonly Cidr[] {
  const taken = new Set(
    routes.flatMap(({ destination }) =>
      destination.known && destination.value.kind === "cidr" ? destination.value.cidr.text : [],
    ),
  );
  return cidrs.filter(({ text }) => !taken.has(text));
}
