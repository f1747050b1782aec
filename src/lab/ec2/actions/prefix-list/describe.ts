/** Prefix lists with and without their entries: three calls tell of them. */
import type {
  DescribeManagedPrefixListsRequest,
  DescribeManagedPrefixListsResult,
  DescribePrefixListsRequest,
  DescribePrefixListsResult,
  GetManagedPrefixListAssociationsRequest,
  GetManagedPrefixListAssociationsResult,
  GetManagedPrefixListEntriesRequest,
  GetManagedPrefixListEntriesResult,
} from "@aws-sdk/client-ec2";
import { Ec2Error } from "../../error.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable } from "../ask/filter.ts";
import { pageOf } from "../ask/page.ts";
import type { Context } from "../context.ts";
import { allLists, awsLists, mustPrefixList } from "./find.ts";
import type { FoundList } from "./find.ts";
import { usersOf } from "./users.ts";

const idOf = ({ PrefixListId }: FoundList) => PrefixListId;

const filters: FilterTable<FoundList> = {
  "owner-id": ({ OwnerId }) => OwnerId,
  "prefix-list-id": idOf,
  "prefix-list-name": ({ PrefixListName }) => PrefixListName,
};

export function describeManagedPrefixLists(
  input: DescribeManagedPrefixListsRequest,
  context: Context,
): DescribeManagedPrefixListsResult {
  const ids = input.PrefixListIds ?? [];
  const lists = ids.length > 0 ? ids.map((id) => mustPrefixList(context, id)) : allLists(context);
  const { rows, NextToken } = pageOf(filterRows(lists, input.Filters, filters), input, {
    idOf,
    least: 1,
    most: 100,
  });
  return { PrefixLists: [...rows], NextToken };
}

/** AWS's own lists alone, with their blocks. */
export function describePrefixLists(
  input: DescribePrefixListsRequest,
  context: Context,
): DescribePrefixListsResult {
  const ids = input.PrefixListIds ?? [];
  const lists = ids.length > 0 ? ids.map((id) => mustPrefixList(context, id)) : awsLists(context);
  const { rows, NextToken } = pageOf(filterRows(lists, input.Filters, filters), input, { idOf });
  return {
    PrefixLists: rows.map(({ PrefixListId, PrefixListName, entries }) => ({
      PrefixListId,
      PrefixListName,
      Cidrs: entries().map(({ Cidr = "" }) => Cidr),
    })),
    NextToken,
  };
}

export function getManagedPrefixListEntries(
  input: GetManagedPrefixListEntriesRequest,
  context: Context,
): GetManagedPrefixListEntriesResult {
  const list = mustPrefixList(context, input.PrefixListId ?? "");
  const versions = context.tables.prefixLists.get(list.PrefixListId)?.versions;
  const { TargetVersion } = input;
  const entries = TargetVersion === undefined ? list.entries() : versions?.[TargetVersion - 1];
  if (entries === undefined)
    throw new Ec2Error(
      "InvalidPrefixListVersion",
      `The prefix list ${list.PrefixListId} has no version ${TargetVersion}`,
    );
  const { rows, NextToken } = pageOf(entries, input, {
    idOf: ({ Cidr }) => Cidr ?? "",
    least: 1,
    most: 100,
  });
  return { Entries: [...rows], NextToken };
}

export function getManagedPrefixListAssociations(
  input: GetManagedPrefixListAssociationsRequest,
  context: Context,
): GetManagedPrefixListAssociationsResult {
  const { PrefixListId } = mustPrefixList(context, input.PrefixListId ?? "");
  const { rows, NextToken } = pageOf(usersOf(context, PrefixListId), input, { idOf: (id) => id });
  return {
    PrefixListAssociations: rows.map((id) => ({ ResourceId: id, ResourceOwner: context.account })),
    NextToken,
  };
}
