/**
 * What a remote is, and what could take its traffic in place of the NAT.
 *
 * A specific tag comes before an AMAZON block among EC2's, that before EC2, and AMAZON alone last: EC2 and S3 overlap, and
 * EC2 alone proves no service. Whether a gateway endpoint takes an address is its prefix list's to say; the tag stands in
 * where the list is not in the input.
 */
import type { Facts } from "../../facts/index.ts";
import type { RemoteName, TrafficClass } from "../../model/traffic-answer.ts";
import type { RangeKind } from "./range.ts";

export interface RemoteContext {
  readonly facts: Facts;
  /** The NAT's; undefined where it is not known, and then nothing is of its own Region. */
  readonly region: string | undefined;
  /** Names of AWS's prefix lists that the input holds. */
  readonly listNames: ReadonlySet<string>;
}

/** `host`: the name that was asked for, if any. */
export function nameRemote(kind: RangeKind, host: string | undefined, context: RemoteContext): RemoteName {
  const { tags, region } = kind;
  if (kind.isLocal) return { class: "private", service: undefined, tags, region: undefined };
  const asked = host === undefined ? undefined : context.facts.classifyHost(host);
  if (asked?.kind === "aws" && asked.service !== undefined && asked.form !== "resource") {
    const { service } = asked;
    const where = asked.region ?? region;
    return { class: classOf(service, where, kind, context), service, tags, region: where };
  }
  const listed = listedService(kind, context);
  if (listed !== undefined)
    return { class: "gateway-endpoint", service: listed, tags, region: context.region };
  if (asked?.kind === "aws" && asked.form === "resource") {
    return { class: "ec2-hosted", service: asked.service, tags, region: asked.region ?? region };
  }
  return nameByTags(kind, asked?.kind === "internet", context);
}

/** `isForeign`: the name that was asked for is none of AWS, so that whatever has the address serves somebody else. */
function nameByTags(kind: RangeKind, isForeign: boolean, context: RemoteContext): RemoteName {
  const { tags, region, isCarveOut } = kind;
  const roles = tags.map((tag) => context.facts.remoteTag(tag));
  const service = roles.find((one) => one?.role === "service")?.service;
  const plain = { service: undefined, tags, region };
  if (service !== undefined && !isForeign) {
    return { class: classOf(service, region, kind, context), service, tags, region };
  }
  if (tags.length === 0) return { class: "internet", ...plain };
  if (roles.some((one) => one?.role === "edge")) return { class: "internet", ...plain };
  const isTenant = roles.some((one) => one?.role === "tenant");
  if (isForeign) return { class: isTenant ? "ec2-hosted" : "internet", ...plain };
  const isOther = roles.includes(undefined);
  return { class: isTenant && !isCarveOut && !isOther ? "ec2-hosted" : "aws-unnamed", ...plain };
}

/** The service whose gateway endpoint, in the NAT's Region, takes the address by a list of the input. */
function listedService({ lists }: RangeKind, { facts, region }: RemoteContext): string | undefined {
  if (region === undefined) return undefined;
  return facts.gatewayServices.find((service) => {
    const name = facts.prefixListOf(service, region, 4);
    return name !== undefined && lists.includes(name);
  });
}

function classOf(
  service: string,
  where: string | undefined,
  kind: RangeKind,
  context: RemoteContext,
): TrafficClass {
  const { facts, region } = context;
  const found = facts.findService(service);
  const isOwn = where === undefined || where === "GLOBAL" || where === region;
  if (isOwn && isOnGatewayList(service, kind, context)) return "gateway-endpoint";
  // No endpoint is known for it, or none reaches the other Region: the NAT stays for it.
  if (found === undefined || !found.types.includes("interface")) return "internet";
  if (isOwn)
    return region !== undefined && facts.serviceNameIn(service, region) === undefined
      ? "internet"
      : "interface-endpoint";
  return found.crossRegion ? "interface-endpoint" : "internet";
}

function isOnGatewayList(
  service: string,
  { tags, lists, region: own }: RangeKind,
  context: RemoteContext,
): boolean {
  const { facts, region, listNames } = context;
  const list = region === undefined ? undefined : facts.prefixListOf(service, region, 4);
  if (list === undefined) return false;
  if (listNames.has(list)) return lists.includes(list);
  return own === region && tags.some((tag) => facts.remoteTag(tag)?.service === service);
}
