/**
 * What private DNS asks of the VPC: both DNS attributes, and a resolver that knows its names.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html and AmazonDNS-concepts (read
 * 2026-11-24)
 */
import { parseAddress } from "../../model/address.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import { valueOr } from "../../model/known.ts";
import { find } from "../../model/network.ts";
import type { World } from "../../reach/index.ts";
import { noProposal } from "./proposal.ts";
import type { Proposal } from "./proposal.ts";

export function askAttributes(world: World, vpc: Vpc): Proposal {
  const { enableDnsSupport, enableDnsHostnames } = vpc;
  const isOff = [enableDnsSupport, enableDnsHostnames].some((fact) => fact.known && !fact.value);
  if (isOff) {
    const blocker = {
      code: "DNS_HOSTNAMES_DISABLED",
      component: { kind: "vpc", id: vpc.id },
      message: `private DNS needs enableDnsSupport and enableDnsHostnames of ${vpc.id}, and one of them is false`,
      fix: `set enableDnsSupport and enableDnsHostnames of ${vpc.id} to true`,
      origin: formatOrigin(vpc.origin),
    };
    return { ...noProposal, blockers: [blocker], repairs: [{ kind: "vpc-dns", vpc: vpc.id }] };
  }
  if (isImplied(world, vpc)) return noProposal;
  return {
    ...noProposal,
    unknowns: [enableDnsSupport, enableDnsHostnames].flatMap((fact) => (fact.known ? [] : [fact])),
  };
}

/** An available endpoint with private DNS could not have been made without both. */
function isImplied({ topology }: World, vpc: Vpc): boolean {
  return topology
    .endpointsOf(vpc.id)
    .some(
      ({ type, state, privateDnsEnabled }) =>
        type === "interface" && valueOr(state, "") === "available" && valueOr(privateDnsEnabled, false),
    );
}

const ownServers = new Set(["amazonprovideddns", "169.254.169.253", "fd00:ec2::253"]);

/** Servers other than the VPC's resolver answer with public addresses unless they forward to it. */
export function askServers({ network }: World, vpc: Vpc): Proposal {
  if (!vpc.dhcpOptions.known || vpc.dhcpOptions.value === "default") return noProposal;
  const options = find(network, "dhcpOptions", vpc.dhcpOptions.value);
  if (!options.known || !options.value.domainNameServers.known) return noProposal;
  const primary = valueOr(vpc.cidrs, []).find(({ primary, cidr }) => primary && cidr.family === 4);
  const foreign = options.value.domainNameServers.value.filter(
    (server) =>
      !ownServers.has(server.toLowerCase()) &&
      (primary === undefined || parseAddress(server) !== primary.cidr.first + 2n),
  );
  if (foreign.length === 0) return noProposal;
  const blocker = {
    code: "DNS_CUSTOM_SERVERS",
    component: { kind: "dhcp-options", id: options.value.id },
    message: `clients in ${vpc.id} ask ${foreign.join(", ")}: private names of endpoints resolve only if these forward them to the VPC's resolver`,
    fix: `set domain-name-servers of ${options.value.id} to AmazonProvidedDNS, or forward the service names to the VPC's resolver`,
    origin: formatOrigin(options.value.origin),
  };
  return { ...noProposal, blockers: [blocker] };
}
