/**
 * Routes to a VPC endpoint: a gateway endpoint takes what its service's prefix list holds.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html and vpc-endpoints-s3 (read 2026-11-24)
 */
import { formatOrigin } from "../../model/entity/entity.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import { find } from "../../model/network.ts";
import { protocolNumbers } from "../../model/traffic.ts";
import { askPolicy } from "../endpoint/policy.ts";
import { refusalsOf } from "../endpoint/refusal.ts";
import { askState } from "../endpoint/state.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { isEcho } from "../flow.ts";
import { at } from "../hop.ts";
import type { Hop, Way } from "../hop.ts";
import { inSeries, withVia } from "../outcome.ts";

export const byVpcEndpoint: Way = (hop, { id }) => {
  const via = { kind: "gateway-endpoint", id } as const;
  const endpoint = find(hop.world.network, "vpcEndpoints", id);
  const place = at("forward", "endpoint", "vpc-endpoint", id);
  if (!endpoint.known)
    return withVia(inSeries([cannotTell(place, `the route leads to ${id}`, [endpoint])]), via);
  if (endpoint.value.type !== "gateway") return inSeries([throughInspection(endpoint.value)]);
  return withVia(
    inSeries([
      ...refusalsOf(hop.world, endpoint.value),
      askState(endpoint.value),
      ...askPacket(hop, endpoint.value),
      ...askNames(hop, endpoint.value),
      ...askPolicy(hop, endpoint.value),
    ]),
    via,
  );
};

function throughInspection({ id, type, origin }: VpcEndpoint): Finding {
  const place = at("forward", "endpoint", "vpc-endpoint", id);
  const missing = {
    fact: `what stands behind ${id} (${type})`,
    settledBy: "denat does not model appliances: try the connection",
  };
  return cannotTell(place, `${id} is an endpoint of type ${type}`, [missing], formatOrigin(origin));
}

function askPacket({ flow, sender, at: here }: Hop, { id, origin }: VpcEndpoint): readonly Finding[] {
  const place = at("forward", "endpoint", "vpc-endpoint", id);
  const where = formatOrigin(origin);
  const findings: Finding[] = [];
  if (flow.protocol !== protocolNumbers.tcp && !isEcho(flow)) {
    findings.push(
      drop(place, "a gateway endpoint passes TCP and ICMP echo", where, {
        code: "VPCE_GATEWAY_PROTOCOL_RESTRICTION",
        direction: "egress",
        message: `${id} passes only TCP and ICMP echo`,
        fix: "reach the service over TCP",
      }),
    );
  }
  if (sender.vpc !== here.vpc) {
    findings.push(
      drop(place, `a gateway endpoint serves ${here.vpc} alone`, where, {
        code: "VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION",
        direction: "egress",
        message: `${id} passes only packets from addresses of ${here.vpc}, and ${flow.from} is none`,
        fix: "add an endpoint to the client's own VPC",
      }),
    );
  }
  return findings;
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html asks for both DNS attributes (read 2026-11-24) */
function askNames({ world, at: here }: Hop, { id, origin }: VpcEndpoint): readonly Finding[] {
  const vpc = world.network.vpcs.get(here.vpc);
  if (vpc === undefined || (vpc.enableDnsHostnames.known && vpc.enableDnsHostnames.value)) return [];
  if (!vpc.enableDnsHostnames.known) {
    const { settledBy } = vpc.enableDnsHostnames;
    const assumed = { fact: `enableDnsHostnames of ${vpc.id} is true`, settledBy };
    const where = at("forward", "endpoint", "vpc-endpoint", id);
    return [pass(where, "enableDnsHostnames is assumed to be true", formatOrigin(origin), [assumed])];
  }
  const missing = {
    fact: `whether ${id} serves ${vpc.id} although its enableDnsHostnames is false: AWS requires both DNS attributes`,
    settledBy: `set enableDnsHostnames of ${vpc.id} to true`,
  };
  const place = at("forward", "endpoint", "vpc-endpoint", id);
  return [cannotTell(place, "enableDnsHostnames is false", [missing], formatOrigin(origin))];
}
