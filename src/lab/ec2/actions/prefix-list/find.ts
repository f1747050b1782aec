/** Prefix lists: the customer's own, and AWS's of the Region, whose blocks stand in the facts. */
import { createHash } from "node:crypto";
import type { ManagedPrefixList, PrefixListEntry } from "@aws-sdk/client-ec2";
import type { Facts } from "../../../../facts/index.ts";
import { onceEach } from "../../../../facts/once.ts";
import { Ec2Error } from "../../error.ts";
import type { Context } from "../context.ts";

export interface FoundList extends ManagedPrefixList {
  readonly PrefixListId: string;
  readonly PrefixListName: string;
  readonly OwnerId: string;
  /** The entries of the newest version; those of AWS's lists are read when asked for. */
  readonly entries: () => readonly PrefixListEntry[];
}

/** Lists beside those of the gateway endpoints, where the facts have blocks for them. */
const others = [
  "com.amazonaws.REGION.ipv6.s3",
  "com.amazonaws.REGION.ec2-instance-connect",
  "com.amazonaws.REGION.ipv6.ec2-instance-connect",
  "com.amazonaws.REGION.route53-healthchecks",
  "com.amazonaws.REGION.ipv6.route53-healthchecks",
  "com.amazonaws.global.cloudfront.origin-facing",
];

const listsOf = new WeakMap<Facts, (region: string) => readonly FoundList[]>();

/** AWS's lists of a Region. */
export function awsLists({ facts, region }: Pick<Context, "facts" | "region">): readonly FoundList[] {
  const ofRegion = listsOf.get(facts) ?? onceEach((name: string) => makeLists(facts, name));
  listsOf.set(facts, ofRegion);
  return ofRegion(region);
}

function makeLists(facts: Facts, region: string): readonly FoundList[] {
  const names = [
    ...facts.gatewayServices.flatMap((service) => facts.prefixListOf(service, region, 4) ?? []),
    ...others.map((name) => name.replace("REGION", region)),
  ];
  const partition = facts.regionNamed(region).partition.name;
  return names.map((name) => {
    const id = awsListId(facts, name);
    return {
      PrefixListId: id,
      PrefixListName: name,
      AddressFamily: name.includes(".ipv6.") ? "IPv6" : "IPv4",
      State: "create-complete",
      PrefixListArn: `arn:${partition}:ec2:${region}:aws:prefix-list/${id}`,
      OwnerId: "AWS",
      Tags: [],
      entries: () => (facts.findPrefixList(name)?.entries ?? []).map(({ text }) => ({ Cidr: text })),
    };
  });
}

/** The id of AWS's list of this name. */
export const awsListId = (facts: Facts, name: string): string =>
  facts.realPrefixListId(name) ?? likeRealId(name);

/** In the form of AWS's own ids, eight digits, and the same for a name whenever it is asked: where none is recorded. */
const likeRealId = (name: string) => `pl-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;

export function allLists(context: Context): readonly FoundList[] {
  const own = context.tables.prefixLists
    .rows()
    .map((row) => ({ ...row, entries: () => row.versions.at(-1) ?? [] }));
  return [...awsLists(context), ...own];
}

export function mustPrefixList(context: Context, id: string): FoundList {
  const found = allLists(context).find(({ PrefixListId }) => PrefixListId === id);
  if (found !== undefined) return found;
  if (!id.startsWith("pl-"))
    throw new Ec2Error("InvalidPrefixListID.Malformed", `Invalid id: "${id}" (expecting "pl-...")`);
  throw new Ec2Error("InvalidPrefixListID.NotFound", `The prefix list ID '${id}' does not exist`);
}
