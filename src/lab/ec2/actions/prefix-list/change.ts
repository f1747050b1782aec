/** Prefix lists of the customer: each change of entries is a new version, and the old ones stay. */
import type {
  AddPrefixListEntry,
  CreateManagedPrefixListRequest,
  CreateManagedPrefixListResult,
  DeleteManagedPrefixListRequest,
  DeleteManagedPrefixListResult,
  ModifyManagedPrefixListRequest,
  ModifyManagedPrefixListResult,
  PrefixListEntry,
  PrefixListState,
  RestoreManagedPrefixListVersionRequest,
  RestoreManagedPrefixListVersionResult,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidValue } from "../../error.ts";
import type { PrefixListRow } from "../../store/rows.ts";
import { arnOf } from "../context.ts";
import type { Context } from "../context.ts";
import { tagsFor } from "../tag/tags.ts";
import { mustBlock } from "../vpc/block.ts";
import { mustPrefixList } from "./find.ts";
import { usersOf } from "./users.ts";

const most = 1000;

export function createManagedPrefixList(
  input: CreateManagedPrefixListRequest,
  context: Context,
): CreateManagedPrefixListResult {
  const { PrefixListName = "", MaxEntries = 0, AddressFamily = "" } = input;
  checkName(PrefixListName);
  checkMax(MaxEntries);
  if (AddressFamily !== "IPv4" && AddressFamily !== "IPv6")
    throw invalidValue(
      `Value (${AddressFamily}) for parameter addressFamily is invalid. It must be IPv4 or IPv6`,
    );
  const id = context.newId("pl");
  const entries = withEntries([], input.Entries ?? [], AddressFamily);
  checkCount(entries, MaxEntries);
  const row: PrefixListRow = {
    PrefixListId: id,
    PrefixListArn: arnOf(context, `prefix-list/${id}`),
    PrefixListName,
    AddressFamily,
    MaxEntries,
    State: "create-complete",
    Version: 1,
    OwnerId: context.account,
    Tags: tagsFor(input.TagSpecifications, "prefix-list"),
    versions: [entries],
  };
  context.tables.prefixLists.set(id, row);
  return { PrefixList: inState(row, "create-in-progress") };
}

const inState = (row: PrefixListRow, State: PrefixListState): PrefixListRow => ({ ...row, State });

function checkName(name: string): void {
  if (name === "" || name.length > 255 || name.startsWith("com.amazonaws"))
    throw invalidValue(`Value (${name}) for parameter prefixListName is invalid.`);
}

function checkMax(count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > most)
    throw invalidValue(`Value (${count}) for parameter maxEntries is invalid. It must be from 1 to ${most}`);
}

function checkCount(entries: readonly PrefixListEntry[], max: number): void {
  if (entries.length > max)
    throw new Ec2Error(
      "PrefixListMaxEntriesExceeded",
      `You've reached the maximum number of entries for the prefix list (${max}).`,
    );
}

function withEntries(
  before: readonly PrefixListEntry[],
  added: readonly AddPrefixListEntry[],
  family: string,
): PrefixListEntry[] {
  const byCidr = new Map(before.map((entry) => [entry.Cidr, entry]));
  const seen = new Set<string>();
  for (const { Cidr = "", Description } of added) {
    const { text } = mustBlock(Cidr, "cidr", family === "IPv4" ? 4 : 6);
    if (seen.has(text)) throw invalidValue(`The CIDR ${text} is specified more than once`);
    seen.add(text);
    byCidr.set(text, { Cidr: text, ...(Description === undefined ? {} : { Description }) });
  }
  return [...byCidr.values()];
}

/** AWS's lists cannot be changed. */
function mustOwn(context: Context, id: string): PrefixListRow {
  const { PrefixListId } = mustPrefixList(context, id);
  const row = context.tables.prefixLists.get(PrefixListId);
  if (row !== undefined) return row;
  throw new Ec2Error(
    "OperationNotPermitted",
    `The prefix list ${id} is managed by AWS and cannot be changed`,
  );
}

function checkVersion(row: PrefixListRow, current: number | undefined): void {
  if (current !== row.Version)
    throw new Ec2Error(
      "PrefixListVersionMismatch",
      `The prefix list has the incorrect version number. The current version is ${row.Version}`,
    );
}

export function modifyManagedPrefixList(
  input: ModifyManagedPrefixListRequest,
  context: Context,
): ModifyManagedPrefixListResult {
  const row = mustOwn(context, input.PrefixListId ?? "");
  const { AddEntries = [], RemoveEntries = [], MaxEntries = row.MaxEntries } = input;
  const { PrefixListName = row.PrefixListName } = input;
  if (input.PrefixListName !== undefined) checkName(PrefixListName);
  checkMax(MaxEntries);
  const changesEntries = AddEntries.length + RemoveEntries.length > 0;
  if (changesEntries) checkVersion(row, input.CurrentVersion);
  const before = row.versions.at(-1) ?? [];
  const removed = new Set(RemoveEntries.map(({ Cidr }) => Cidr));
  const absent = [...removed].find((cidr) => !before.some((entry) => entry.Cidr === cidr));
  if (absent !== undefined) throw invalidValue(`The prefix list has no entry ${absent}`);
  const entries = changesEntries
    ? withEntries(
        before.filter(({ Cidr }) => !removed.has(Cidr)),
        AddEntries,
        row.AddressFamily,
      )
    : before;
  checkCount(entries, MaxEntries);
  const changed: PrefixListRow = {
    ...row,
    PrefixListName,
    MaxEntries,
    State: "modify-complete",
    ...(changesEntries ? { Version: row.Version + 1, versions: [...row.versions, entries] } : {}),
  };
  context.tables.prefixLists.set(row.PrefixListId, changed);
  return { PrefixList: inState(changed, "modify-in-progress") };
}

export function restoreManagedPrefixListVersion(
  { PrefixListId = "", PreviousVersion = 0, CurrentVersion }: RestoreManagedPrefixListVersionRequest,
  context: Context,
): RestoreManagedPrefixListVersionResult {
  const row = mustOwn(context, PrefixListId);
  checkVersion(row, CurrentVersion);
  const entries = row.versions[PreviousVersion - 1];
  if (entries === undefined)
    throw new Ec2Error(
      "InvalidPrefixListVersion",
      `The prefix list ${PrefixListId} has no version ${PreviousVersion}`,
    );
  const restored: PrefixListRow = {
    ...row,
    State: "restore-complete",
    Version: row.Version + 1,
    versions: [...row.versions, entries],
  };
  context.tables.prefixLists.set(PrefixListId, restored);
  return { PrefixList: inState(restored, "restore-in-progress") };
}

/** AWS takes the request, and fails afterwards where the list is still in use. */
export function deleteManagedPrefixList(
  { PrefixListId = "" }: DeleteManagedPrefixListRequest,
  context: Context,
): DeleteManagedPrefixListResult {
  const row = mustOwn(context, PrefixListId);
  const [user] = usersOf(context, PrefixListId);
  if (user === undefined) context.tables.prefixLists.delete(PrefixListId);
  else
    context.tables.prefixLists.set(PrefixListId, {
      ...inState(row, "delete-failed"),
      StateMessage: `The prefix list is in use by ${user}`,
    });
  return { PrefixList: inState(row, "delete-in-progress") };
}
