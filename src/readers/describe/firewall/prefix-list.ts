/**
 * Prefix lists. `describe-prefix-lists` gives AWS's own with their blocks, `describe-managed-prefix-lists` all of them
 * without, under the same key; the blocks of one list are `get-managed-prefix-list-entries`.
 */
import type { Cidr } from "../../../model/address.ts";
import { parseId } from "../../../model/entity/entity.ts";
import type { PrefixListId } from "../../../model/entity/entity.ts";
import type { PrefixList } from "../../../model/entity/firewall.ts";
import { isBroken, oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import {
  findText,
  findTexts,
  knownOr,
  mustCidrAt,
  mustIdAt,
  mustRows,
  mustText,
  toCidrOf,
} from "../answer/fields.ts";
import { mustSubject } from "../subject.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

export const prefixLists: TableReader<"prefixLists"> = {
  table: "prefixLists",
  needs: [need("ec2 describe-managed-prefix-lists", "PrefixLists")],
  read: (collected) => {
    const listed = parseRows(collected, "PrefixLists", (row) => toPrefixList(row, collected));
    const ids = new Set<string>(listed.map(({ id }) => id));
    const unlisted = [...entriesOf(collected)].flatMap(([id, { row }]) =>
      ids.has(id) ? [] : [toUnlisted(parseId<PrefixListId>(id), row, collected)],
    );
    return [...listed, ...unlisted];
  },
};

function toPrefixList({ fields, origin }: Row, collected: Collected): PrefixList {
  const id = mustIdAt<PrefixListId>(fields, "PrefixListId");
  const listName = findText(fields, "PrefixListName") ?? id;
  return {
    id,
    aliases: listName === id ? [] : [listName],
    scope: collected.scope.id,
    origin,
    listName,
    owner:
      (findText(fields, "OwnerId") ?? "AWS") === "AWS" && listName.startsWith("com.amazonaws.")
        ? "aws"
        : "customer",
    entries: entriesFact(id, collected),
  };
}

/** A list that only its entries tell of. */
function toUnlisted(id: PrefixListId, { origin }: Row, collected: Collected): PrefixList {
  const owner = "customer";
  return {
    id,
    aliases: [],
    scope: collected.scope.id,
    origin,
    listName: id,
    owner,
    entries: entriesFact(id, collected),
  };
}

function entriesFact(id: string, collected: Collected): PrefixList["entries"] {
  const entries = entriesOf(collected).get(id);
  // A page that could not be read may have been one of any list.
  const told =
    entries?.isComplete === true && !isBroken(collected, "PrefixListEntries") ? entries.cidrs : undefined;
  return knownOr(
    told ?? cidrsOf(collected).get(id),
    `entries of prefix list ${id}`,
    `aws ec2 get-managed-prefix-list-entries --prefix-list-id ${id}`,
  );
}

/** The blocks that `describe-prefix-lists` gives beside the name. */
const cidrsOf = oncePerScope(
  (collected): ReadonlyMap<string, readonly Cidr[]> =>
    new Map(
      parseRows(collected, "PrefixLists", ({ fields }) => ({
        id: mustText(fields, "PrefixListId"),
        cidrs: findTexts(fields, "Cidrs")?.map((text) => toCidrOf(text, "Cidrs")),
      })).flatMap(({ id, cidrs }) => (cidrs === undefined ? [] : [[id, cidrs] as const])),
    ),
);

interface Entries {
  readonly row: Row;
  readonly cidrs: readonly Cidr[];
  /** Whether the last page is among those read. */
  readonly isComplete: boolean;
}

/** Pages of one list are added up. */
const entriesOf = oncePerScope((collected): ReadonlyMap<string, Entries> => {
  const pages = parseRows(collected, "PrefixListEntries", (row) => {
    const named = findText(row.fields, "PrefixListId");
    const id = named ?? mustSubject(row.path, /\bpl-[0-9a-f]+/g, "prefix list");
    return { id, row, cidrs: mustRows(row.fields, "Entries").map((entry) => mustCidrAt(entry, "Cidr")) };
  });
  const byId = new Map<string, Entries>();
  for (const { id, row, cidrs } of pages) {
    const earlier = byId.get(id);
    byId.set(id, {
      row,
      cidrs: [...(earlier?.cidrs ?? []), ...cidrs],
      isComplete: earlier?.isComplete === true || !row.truncated,
    });
  }
  return byId;
});
