/**
 * Interface endpoints: what stands behind their interfaces, and where those are.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html (read 2026-11-24)
 */
import type { Family } from "../../model/address.ts";
import type { SubnetId } from "../../model/entity/entity.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { EndpointFamilies, VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import { includes } from "../../model/interval-set.ts";
import { known, valueOr } from "../../model/known.ts";
import { find } from "../../model/network.ts";
import { formatPorts, protocolNumbers } from "../../model/traffic.ts";
import { endOfInterface, endOfSubnet } from "../end.ts";
import type { VpcEnd } from "../end.ts";
import { drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { at } from "../hop.ts";
import type { Hop } from "../hop.ts";
import type { World } from "../world.ts";
import { askPolicy } from "./policy.ts";
import { refusalsOf } from "./refusal.ts";
import { askState } from "./state.ts";

/** State, port and policy of the endpoint that the packet has arrived at. */
export function askEndpoint(hop: Hop, endpoint: VpcEndpoint): readonly Finding[] {
  return [
    ...refusalsOf(hop.world, endpoint),
    askState(endpoint),
    askPort(hop, endpoint),
    ...askPolicy(hop, endpoint),
  ];
}

/** An endpoint listens on its service's ports and nothing else: it does not even answer a ping. */
function askPort({ world, question, flow }: Hop, endpoint: VpcEndpoint): Finding {
  const place = at("forward", "endpoint", "vpc-endpoint", endpoint.id);
  const origin = formatOrigin(endpoint.origin);
  const name = valueOr(endpoint.serviceName, "");
  const token = world.facts.tokenOf(name);
  const ports = token === undefined ? undefined : world.facts.findService(token)?.ports;
  if (
    question.protocol !== protocolNumbers.tcp &&
    (ports !== undefined || question.protocol !== protocolNumbers.udp)
  ) {
    return drop(place, "an interface endpoint takes TCP", origin, {
      code: "PROTOCOL_RESTRICTION",
      direction: "ingress",
      message: `${endpoint.id} takes TCP only, and does not answer a ping`,
      fix: "try it with a TCP connection to the service's port",
    });
  }
  if (ports === undefined) return pass(place, `${endpoint.id} serves ${name || "its service"}`, origin);
  if (
    includes(
      ports.map((port) => [port, port] as const).toSorted((a, b) => a[0] - b[0]),
      question.port,
    )
  ) {
    return pass(place, `${endpoint.id} serves ${token} on port ${question.port}`, origin);
  }
  return drop(place, `${endpoint.id} listens on ${ports.join(", ")}`, origin, {
    code: "VPCE_PORT_NOT_SERVED",
    direction: "ingress",
    message: `${endpoint.id} does not listen on port ${formatPorts(flow.packets.dstPorts)}: ${token} is served on ${ports.join(", ")}`,
    fix: `connect to port ${ports[0] ?? 443}`,
  });
}

/** The interfaces that DNS may answer with: all of them, or those of one zone; one family. */
export function endpointEnds(
  world: World,
  endpoint: VpcEndpoint,
  family: Family,
  zone: string | undefined,
): readonly VpcEnd[] {
  const records = valueOr(endpoint.dnsRecordIpType ?? endpoint.ipAddressType, "ipv4");
  const live = liveEnds(world, endpoint, family);
  if (live === undefined && !hasFamily(valueOr(endpoint.ipAddressType, "ipv4"), family)) return [];
  if (endpoint.dnsRecordIpType?.known === true && !hasFamily(records, family)) return [];
  const ends = live ?? plannedEnds(world, endpoint, family);
  return zone === undefined ? ends : ends.filter(({ subnet }) => isIn(zone, subnet));
}

const hasFamily = (families: EndpointFamilies, family: Family): boolean =>
  families === "dualstack" || families === (family === 4 ? "ipv4" : "ipv6");

/** Undefined when the input does not show every one of its interfaces. */
function liveEnds(
  world: World,
  { networkInterfaces }: VpcEndpoint,
  family: Family,
): readonly VpcEnd[] | undefined {
  if (!networkInterfaces.known || networkInterfaces.value.length === 0) return undefined;
  const ends: VpcEnd[] = [];
  for (const id of networkInterfaces.value) {
    const row = find(world.network, "networkInterfaces", id);
    if (!row.known) return undefined;
    const end = endOfInterface(world, row.value, family);
    if (end !== undefined) ends.push(end);
  }
  return ends;
}

function isIn(zone: string, subnet: VpcEnd["subnet"]): boolean {
  return (
    subnet !== "none" &&
    (!subnet.known || !subnet.value.availabilityZone.known || subnet.value.availabilityZone.value === zone)
  );
}

/** One interface in each subnet, at an address that AWS will choose. */
function plannedEnds(world: World, endpoint: VpcEndpoint, family: Family): readonly VpcEnd[] {
  const { subnets } = endpoint;
  if (!subnets.known) return [unplacedEnd(endpoint, subnets)];
  return subnets.value.flatMap((id) => endIn(world, endpoint, id, family) ?? []);
}

function endIn(world: World, endpoint: VpcEndpoint, id: SubnetId, family: Family): VpcEnd | undefined {
  const subnet = find(world.network, "subnets", id);
  if (!subnet.known) return unplacedEnd(endpoint, subnet);
  // Endpoints of the same groups are alike there: one end serves them all.
  const groups = endpoint.groups.known ? endpoint.groups.value.join("+") : endpoint.id;
  return world.once("end of a planned endpoint", `${id} ${family} ${groups}`, () => {
    const end = endOfSubnet(world, subnet.value, family);
    if (end === undefined) return undefined;
    const label = `an interface endpoint in ${id}`;
    return { ...end, ...ownOf(endpoint), span: { ...end.span, quantifier: "one", label } };
  });
}

const ownOf = ({ groups }: VpcEndpoint) =>
  ({ groups, client: "endpoint", hasPublicIpv4: known(false) }) as const;

/** Somewhere in the VPC: whatever hangs on the subnet cannot be told. */
function unplacedEnd(endpoint: VpcEndpoint, why: Extract<VpcEnd["table"], { known: false }>): VpcEnd {
  return {
    ...ownOf(endpoint),
    component: { kind: "vpc-endpoint", id: endpoint.id },
    vpc: valueOr(endpoint.vpc, "?" as VpcEnd["vpc"]),
    subnet: why,
    table: why,
    span: { set: [[0n, (1n << 32n) - 1n]], quantifier: "one", label: endpoint.id },
    networkInterface: undefined,
  };
}
