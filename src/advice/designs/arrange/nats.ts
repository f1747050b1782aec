/**
 * Other NATs for a site, as changes of the network: none, fewer of them, a regional NAT gateway, NAT instances. Whether
 * anything works with them is for the walk to say.
 */
import { mustCidr } from "../../../model/address.ts";
import { parseId } from "../../../model/entity/entity.ts";
import type {
  NatGatewayId,
  NetworkInterfaceId,
  SecurityGroupId,
  SubnetId,
  VpcId,
  WorkloadId,
} from "../../../model/entity/entity.ts";
import type { SecurityGroup } from "../../../model/entity/firewall.ts";
import type { NatGateway } from "../../../model/entity/gateway.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import type { RouteTable, RouteTarget } from "../../../model/entity/route-table.ts";
import type { Vpc } from "../../../model/entity/vpc.ts";
import type { Workload } from "../../../model/entity/workload.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import { allTraffic } from "../../../model/traffic.ts";
import { natIdOf, withoutNat } from "../../../reach/index.ts";
import { proposed } from "../../apply/index.ts";
import { clientZones, subnetOf } from "../site.ts";
import type { PlacedNat, Site } from "../site.ts";

export function dropNats(network: Network, { nats }: Site): Network {
  const ids = new Set(nats.map(({ id }) => id));
  return withoutNat(network, (id) => ids.has(id));
}

/** Routes to a NAT that goes lead to its heir. */
export function keepNats(network: Network, { nats }: Site, kept: readonly PlacedNat[]): Network {
  const targets = new Map<string, RouteTarget>();
  for (const nat of nats) {
    if (kept.includes(nat)) continue;
    const heir = heirOf(kept, nat);
    if (heir !== undefined) targets.set(nat.id, { kind: "nat-gateway", id: heir.id });
  }
  return retarget(network, targets);
}

/** The one that stays in its zone, else the first of its VPC that stays. */
export function heirOf(kept: readonly PlacedNat[], nat: PlacedNat): PlacedNat | undefined {
  const here = kept.filter(({ vpc }) => vpc === nat.vpc);
  return here.find(({ zone }) => zone === nat.zone) ?? here[0];
}

/** One regional NAT gateway for each VPC that has NATs, active in the zones of its clients. */
export function regionalNats(network: Network, { nats, cases }: Site): Network {
  const targets = new Map<string, RouteTarget>();
  const added = new Map<NatGatewayId, NatGateway>();
  for (const one of cases) {
    const own = nats.filter(({ vpc }) => vpc === one.vpc.id);
    if (own.length === 0) continue;
    const zones = new Set([...clientZones(network, one), ...own.flatMap(({ zone }) => zone ?? [])]);
    const gateway = regionalNat(one.vpc, [...zones].sort());
    added.set(gateway.id, gateway);
    for (const { id } of own) targets.set(id, { kind: "nat-gateway", id: gateway.id });
  }
  const natGateways = new Map([...network.natGateways, ...added]);
  return retarget({ ...network, natGateways }, targets);
}

function regionalNat({ id, scope }: Vpc, zones: readonly string[]): NatGateway {
  const name = `new regional NAT gateway of ${id}`;
  const address = unknown(`addresses of the ${name}`, "aws ec2 describe-nat-gateways once it exists");
  return {
    id: parseId(name),
    aliases: [],
    scope,
    origin: proposed,
    vpc: known(id),
    availability: "regional",
    connectivity: "public",
    subnet: undefined,
    addresses: known(
      zones.map((zone) => ({
        privateAddress: address,
        publicAddress: address,
        networkInterface: undefined,
        availabilityZone: known(zone),
      })),
    ),
    state: "available",
  };
}

/** An instance where each NAT gateway stands; undefined where it is not known in which subnet one stands. */
export function instanceNats(
  network: Network,
  { nats }: Site,
  kept: readonly PlacedNat[],
): Network | undefined {
  const gateways = nats.filter(({ kind }) => kind !== "instance");
  const draft = {
    ...network,
    workloads: new Map(network.workloads),
    networkInterfaces: new Map(network.networkInterfaces),
    securityGroups: new Map(network.securityGroups),
  };
  const targets = new Map<string, RouteTarget>();
  for (const nat of gateways) {
    const heir = heirOf(kept, nat);
    const subnet = heir === undefined ? undefined : subnetOf(network, heir);
    const vpc = network.vpcs.get(nat.vpc);
    if (heir === undefined || subnet === undefined || vpc === undefined) return undefined;
    const rows = natInstance(vpc, subnet, heir.id);
    draft.workloads.set(rows.workload.id, rows.workload);
    draft.networkInterfaces.set(rows.networkInterface.id, rows.networkInterface);
    draft.securityGroups.set(rows.group.id, rows.group);
    targets.set(nat.id, { kind: "network-interface", id: rows.networkInterface.id });
  }
  return retarget(draft, targets);
}

interface NatInstance {
  readonly workload: Workload;
  readonly networkInterface: NetworkInterface;
  readonly group: SecurityGroup;
}

/** Private blocks of both kinds: whoever may be routed to it. */
const insiders = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

function natInstance({ id: vpc, scope, cidrs }: Vpc, subnet: SubnetId, heir: string): NatInstance {
  const name = `new NAT instance for ${heir}`;
  const entity = { aliases: [], scope, origin: proposed };
  const group = parseId<SecurityGroupId>(`security group of the ${name}`);
  const networkInterface = parseId<NetworkInterfaceId>(`interface of the ${name}`);
  const rule = (text: string) => ({
    traffic: known(allTraffic),
    peer: known({ kind: "cidr" as const, cidr: mustCidr(text) }),
    origin: proposed,
  });
  const own = (cidrs.known ? cidrs.value : []).map(({ cidr }) => cidr.text);
  return {
    workload: {
      ...entity,
      id: parseId<WorkloadId>(name),
      kind: "instance",
      networkInterfaces: [networkInterface],
      roles: known([]),
      platform: "linux",
      state: "planned",
      clues: [],
    },
    networkInterface: {
      ...entity,
      id: networkInterface,
      vpc,
      subnet: known(subnet),
      addresses: unknown(`the address of the ${name}`, "aws ec2 describe-instances once it exists"),
      groups: known([group]),
      sourceDestCheck: known(false),
      hasPublicIpv4: known(true),
      client: "linux",
      owner: name,
    },
    group: {
      ...entity,
      id: group,
      vpc,
      groupName: group,
      associatedVpcs: known<readonly VpcId[]>([]),
      ingress: known([...new Set([...own, ...insiders])].map(rule)),
      egress: known([rule("0.0.0.0/0"), rule("::/0")]),
    },
  };
}

/** Routes to these NATs lead elsewhere, and the gateways among them are gone. */
function retarget(network: Network, targets: ReadonlyMap<string, RouteTarget>): Network {
  const rerouted = (table: RouteTable): RouteTable => {
    if (!table.routes.known) return table;
    const routes = table.routes.value.map((route) => {
      const target = targets.get(natIdOf(network, route) ?? "");
      return target === undefined ? route : { ...route, target: known(target), origin: proposed };
    });
    return { ...table, routes: known(routes) };
  };
  return {
    ...network,
    natGateways: new Map([...network.natGateways].filter(([id]) => !targets.has(id))),
    routeTables: new Map([...network.routeTables].map(([id, table]) => [id, rerouted(table)])),
  };
}
