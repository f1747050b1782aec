/** Interfaces, and the NAT gateways and endpoints that stand on them. */
import { valueOr } from "../../../model/known.ts";
import type { Facts } from "../../../facts/index.ts";
import type { VpcEndpoint } from "../../../model/entity/vpc-endpoint.ts";
import { each } from "./gaps.ts";
import type { Asked, GapCheck } from "./gaps.ts";

const interfaces = ({ network }: Asked) =>
  [...network.networkInterfaces.values()].filter(({ client }) => client !== "nat-gateway");
const nats = ({ network }: Asked) =>
  [...network.natGateways.values()].filter(({ state }) => state === "available");
const endpoints = ({ network }: Asked) => network.vpcEndpoints.values();
const interfaceEndpoints = ({ network }: Asked) =>
  [...network.vpcEndpoints.values()].filter(({ type }) => type === "interface");

const interfaceGap = (why: string, fails: Parameters<typeof each<ReturnType<typeof interfaces>[0]>>[2]) =>
  ["network-interface", each(interfaces, why, fails)] as const;
const natGap = (why: string, fails: Parameters<typeof each<ReturnType<typeof nats>[0]>>[2]) =>
  ["nat-gateway", each(nats, why, fails)] as const;

export const interfaceGaps: readonly GapCheck[] = [
  interfaceGap(
    "its subnet or its address is not known",
    ({ subnet, addresses }) => !subnet.known || !addresses.known,
  ),
  interfaceGap("its VPC is not in the input", ({ vpc }, { network }) => !network.vpcs.has(vpc)),
  interfaceGap(
    "its subnet is not in the input",
    ({ subnet }, { network }) => subnet.known && !network.subnets.has(subnet.value),
  ),
  interfaceGap("its groups are not known", ({ groups }) => !groups.known),
  interfaceGap(
    "whether its source/destination check is on is not known",
    ({ sourceDestCheck }) => !sourceDestCheck.known,
  ),
  interfaceGap("whether it has a public address is not known", ({ hasPublicIpv4 }) => !hasPublicIpv4.known),
  ["network-interface", sharedAddresses],
  natGap("its VPC is not known", ({ vpc }) => !vpc.known),
  natGap(
    "its subnet is not in the input",
    ({ subnet }, { network }) => subnet !== undefined && !(subnet.known && network.subnets.has(subnet.value)),
  ),
  natGap(
    "its addresses are not known",
    ({ subnet, addresses }) => subnet !== undefined && !hasAddresses(addresses),
  ),
  ["vpc-endpoint", each(endpoints, "its VPC is not known", ({ vpc }) => !vpc.known)],
  ["vpc-endpoint", each(endpoints, "its state is not known", ({ state }) => !state.known)],
  [
    "vpc-endpoint",
    each(
      endpoints,
      "whether it passes traffic in its state is not known",
      ({ state }) => state.known && (state.value === "partial" || state.value === "deleting"),
    ),
  ],
  [
    "vpc-endpoint",
    each(
      endpoints,
      "the lab builds interface and gateway endpoints alone",
      ({ type }) => type !== "interface" && type !== "gateway",
    ),
  ],
  [
    "vpc-endpoint",
    each(
      interfaceEndpoints,
      "the lab does not know the ports of its service",
      (endpoint, { facts }) => !isServed(facts, endpoint),
    ),
  ],
  ["vpc-endpoint", each(interfaceEndpoints, "its interfaces are not in the input", hasNoInterfaces)],
];

const hasAddresses = (addresses: ReturnType<typeof nats>[0]["addresses"]): boolean =>
  addresses.known && addresses.value.length > 0 && addresses.value.every((one) => one.privateAddress.known);

function isServed(facts: Facts, { serviceName }: VpcEndpoint): boolean {
  const token = facts.tokenOf(valueOr(serviceName, ""));
  return token !== undefined && facts.findService(token)?.ports !== undefined;
}

function hasNoInterfaces({ networkInterfaces }: VpcEndpoint, { network }: Asked): boolean {
  return (
    !networkInterfaces.known ||
    networkInterfaces.value.length === 0 ||
    networkInterfaces.value.some((id) => !network.networkInterfaces.has(id))
  );
}

/** In one VPC; the fabric gives an address to the first that has it. */
function sharedAddresses(asked: Asked): readonly (readonly [string, string])[] {
  const holders = new Set<string>();
  return interfaces(asked).flatMap(({ id, vpc, addresses }) => {
    const own = valueOr(addresses, []).map((address) => `${vpc} ${address}`);
    const isShared = own.some((one) => holders.has(one));
    for (const one of own) holders.add(one);
    return isShared ? [[id, "another interface has its address"] as const] : [];
  });
}
