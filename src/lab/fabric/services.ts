/**
 * What AWS keeps in a VPC, in one namespace: the resolver and the metadata service, the interfaces of interface endpoints,
 * the far ends of gateway endpoints. Programs listen here once for all of them; the address that a client reached tells
 * which endpoint it came by.
 */
import { formatAddress } from "../../model/address.ts";
import type { Facts } from "../../facts/index.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import { valueOr } from "../../model/known.ts";
import type { VpcEstate } from "./estate.ts";
import { addressSpec } from "./end.ts";
import { servicesRuleset } from "./filter/services.ts";
import { families, neighbours, trustingSources, viaWire } from "./next-hop.ts";
import type { Device, IpObject, Namespace } from "./plan.ts";
import type { Port } from "./port.ts";
import { metaBlocks, resolverAddress } from "./router-route.ts";
import { gatewayEndpointWire, metaWire, portWire, servicesName } from "./wire.ts";
import type { Wire } from "./wire.ts";

const httpsPorts = [80, 443];
const firstTable = 100;

/** Where packets for an endpoint arrive: its own addresses, or one that stands for all that a gateway endpoint takes. */
export interface Arrivals {
  readonly endpoint: VpcEndpoint;
  readonly device: Device;
  readonly addresses: readonly string[];
  readonly ports: readonly number[];
}

interface Entrance extends Arrivals {
  readonly wire: Wire;
  readonly objects: readonly IpObject[];
  readonly isGateway: boolean;
}

/** By which address each endpoint of the VPC is reached, for those who listen. */
export const arrivalsOf = (facts: Facts, estate: VpcEstate): readonly Arrivals[] => entrances(facts, estate);

export function servicesNamespace(facts: Facts, estate: VpcEstate): Namespace {
  const { far, near } = metaWire(estate.vpc.id);
  const own = resolverAddress(estate);
  const answering = families.flatMap((family) =>
    [
      ...metaBlocks[family].map((block) => block.split("/")[0] ?? ""),
      ...(family === 4 && own ? [own] : []),
    ].map((text): IpObject => ({ family, object: "address", spec: addressSpec(text, family, far.name) })),
  );
  const doors = entrances(facts, estate);
  return {
    name: servicesName(estate.vpc.id),
    kind: "services",
    settings: [["net/ipv4/ip_forward", "0"], ...trustingSources],
    objects: [
      ...answering,
      ...neighbours(far, near),
      ...families.map((family): IpObject => ({
        family,
        object: "route",
        spec: `default ${viaWire(far, family)}`,
      })),
      ...doors.flatMap(({ objects }) => objects),
    ],
    ruleset: servicesRuleset(doors, resolverAddresses(estate)),
  };
}

function entrances(facts: Facts, estate: VpcEstate): readonly Entrance[] {
  const gateways = estate.endpoints.filter(({ type }) => type === "gateway");
  const found = [
    ...estate.ports.flatMap((port) => toPortEntrance(facts, estate, port)),
    ...gateways.map((endpoint, index) => toGatewayEntrance(estate, endpoint, index)),
  ];
  return found.map((entrance, index) => ({
    ...entrance,
    objects: entranceObjects(entrance, firstTable + index),
  }));
}

function toPortEntrance(facts: Facts, estate: VpcEstate, port: Port): readonly Entrance[] {
  const endpoint = estate.endpoints.find(({ networkInterfaces }) =>
    valueOr(networkInterfaces, []).some((id) => id === port.id),
  );
  if (port.kind !== "endpoint" || endpoint === undefined) return [];
  const wire = portWire(estate.vpc.id, port);
  const addresses = port.addresses.map(formatAddress);
  const ports = portsOf(facts, endpoint);
  return [{ endpoint, wire, device: wire.far, addresses, ports, objects: [], isGateway: false }];
}

function toGatewayEntrance({ vpc }: VpcEstate, endpoint: VpcEndpoint, index: number): Entrance {
  const wire = gatewayEndpointWire(vpc.id, endpoint.id);
  const addresses = [`169.254.250.${index + 1}`, `fd00:ec2:250::${(index + 1).toString(16)}`];
  const ports = valueOr(endpoint.state, undefined) === "available" ? httpsPorts : [];
  return { endpoint, wire, device: wire.far, addresses, ports, objects: [], isGateway: true };
}

/** An endpoint that is not available, or of no service we know, takes nothing. */
function portsOf(facts: Facts, { serviceName, state }: VpcEndpoint): readonly number[] {
  if (valueOr(state, undefined) !== "available") return [];
  const token = facts.tokenOf(valueOr(serviceName, ""));
  return (token === undefined ? undefined : facts.findService(token)?.ports) ?? [];
}

/** Answers leave by the wire that the question came on. */
function entranceObjects({ wire, addresses }: Entrance, table: number): readonly IpObject[] {
  const { near, far } = wire;
  const own = addresses.flatMap((text): readonly IpObject[] => {
    const family = text.includes(":") ? 6 : 4;
    return [
      { family, object: "address", spec: addressSpec(text, family, far.name) },
      { family, object: "rule", spec: `from ${text} lookup ${table} priority ${1000 + table}` },
    ];
  });
  const routes = families.map((family): IpObject => ({
    family,
    object: "route",
    spec: `default ${viaWire(far, family)} table ${table}`,
  }));
  return [...own, ...neighbours(far, near), ...routes];
}

/** The addresses that clients reach the resolver at. */
export const resolverAddresses = (estate: VpcEstate): readonly string[] => {
  const own = resolverAddress(estate);
  return ["169.254.169.253", "fd00:ec2::253", ...(own === undefined ? [] : [own])];
};
