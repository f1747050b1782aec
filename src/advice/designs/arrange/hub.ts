/**
 * Interface endpoints in one VPC for all of a Region: private hosted zones that all VPCs share point the services' names
 * at endpoints of the hub, and a transit gateway leads there.
 * https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html
 * (read 2026-11-29). What stands is used; what is missing of attachments, associations and routes is added.
 */
import type { Facts } from "../../../facts/index.ts";
import { parseId } from "../../../model/entity/entity.ts";
import type { HostedZoneId, VpcEndpointId, VpcId } from "../../../model/entity/entity.ts";
import type { HostedZone } from "../../../model/entity/dns.ts";
import { plannedNameOf } from "../../../model/entity/vpc-endpoint.ts";
import { known, valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import type { World } from "../../../reach/index.ts";
import { proposed } from "../../apply/index.ts";
import type { EndpointGroup, NewEndpoint } from "../../design.ts";
import type { Case } from "../../prove/case.ts";
import { zoneOfSubnet } from "../site.ts";
import { cidrsOf, placesOf, transitFor, withTransit } from "./transit.ts";
import type { Transit } from "./transit.ts";

export interface Hub {
  readonly vpc: VpcId;
  readonly region: string;
  readonly endpoints: readonly NewEndpoint[];
  readonly group: EndpointGroup;
  readonly zones: readonly HostedZone[];
  readonly transit: Transit;
}

/** Undefined where blocks overlap or are not known, or nobody there wants an interface endpoint. */
export function hubOf(world: World, region: string, cases: readonly Case[]): Hub | undefined {
  const members = cases.filter((one) => one.region === region && one.dependsOnNat);
  const wanting = members.filter(({ proposal }) =>
    proposal.endpoints.some(({ type }) => type === "interface"),
  );
  if (wanting.length < 2 || !areApart(members)) return undefined;
  const hub = hubAmong(world.network, members);
  if (hub === undefined) return undefined;
  const endpoints = sharedEndpoints(world, region, hub, wanting);
  const cidrs = members.flatMap(cidrsOf);
  return {
    vpc: hub.vpc.id,
    region,
    endpoints,
    group: {
      id: parseId(`new endpoint security group of ${hub.vpc.id} for all`),
      vpc: hub.vpc.id,
      admits: cidrs.map((cidr) => ({ kind: "cidr", cidr })),
      ports: [...new Set(endpoints.flatMap(({ ports }) => ports))].sort((a, b) => a - b),
    },
    zones: endpoints.flatMap((endpoint) => zonesOf(world.facts, endpoint, { hub, members })),
    transit: transitFor(world.network, hub, members),
  };
}

/** Routes can tell VPCs apart only where no two blocks overlap. */
function areApart(members: readonly Case[]): boolean {
  if (members.some(({ vpc }) => !vpc.cidrs.known)) return false;
  const blocks = members
    .flatMap(cidrsOf)
    .toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  return blocks.every((block, index) => index === 0 || (blocks[index - 1]?.last ?? -1n) < block.first);
}

/** The VPC with clients in the most zones; of equal ones one that a transit gateway serves already. */
function hubAmong(network: Network, members: readonly Case[]): Case | undefined {
  const attached = new Set(
    [...network.transitGatewayAttachments.values()].map(({ resourceId }) => valueOr(resourceId, "")),
  );
  const rank = (one: Case) =>
    new Set(placesOf(network, one).map(({ zone }) => zone)).size * 2 + Number(attached.has(one.vpc.id));
  return members.toSorted((a, b) => rank(b) - rank(a) || (a.vpc.id < b.vpc.id ? -1 : 1))[0];
}

function sharedEndpoints(
  { network }: World,
  region: string,
  hub: Case,
  wanting: readonly Case[],
): readonly NewEndpoint[] {
  const byService = new Map<string, NewEndpoint>();
  for (const { proposal } of wanting) {
    for (const endpoint of proposal.endpoints) {
      if (endpoint.type === "interface" && !byService.has(endpoint.service)) {
        byService.set(endpoint.service, endpoint);
      }
    }
  }
  const wanted = new Set(
    [...byService.values()].flatMap(({ subnets }) =>
      subnets.flatMap((id) => zoneOfSubnet(network, id) ?? []),
    ),
  );
  const places = placesOf(network, hub);
  const inWanted = places.filter(({ zone }) => wanted.has(zone));
  const subnets = (inWanted.length > 0 ? inWanted : places).map(({ subnet }) => subnet);
  return [...byService.values()].map((endpoint) => ({
    ...endpoint,
    // A name that can stand in a record: see `plannedNameOf`.
    id: parseId<VpcEndpointId>(`shared-${endpoint.service.replaceAll(".", "-")}-endpoint-${region}`),
    vpc: hub.vpc.id,
    subnets,
  }));
}

function zonesOf(
  facts: Facts,
  { id, serviceName }: NewEndpoint,
  { hub, members }: { readonly hub: Case; readonly members: readonly Case[] },
): readonly HostedZone[] {
  const names = facts.privateNames(serviceName).map((name) => name.replace(/^\*\./, ""));
  return [...new Set(names)].map((name) => ({
    id: parseId<HostedZoneId>(`new private hosted zone ${name} for ${hub.region}`),
    aliases: [],
    scope: hub.vpc.scope,
    origin: proposed,
    zoneName: name,
    visibility: "private",
    vpcs: known(members.map(({ vpc }) => vpc.id)),
    records: known(
      [name, `*.${name}`].map((each) => ({ name: each, type: "A", values: [plannedNameOf(id)] })),
    ),
  }));
}

/** Zones and routes of the hub as part of the network; its endpoints come with the design. */
export function withHub(world: World, { zones, transit }: Hub): (network: Network) => Network {
  return (network) => ({
    ...withTransit(world, network, transit),
    hostedZones: new Map([...network.hostedZones, ...zones.map((zone) => [zone.id, zone] as const)]),
  });
}
