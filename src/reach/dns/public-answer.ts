/** The public answer to a name: addresses of an AWS service, or any address of the internet. */
import { familyOf } from "../../model/address.ts";
import type { Family } from "../../model/address.ts";
import { isEmpty, subtract, toAddressSet, toSet, union } from "../../model/interval-set.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import type { AwsHost } from "../../facts/host/index.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import { valueOr } from "../../model/known.ts";
import { regionOf } from "../../model/network.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import type { Span } from "../flow.ts";
import { at } from "../hop.ts";
import { expandPrefixList } from "../prefix-list.ts";
import { listIdOf } from "../gateway-route.ts";
import { gatewayRecords } from "./gateway-record.ts";
import type { World } from "../world.ts";
import type { Query, Resolution } from "./resolution.ts";
import { nat64Origin } from "./resolver.ts";

const place = at("forward", "dns", "dns", "public");

export function publicAnswer(world: World, query: Query, assumed: Finding["assumed"]): readonly Resolution[] {
  const { host, family } = query;
  const name = world.facts.classifyHost(host);
  if (name.kind === "aws" && name.form === "resource") return [ofSomebody(query)];
  const records = gatewayRecords(world, query) ?? (hasIpv6(world, host) ? [4, 6] : [4]);
  if (records.includes(family)) {
    const span = publicSpan(world, query);
    const text = `${host} resolves to public addresses (${span.label})`;
    const supposed = [...assumed, ...supposedRegion(world, query)];
    return [{ findings: [pass(place, text, "", supposed)], target: { kind: "public", span } }];
  }
  if (family === 4) return [{ findings: [noA(host)], target: { kind: "nothing" } }];
  if (!query.dns64 || !records.includes(4))
    return [{ findings: [noAaaa(host)], target: { kind: "nothing" } }];
  const direct = publicSpan(world, { ...query, family: 4 });
  const span = world.once("span behind NAT64", direct, () => behindNat64(direct));
  const text = `DNS64 answers ${host} with ${span.label}`;
  return [{ findings: [pass(place, text, "", assumed)], target: { kind: "public", span } }];
}

/** A bucket under the global name of S3 is in whatever Region it was made in, which its name does not tell. */
function supposedRegion({ facts, network }: World, { host, vpc }: Query): Finding["assumed"] {
  const name = facts.classifyHost(host);
  if (name.kind !== "aws" || name.bucket === undefined || name.region !== undefined) return [];
  const settledBy = `aws s3api get-bucket-location --bucket ${name.bucket}`;
  return [{ fact: `bucket ${name.bucket} is in ${regionOf(network, vpc)}`, settledBy }];
}

/** A database, a load balancer, a file system: its name may answer with private addresses that no input tells. */
function ofSomebody({ host, vpc }: Query): Resolution {
  const fact = { fact: `the addresses of ${host}`, settledBy: `dig +short ${host}, from inside ${vpc.id}` };
  return { findings: [cannotTell(place, `${host} names a resource`, [fact])], target: { kind: "nothing" } };
}

/** IPv4 addresses as DNS64 writes them. */
function behindNat64({ set, quantifier, label }: Span): Span {
  return {
    set: set.map(([first, last]) => [nat64Origin + first, nat64Origin + last] as const),
    quantifier,
    label: `${label} behind 64:ff9b::/96`,
  };
}

/** Names of the classic form have only A records; dual-stack names have both, and hosts outside AWS unless it is known. */
function hasIpv6(world: World, host: string): boolean {
  const name = world.facts.classifyHost(host);
  if (name.kind === "internet") return world.facts.outsideHost(host, "").hasIpv6 !== false;
  return name.form === "dualstack" || name.form === "fips-dualstack";
}

/**
 * A service with a prefix list answers from the list's addresses; any other from somewhere in AWS's ranges; a host
 * outside AWS from anywhere. Services that answer from the same addresses share one span.
 */
function publicSpan(world: World, query: Query): Span {
  const { vpc, host, family } = query;
  const name = world.facts.classifyHost(host);
  if (name.kind === "internet" || name.service === undefined) {
    const set = world.once("public addresses", `${vpc.id} ${family}`, () =>
      hostAddresses(world, vpc, family),
    );
    return { set, quantifier: "one", label: host };
  }
  const { service } = name;
  const region = name.region ?? regionOfName(world, vpc, name);
  return world.once("public addresses of a service", `${service} ${region} ${family}`, () => {
    const listed = listedAddresses(world, service, region);
    if (listed === undefined) return spanOfAws(world, { service, region, family });
    const set = ofFamily(listed, family);
    const label = `${service} in ${region}`;
    return isEmpty(set) ? anywhere(world, family, label) : { set, quantifier: "every", label };
  });
}

/**
 * A global name without a bucket is that of the partition's first Region, whoever asks; a bucket is supposed to be near.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html#deprecated-global-endpoint (read 2026-11-29)
 */
function regionOfName({ facts, network }: World, vpc: Vpc, { form, bucket }: AwsHost): string {
  const own = regionOf(network, vpc);
  return form === "global" && bucket === undefined ? facts.regionNamed(own).partition.globalRegion : own;
}

/** A host outside AWS is anywhere but in the VPC's own blocks and in what prefix lists hold. */
function hostAddresses(world: World, vpc: Vpc, family: Family): AddressSet {
  const own = toAddressSet(valueOr(vpc.cidrs, []).map(({ cidr }) => cidr));
  const elsewhere = union(own, listedElsewhere(world, regionOf(world.network, vpc)));
  return ofFamily(subtract(world.facts.publicAddresses, elsewhere), family);
}

interface Whose {
  readonly service: string;
  readonly region: string;
  readonly family: Family;
}

/** One address of a wide range, and it is not known which. */
function spanOfAws(world: World, { service, region, family }: Whose): Span {
  const { set } = world.facts.publicAddressesOf(service, region);
  return world.once("public endpoints of AWS", `${world.numberOf(set)} ${region} ${family}`, () => {
    const own = ofFamily(subtract(set, listedElsewhere(world, region)), family);
    const label = "public endpoints of AWS";
    return isEmpty(own) ? anywhere(world, family, label) : { set: own, quantifier: "one", label };
  });
}

/** Where no range is published. */
function anywhere({ facts }: World, family: Family, label: string): Span {
  return { set: ofFamily(facts.publicAddresses, family), quantifier: "one", label };
}

/** What a prefix list holds is its own service's, and nobody else answers from there. */
function listedElsewhere(world: World, region: string): AddressSet {
  return world.once("addresses of prefix lists", region, () =>
    toSet(world.facts.gatewayServices.flatMap((service) => listedAddresses(world, service, region) ?? [])),
  );
}

function listedAddresses(world: World, service: string, region: string): AddressSet | undefined {
  const sets = ([4, 6] as const).flatMap((family) => {
    const name = world.facts.prefixListOf(service, region, family);
    const list = name === undefined ? undefined : expandPrefixList(world, listIdOf(world, name));
    return list?.known === true ? [list.value.set] : [];
  });
  return sets.length === 0 ? undefined : toSet(sets.flat());
}

const ofFamily = (set: AddressSet, family: Family): AddressSet =>
  set.filter(([first]) => familyOf(first) === family);

function noA(host: string): Finding {
  return drop(place, `${host} has no A record here: a gateway endpoint of the VPC has IPv6 records`, "", {
    code: "DNS_NO_IPV4_ANSWER",
    direction: "egress",
    message: `a gateway endpoint's DNS record type leaves ${host} only IPv6 addresses`,
    fix: "set the DNS record type of the gateway endpoint to dualstack or service-defined",
  });
}

function noAaaa(host: string): Finding {
  return drop(place, `${host} has no AAAA record and the subnet has no DNS64`, "", {
    code: "DNS_NO_IPV6_ANSWER",
    direction: "egress",
    message: `${host} has only IPv4 addresses and the client only IPv6`,
    fix: "use the service's dual-stack name, enable DNS64 on the subnet, or add an interface endpoint of address type dualstack",
  });
}
