/** A list of rows of which some are changed, others come and others go, and which is itself left as it was. */
import { at, isOpen } from "./row.ts";
import type { OpenRow } from "./row.ts";

export interface Found {
  readonly row: OpenRow;
  /** Takes it out of its list. */
  readonly remove: () => void;
}

export interface OpenList {
  /** As they are so far. */
  readonly told: (idKey: string, id: string) => readonly Readonly<OpenRow>[];
  /** Copies, which may be changed. */
  readonly find: (idKey: string, id: string) => readonly Found[];
  readonly add: (row: OpenRow) => void;
  readonly isChanged: () => boolean;
  readonly rows: () => readonly unknown[];
}

export function openList(given: readonly unknown[]): OpenList {
  const copies = new Map<unknown, OpenRow>();
  const added: OpenRow[] = [];
  const gone = new Set<unknown>();
  const indexes = new Map<string, ReadonlyMap<unknown, readonly OpenRow[]>>();
  const among = (idKey: string, id: string): readonly OpenRow[] => {
    const index = indexes.get(idKey) ?? indexOf(given, idKey);
    indexes.set(idKey, index);
    return index.get(id) ?? [];
  };
  const copyOf = (row: OpenRow): OpenRow => {
    const copy = copies.get(row) ?? opened(row);
    copies.set(row, copy);
    return copy;
  };
  return {
    told: (idKey, id) =>
      [...among(idKey, id), ...added.filter((row) => at(row, idKey) === id)]
        .filter((row) => !gone.has(row))
        .map((row) => copies.get(row) ?? row),
    find: (idKey, id) => [
      ...among(idKey, id)
        .filter((row) => !gone.has(row))
        .map((row) => ({ row: copyOf(row), remove: () => void gone.add(row) })),
      ...added
        .filter((row) => !gone.has(row) && at(row, idKey) === id)
        .map((row) => ({ row, remove: () => void gone.add(row) })),
    ],
    add: (row) => void added.push(row),
    isChanged: () => copies.size + added.length + gone.size > 0,
    rows: () => [...given, ...added].filter((row) => !gone.has(row)).map((row) => copies.get(row) ?? row),
  };
}

/** With lists of its own: what stands in these is never changed in place. */
function opened(row: OpenRow): OpenRow {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      Array.isArray(value) ? [...(value as unknown[])] : value,
    ]),
  );
}

function indexOf(rows: readonly unknown[], idKey: string): ReadonlyMap<unknown, readonly OpenRow[]> {
  const index = new Map<unknown, OpenRow[]>();
  for (const row of rows) {
    if (!isOpen(row)) continue;
    const id = at(row, idKey);
    const alike = index.get(id);
    if (alike === undefined) index.set(id, [row]);
    else alike.push(row);
  }
  return index;
}
