/**
 * Who answers the client's DNS queries: the VPC resolver, nobody, or servers whose forwarding we cannot see.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html and DHCPOptionSetConcepts (read 2026-11-24)
 */
import { familyShapes, parseAddress } from "../../model/address.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import { valueOr } from "../../model/known.ts";
import { find } from "../../model/network.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { World } from "../world.ts";

export type Resolver =
  /** The VPC resolver answers; zones and endpoints of the VPC decide. */
  | { readonly kind: "vpc"; readonly findings: readonly Finding[] }
  /** Some other server answers; it may or may not forward to the VPC resolver. */
  | { readonly kind: "custom"; readonly findings: readonly Finding[] }
  | { readonly kind: "none"; readonly findings: readonly Finding[] };

const linkLocalServers = ["amazonprovideddns", "169.254.169.253", "fd00:ec2::253"];

export function findResolver({ network }: World, vpc: Vpc): Resolver {
  const at = {
    leg: "forward",
    stage: "dns",
    component: { kind: "dhcp-options", id: valueOr(vpc.dhcpOptions, "?") },
  } as const;
  if (!vpc.dhcpOptions.known)
    return {
      kind: "custom",
      findings: [cannotTell(at, "the DHCP options are not known", [vpc.dhcpOptions])],
    };
  if (vpc.dhcpOptions.value === "default") return vpcResolver(vpc, at);
  const options = find(network, "dhcpOptions", vpc.dhcpOptions.value);
  const servers = options.known ? options.value.domainNameServers : options;
  if (!servers.known)
    return { kind: "custom", findings: [cannotTell(at, "the DNS servers are not known", [servers])] };
  const origin = options.known ? formatOrigin(options.value.origin) : "";
  if (servers.value.length === 0) {
    return {
      kind: "none",
      findings: [drop(at, "the option set names no DNS server", origin, noServer(vpc))],
    };
  }
  const own = servers.value.filter((server) => isVpcResolver(server, vpc));
  if (own.length === servers.value.length) return vpcResolver(vpc, at, origin);
  const list = servers.value.join(", ");
  const missing = {
    fact: `how the DNS servers ${list} of ${vpc.id} answer (they would have to forward amazonaws.com to the VPC resolver)`,
    settledBy: `dig +short NAME @${servers.value.find((server) => !own.includes(server)) ?? list}, from inside ${vpc.id}`,
  };
  return { kind: "custom", findings: [cannotTell(at, `domain-name-servers: ${list}`, [missing], origin)] };
}

function vpcResolver(vpc: Vpc, at: Parameters<typeof pass>[0], origin = formatOrigin(vpc.origin)): Resolver {
  const place = { ...at, component: { kind: "vpc", id: vpc.id } };
  if (!vpc.enableDnsSupport.known) {
    // The documented default, which few estates change.
    const assumed = {
      fact: `enableDnsSupport of ${vpc.id} is true`,
      settledBy: vpc.enableDnsSupport.settledBy,
    };
    return { kind: "vpc", findings: [pass(place, "AmazonProvidedDNS", origin, [assumed])] };
  }
  if (vpc.enableDnsSupport.value)
    return { kind: "vpc", findings: [pass(place, "AmazonProvidedDNS, enableDnsSupport true", origin)] };
  const blocker = {
    code: "DNS_SUPPORT_DISABLED",
    direction: "egress",
    message: `enableDnsSupport of ${vpc.id} is false: the VPC resolver does not answer`,
    fix: `set enableDnsSupport (and enableDnsHostnames) of ${vpc.id} to true`,
  } as const;
  return {
    kind: "none",
    findings: [drop(place, "enableDnsSupport false", formatOrigin(vpc.origin), blocker)],
  };
}

const noServer = (vpc: Vpc) =>
  ({
    code: "DNS_NO_RESOLVER",
    direction: "egress",
    message: `the DHCP options of ${vpc.id} hand out no DNS server`,
    fix: `set domain-name-servers to AmazonProvidedDNS in the DHCP options of ${vpc.id}`,
  }) as const;

/** The base of the primary IPv4 block plus two, or one of the link-local names of the same resolver. */
function isVpcResolver(server: string, vpc: Vpc): boolean {
  if (linkLocalServers.includes(server.trim().toLowerCase())) return true;
  const address = parseAddress(server.trim());
  const primary = valueOr(vpc.cidrs, []).find(({ primary, cidr }) => primary && cidr.family === 4);
  return address !== undefined && primary !== undefined && address === primary.cidr.first + 2n;
}

/** The NAT64 prefix, where DNS64 puts the IPv4 addresses of names without AAAA records. */
export const nat64Origin = familyShapes[6].origin + (0x64ff9bn << 96n);
export const nat64Last = nat64Origin + (1n << 32n) - 1n;
