/**
 * DHCP option sets. A Region has one of AWS's own, which every new VPC takes.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDhcpOptions.html (read 2026-11-29)
 */
import type {
  AssociateDhcpOptionsRequest,
  CreateDhcpOptionsRequest,
  CreateDhcpOptionsResult,
  DeleteDhcpOptionsRequest,
  DescribeDhcpOptionsRequest,
  DescribeDhcpOptionsResult,
  Tag,
} from "@aws-sdk/client-ec2";
import { parseAddress } from "../../../../model/address.ts";
import { Ec2Error, invalidValue } from "../../error.ts";
import type { DhcpOptionsRow } from "../../store/rows.ts";
import { describeRows } from "../ask/describe.ts";
import type { FilterTable } from "../ask/filter.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { tagsFor } from "../tag/tags.ts";

/** How many values an option takes at most, and whether they are addresses. */
const options: Readonly<Record<string, { readonly most: number; readonly isAddress: boolean }>> = {
  "domain-name-servers": { most: 4, isAddress: true },
  "domain-name": { most: 1, isAddress: false },
  "ntp-servers": { most: 8, isAddress: true },
  "netbios-name-servers": { most: 4, isAddress: true },
  "netbios-node-type": { most: 1, isAddress: false },
  "ipv6-address-preferred-lease-time": { most: 1, isAddress: false },
};

/** The domain of private names where no option says another. */
export const internalDomain = (region: string): string =>
  region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;

const ownByAws = new Map([["domain-name-servers", ["AmazonProvidedDNS"]]]);

/** AWS's own set of the Region: the oldest, as AWS never deletes it. */
export function defaultDhcpOptions(context: Context): DhcpOptionsRow {
  const [first] = context.tables.dhcpOptions.rows();
  if (first !== undefined) return first;
  return makeOptions(context, new Map([["domain-name", [internalDomain(context.region)]], ...ownByAws]), []);
}

function makeOptions(
  context: Context,
  values: ReadonlyMap<string, readonly string[]>,
  tags: Tag[],
): DhcpOptionsRow {
  const row: DhcpOptionsRow = {
    DhcpOptionsId: context.newId("dopt"),
    OwnerId: context.account,
    DhcpConfigurations: [...values].map(([Key, all]) => ({ Key, Values: all.map((Value) => ({ Value })) })),
    Tags: tags,
  };
  context.tables.dhcpOptions.set(row.DhcpOptionsId, row);
  return row;
}

export function createDhcpOptions(
  { DhcpConfigurations, TagSpecifications }: CreateDhcpOptionsRequest,
  context: Context,
): CreateDhcpOptionsResult {
  const values = new Map<string, readonly string[]>();
  for (const { Key = "", Values = [] } of DhcpConfigurations ?? []) {
    // The CLI's shorthand and some clients put several into one value.
    const all = Values.flatMap((value) => value.split(",").map((one) => one.trim()));
    checkOption(Key, all);
    values.set(Key, all);
  }
  if (values.size === 0)
    throw new Ec2Error("MissingParameter", "The request must contain the parameter dhcpConfiguration");
  return { DhcpOptions: makeOptions(context, values, tagsFor(TagSpecifications, "dhcp-options")) };
}

function checkOption(key: string, values: readonly string[]): void {
  const option = options[key];
  if (option === undefined)
    throw invalidValue(`Value (${key}) for parameter name is invalid. Unknown DHCP option`);
  const wrong = values.find((value) => !isValue(key, value, option.isAddress));
  if (values.length === 0 || values.length > option.most || wrong !== undefined)
    throw invalidValue(
      `Value (${wrong ?? values.join(",")}) for parameter value is invalid. Invalid DHCP option value.`,
    );
}

function isValue(key: string, value: string, isAddress: boolean): boolean {
  if (key === "netbios-node-type") return ["1", "2", "4", "8"].includes(value);
  if (key === "ipv6-address-preferred-lease-time") return /^\d{1,10}$/.test(value);
  if (!isAddress) return value !== "" && value.length <= 255;
  return (
    parseAddress(value) !== undefined || (key === "domain-name-servers" && value === "AmazonProvidedDNS")
  );
}

export function deleteDhcpOptions(
  { DhcpOptionsId = "" }: DeleteDhcpOptionsRequest,
  context: Context,
): undefined {
  mustFind(context, "dhcpOptions", DhcpOptionsId);
  if (context.tables.vpcs.rows().some((vpc) => vpc.DhcpOptionsId === DhcpOptionsId))
    throw new Ec2Error(
      "DependencyViolation",
      `The dhcpOptions '${DhcpOptionsId}' has dependencies and cannot be deleted.`,
    );
  context.tables.dhcpOptions.delete(DhcpOptionsId);
}

/** `default` takes a VPC back to no set at all, which the resolver of AWS serves like its own set. */
export function associateDhcpOptions(
  { DhcpOptionsId = "", VpcId = "" }: AssociateDhcpOptionsRequest,
  context: Context,
): undefined {
  const vpc = mustFind(context, "vpcs", VpcId);
  if (DhcpOptionsId !== "default") mustFind(context, "dhcpOptions", DhcpOptionsId);
  context.tables.vpcs.set(VpcId, { ...vpc, DhcpOptionsId });
}

const filters: FilterTable<DhcpOptionsRow> = {
  "dhcp-options-id": ({ DhcpOptionsId }) => DhcpOptionsId,
  key: ({ DhcpConfigurations }) => DhcpConfigurations.map(({ Key }) => Key),
  value: ({ DhcpConfigurations }) =>
    DhcpConfigurations.flatMap(({ Values }) => (Values ?? []).map(({ Value }) => Value)),
  "owner-id": ({ OwnerId }) => OwnerId,
};

export function describeDhcpOptions(
  input: DescribeDhcpOptionsRequest,
  context: Context,
): DescribeDhcpOptionsResult {
  const { rows, NextToken } = describeRows(context, "dhcpOptions", {
    asked: { ...input, ids: input.DhcpOptionsIds },
    filters,
  });
  return { DhcpOptions: [...rows], NextToken };
}
