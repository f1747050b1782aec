/**
 * Worlds to look on in, past a fault: the network with its names in order, and with an endpoint where there is none. What a
 * request meets there, it meets once the first fault is mended; so all of them are told at once.
 */
import { parseId } from "../../../model/entity/entity.ts";
import type { SecurityGroupId, SubnetId, VpcId } from "../../../model/entity/entity.ts";
import type { Vpc } from "../../../model/entity/vpc.ts";
import type { VpcEndpoint } from "../../../model/entity/vpc-endpoint.ts";
import { known, valueOr } from "../../../model/known.ts";
import { find, regionOf } from "../../../model/network.ts";
import type { Network } from "../../../model/network.ts";
import { createWorld } from "../../../reach/index.ts";
import type { World } from "../../../reach/index.ts";
import { applyDesign } from "../../apply/index.ts";
import type { Patient } from "../patient.ts";

const better = (a: VpcEndpoint, b: VpcEndpoint): number => rank(b) - rank(a);
const rank = ({ privateDnsEnabled, state }: VpcEndpoint): number =>
  (valueOr(privateDnsEnabled, false) ? 2 : 0) + (valueOr(state, "") === "available" ? 1 : 0);

/** The interface endpoint of the VPC that is meant to serve `service`: of several the one in the best order. */
export function endpointFor(
  { facts, topology }: World,
  vpc: VpcId,
  service: string,
): VpcEndpoint | undefined {
  return topology
    .endpointsOf(vpc)
    .filter(
      ({ type, serviceName }) => type === "interface" && facts.tokenOf(valueOr(serviceName, "")) === service,
    )
    .toSorted(better)[0];
}

/** The gateway endpoint of the VPC for `service`, whatever tables it is in. */
export function gatewayFor({ facts, topology }: World, vpc: VpcId, service: string): VpcEndpoint | undefined {
  return topology
    .endpointsOf(vpc)
    .find((one) => one.type === "gateway" && facts.tokenOf(valueOr(one.serviceName, "")) === service);
}

/** The VPC's own resolver answers, and no zone, rule or firewall stands before the endpoints. */
export function withResolver(world: World, vpc: VpcId): World {
  return world.once("world with a resolver", vpc, () => resolvingWorld(world, vpc));
}

function resolvingWorld({ network, facts }: World, vpc: VpcId): World {
  const row = network.vpcs.get(vpc);
  if (row === undefined) return createWorld(network, facts);
  const resolving: Vpc = {
    ...row,
    enableDnsSupport: known(true),
    enableDnsHostnames: known(true),
    dhcpOptions: known("default"),
  };
  const mended: Network = {
    ...network,
    vpcs: new Map([...network.vpcs, [vpc, resolving]]),
    hostedZones: new Map(),
    resolverRules: new Map(),
    dnsFirewalls: new Map(),
  };
  return createWorld(mended, facts);
}

/** The endpoint owns its name, and no second one stands beside it. */
export function withName({ network, facts }: World, endpoint: VpcEndpoint): World {
  const token = facts.tokenOf(valueOr(endpoint.serviceName, ""));
  const others = [...network.vpcEndpoints].filter(
    ([, one]) =>
      one.type !== "interface" ||
      valueOr(one.vpc, undefined) !== valueOr(endpoint.vpc, undefined) ||
      facts.tokenOf(valueOr(one.serviceName, "")) !== token,
  );
  // Its state, where that is bad, is told already; one that is not known stays so.
  const state: VpcEndpoint["state"] = endpoint.state.known ? known("available") : endpoint.state;
  const named: VpcEndpoint = { ...endpoint, privateDnsEnabled: known(true), state };
  return createWorld({ ...network, vpcEndpoints: new Map([...others, [endpoint.id, named]]) }, facts);
}

/** With an endpoint for `service` in the client's own subnet, open to the VPC; undefined where it cannot be placed. */
export function withEndpoint(
  { network, facts }: World,
  patient: Patient,
  service: string,
): World | undefined {
  const [first] = patient.workload.networkInterfaces;
  const client = first === undefined ? undefined : network.networkInterfaces.get(first);
  const subnet = client?.subnet.known === true ? client.subnet.value : undefined;
  const vpc = client === undefined ? undefined : find(network, "vpcs", client.vpc);
  if (client === undefined || subnet === undefined || vpc?.known !== true) return undefined;
  const serviceName = facts.serviceNameIn(service, regionOf(network, vpc.value), "interface");
  if (serviceName === undefined || !vpc.value.cidrs.known) return undefined;
  const admits = vpc.value.cidrs.value.map(({ cidr }) => ({ kind: "cidr", cidr }) as const);
  const group = {
    id: parseId<SecurityGroupId>(`new endpoint security group of ${vpc.value.id}`),
    vpc: vpc.value.id,
  };
  const design = {
    groups: [{ ...group, admits, ports: [443] }],
    endpoints: [newEndpoint(vpc.value.id, subnet, { service, serviceName })],
    repairs: [],
  };
  return createWorld(applyDesign(network, facts, design), facts);
}

function newEndpoint(
  vpc: VpcId,
  subnet: SubnetId,
  { service, serviceName }: { readonly service: string; readonly serviceName: string },
) {
  return {
    id: parseId<VpcEndpoint["id"]>(`new ${service} endpoint of ${vpc}`),
    vpc,
    service,
    serviceName,
    type: "interface",
    routeTables: [],
    subnets: [subnet],
    ports: [443],
    because: [],
  } as const;
}
