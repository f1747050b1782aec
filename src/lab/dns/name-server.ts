/**
 * Which DNS servers a VPC has, and which of them its clients are told to ask.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html and DHCPOptionSetConcepts
 */
import { mustAddress, parseAddress } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import type { VpcId } from "../../model/entity/entity.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";

const linkLocal = [mustAddress("169.254.169.253"), mustAddress("fd00:ec2::253")] as const;

/** The addresses of AmazonProvidedDNS: the base of the primary block plus two, and the same in every VPC. */
export function resolverAddresses(vpc: Vpc): readonly Address[] {
  const primary = valueOr(vpc.cidrs, []).find(({ primary, cidr }) => primary && cidr.family === 4);
  return primary === undefined ? linkLocal : [(primary.cidr.first + 2n) as Address, ...linkLocal];
}

/**
 * What DHCP hands to the clients of a VPC, in order; none where the option set names no server. A server of the user's own
 * is named as it is, whether or not anybody answers there.
 */
export function nameServersOf(network: Network, id: VpcId): readonly Address[] {
  const vpc = network.vpcs.get(id);
  if (vpc === undefined) return [];
  const [provided = linkLocal[0]] = resolverAddresses(vpc);
  const options = valueOr(vpc.dhcpOptions, "default");
  if (options === "default") return [provided];
  const set = network.dhcpOptions.get(options);
  const servers = set === undefined ? ["AmazonProvidedDNS"] : valueOr(set.domainNameServers, []);
  return servers.flatMap((server) =>
    server.trim().toLowerCase() === "amazonprovideddns" ? [provided] : (parseAddress(server.trim()) ?? []),
  );
}
