/** Whom a question's destination is, seen from its source: interfaces, public addresses, or nobody. */
import { contains, familyOf, formatAddress, mustCidr } from "../model/address.ts";
import type { Address, Family } from "../model/address.ts";
import { toSet } from "../model/interval-set.ts";
import type { VpcId } from "../model/entity/entity.ts";
import { valueOr } from "../model/known.ts";
import { find, regionOf } from "../model/network.ts";
import { endpointEnds } from "./endpoint/interface-endpoint.ts";
import { endOfInterface } from "./end.ts";
import type { VpcEnd } from "./end.ts";
import { resolveName } from "./dns/resolve.ts";
import type { Target } from "./dns/resolution.ts";
import { cannotTell, drop, pass } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { at } from "./hop.ts";
import type { Aim } from "./hop.ts";
import type { Destination } from "./question.ts";
import type { World } from "./world.ts";

/** What was found on the way to the aims; none when nobody answers to the destination. Any of the aims may be taken. */
export interface Aimed {
  readonly findings: readonly Finding[];
  readonly aims: readonly Aim[];
}

/** Exactly one of `alternatives` is true. */
export interface Aims {
  readonly doubts: readonly Finding[];
  readonly alternatives: readonly Aimed[];
}

export function aimsOf(world: World, source: VpcEnd, destination: Destination, family: Family): Aims {
  switch (destination.kind) {
    case "service":
      return aimsOfHost(world, source, hostOf(world, source, destination.service), family);
    case "host":
      return aimsOfHost(world, source, destination.host.toLowerCase().replace(/\.$/, ""), family);
    case "address":
      return sure(aimedAt(world, source, destination.address));
    case "interface":
      return sure(aimsOfInterface(world, destination.id, family));
  }
}

const sure = (aimed: Aimed): Aims => ({ doubts: [], alternatives: [aimed] });

/** The name SDKs dial for a service in the Region of the source. */
export function hostOf(world: World, { vpc }: VpcEnd, service: string): string {
  const { facts, network } = world;
  const row = network.vpcs.get(vpc);
  if (row === undefined) return service;
  const region = regionOf(network, row);
  return world.once("host of a service", `${service} ${region}`, () => {
    const [host] = facts.hostNames(service, region);
    return (host ?? service).replace(/^\*\./, "name.");
  });
}

function aimsOfHost(world: World, source: VpcEnd, host: string, family: Family): Aims {
  const vpc = find(world.network, "vpcs", source.vpc);
  if (!vpc.known) {
    const place = at("forward", "dns", "vpc", source.vpc);
    return sure({ findings: [cannotTell(place, `the VPC of ${source.component.id}`, [vpc])], aims: [] });
  }
  const dns64 = hasDns64(source);
  const query = { vpc: vpc.value, host, family, dns64 };
  const key = `${source.vpc} ${host} ${family} ${dns64}`;
  return world.once("aims of a host", key, () => {
    const { doubts, alternatives } = resolveName(world, query);
    return {
      doubts,
      alternatives: alternatives.map(({ findings, target }) => {
        const aimed = aimsOfTarget(world, source.vpc, target, family);
        return { findings: [...findings, ...aimed.findings], aims: aimed.aims };
      }),
    };
  });
}

export const hasDns64 = ({ subnet }: VpcEnd): boolean =>
  subnet !== "none" && subnet.known && valueOr(subnet.value.enableDns64, false);

function aimsOfTarget(world: World, vpc: VpcId, target: Target, family: Family): Aimed {
  switch (target.kind) {
    case "nothing":
      return { findings: [], aims: [] };
    case "public":
      return { findings: [], aims: [target] };
    case "addresses":
      return { findings: [], aims: target.addresses.map((address) => aimAt(world, vpc, address)) };
    case "endpoint": {
      const { endpoint, availabilityZone } = target;
      const key = `${endpoint.id} ${family} ${availabilityZone ?? ""}`;
      const aims = world.once("ends of an endpoint", key, () =>
        endpointEnds(world, endpoint, family, availabilityZone).map((end): Aim => ({
          kind: "interface",
          end,
          endpoint,
        })),
      );
      return aims.length > 0
        ? { findings: [], aims }
        : { findings: [noInterface(endpoint.id, family)], aims };
    }
  }
}

function noInterface(id: string, family: Family): Finding {
  return drop(at("forward", "endpoint", "vpc-endpoint", id), `${id} has no IPv${family} interface`, "", {
    code: "VPCE_NO_NETWORK_INTERFACE",
    direction: "ingress",
    message: `${id} has no interface with an IPv${family} address to answer with`,
    fix: `add a subnet to ${id}`,
  });
}

function aimsOfInterface(world: World, id: string, family: Family): Aimed {
  const row = find(world.network, "networkInterfaces", id);
  const place = at("forward", "source", "network-interface", id);
  if (!row.known) return { findings: [cannotTell(place, id, [row])], aims: [] };
  const end = endOfInterface(world, row.value, family);
  if (end === undefined) {
    return {
      findings: [drop(place, `${id} has no IPv${family} address`, "", noFamily(id, family))],
      aims: [],
    };
  }
  return { findings: [], aims: [{ kind: "interface", end, endpoint: endpointBehind(world, id) }] };
}

const noFamily = (id: string, family: Family) =>
  ({
    code: "NO_POSSIBLE_DESTINATION",
    direction: "ingress",
    message: `${id} has no IPv${family} address, and the client has no other`,
    fix: "give both ends addresses of one family",
  }) as const;

/** The endpoint an interface belongs to, when it is one of an endpoint. */
function endpointBehind({ network }: World, id: string) {
  const owner = network.networkInterfaces.get(id as never)?.owner;
  const endpoint = owner === undefined ? undefined : network.vpcEndpoints.get(owner as never);
  return endpoint?.type === "interface" ? endpoint : undefined;
}

/** Instance metadata, DNS, time: answered beside the host, past every group, ACL and route. */
export const hostBlocks = ["169.254.168.0/22", "fd00:ec2::/32"].map(mustCidr);

/** https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html (read 2026-11-24) */
function aimedAt(world: World, source: VpcEnd, address: Address): Aimed {
  if (!hostBlocks.some((block) => contains(block, address)))
    return { findings: [], aims: [aimAt(world, source.vpc, address)] };
  const { id } = source.component;
  const assumed = {
    fact: `the metadata options of ${id} leave it on`,
    settledBy: "aws ec2 describe-instances",
  };
  const place = at("forward", "source", source.component.kind, id);
  return {
    findings: [pass(place, `${formatAddress(address)} is answered beside the host`, "", [assumed])],
    aims: [],
  };
}

export const privateBlocks = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
].map(mustCidr);

function aimAt(world: World, vpc: VpcId, address: Address): Aim {
  const holder = world.topology.vpcHolding(address, vpc);
  const row = holder === undefined ? undefined : world.topology.interfaceAt(holder.id, address);
  const end = row === undefined ? undefined : endOfAddress(world, row, address);
  if (row !== undefined && end !== undefined) {
    return { kind: "interface", end, endpoint: endpointBehind(world, row.id) };
  }
  const span = {
    set: toSet([[address, address] as [bigint, bigint]]),
    quantifier: "every",
    label: formatAddress(address),
  } as const;
  const isPrivate = privateBlocks.some((block) => contains(block, address)) || holder !== undefined;
  return isPrivate ? { kind: "elsewhere", span } : { kind: "public", span };
}

/** The interface at exactly this address of it, which may not be its first. */
function endOfAddress(
  world: World,
  row: Parameters<typeof endOfInterface>[1],
  address: Address,
): VpcEnd | undefined {
  const end = endOfInterface(world, row, familyOf(address));
  if (end === undefined) return undefined;
  const set = toSet([[address, address] as [bigint, bigint]]);
  return { ...end, span: { set, quantifier: "every", label: formatAddress(address) } };
}
