/**
 * Describe: the JSON that `aws … describe-…`, `list-…` and `get-…` print becomes a network.
 *
 * Decides which account and Region an answer is of, which rows of it are entities, and which calls were not made. Files are
 * known by the keys in them; whether a file is JSON at all, or a template, is decided by the dispatcher above. What the
 * answers cannot say is a fact that is missing, with the call that would tell it; what denat does not use of them is listed.
 */
import type { ScopeId } from "../../model/entity/entity.ts";
import { unknown } from "../../model/known.ts";
import type { Unknown } from "../../model/known.ts";
import { emptyNetwork, mergeNetworks, tableNames } from "../../model/network.ts";
import type { Network, Reading, Scope, TableName, Unused } from "../../model/network.ts";
import type { ReadOptions } from "../input.ts";
import { globalNames, unneededKeys } from "./answer/answer-keys.ts";
import { createShelf } from "./answer/collected.ts";
import { contradicts } from "./answer/contradiction.ts";
import type { Told } from "./answer/contradiction.ts";
import type { Collected, Shelf } from "./answer/collected.ts";
import { findAnswers, splitAnswer } from "./answer/document.ts";
import type { Answer, JsonFile, Rows } from "./answer/document.ts";
import { isFields } from "./answer/fields.ts";
import { placeAnswers } from "./answer/layout.ts";
import { createDescribeMemory } from "./answer/memory.ts";
import type { DescribeMemory } from "./answer/memory.ts";
import { readOnce } from "./answer/read-once.ts";
import { missingCalls } from "./table.ts";
import type { TableReader } from "./table.ts";
import { tableReaders } from "./tables.ts";

export type { JsonFile } from "./answer/document.ts";

/** A reading whose network has no scope understood nothing. Files without any answer are in `unused`. */
export function readDescribe(
  files: readonly JsonFile[],
  options: Pick<ReadOptions, "region" | "memory">,
): Reading {
  const answers = files.map((file) => ({ file, found: findAnswers(file) }));
  const strangers = answers.flatMap(({ file, found }) => (found.length === 0 ? [toStranger(file)] : []));
  const { collections, unused } = collect(
    answers.flatMap(({ found }) => found),
    options,
  );
  const networks = collections.map(readScope);
  const notes = new Set(collections.flatMap(({ own, account }) => [own, account]));
  return {
    network: mergeNetworks(networks),
    unused: withoutRepeats([...strangers, ...unused, ...[...notes].flatMap((shelf) => shelf.unused)]),
  };
}

function toStranger({ path, value }: JsonFile): Unused {
  const reason = isFields(value)
    ? Object.keys(value).flatMap((key) => unneededKeys[key] ?? [])[0]
    : undefined;
  if (reason !== undefined) return { path, reason };
  const hint = Array.isArray(value)
    ? ": a list needs the key that the call answers with (leave out --query)"
    : "";
  return { path, reason: `JSON, but neither a template nor the answer of a call that denat knows${hint}` };
}

interface Collection {
  readonly collections: readonly Collected[];
  readonly unused: readonly Unused[];
}

/** Puts the rows of every answer on the shelf of its scope, or of its account. */
function collect(
  answers: readonly Answer[],
  { region, memory }: Pick<ReadOptions, "region" | "memory">,
): Collection {
  const kept = memory?.keep("answers", createDescribeMemory);
  const scopes = placeAnswers(answers, region, kept);
  const accounts = new Map<string, Shelf>();
  const collected = new Map<ScopeId, Collected>();
  const unused: Unused[] = [];
  for (const [index, answer] of answers.entries()) {
    const scope = scopes[index];
    if (scope === undefined) continue;
    const account = accounts.get(scope.account) ?? createShelf();
    accounts.set(scope.account, account);
    const shelves = collected.get(scope.id) ?? toCollected(scope, account, kept);
    collected.set(scope.id, shelves);
    const split = splitAnswer(answer);
    unused.push(...split.unused);
    for (const rows of split.rows)
      shelve(rows.global ? shelves.account : shelves.own, answer.file.path, rows);
  }
  return { collections: [...collected.values()], unused };
}

function toCollected(scope: Scope, account: Shelf, memory: DescribeMemory | undefined): Collected {
  return {
    scope,
    account,
    own: createShelf(),
    isGlobal: (name) => globalNames.has(name),
    unresolved: new Map(),
    namedRoles: new Set(),
    memory,
    asking: [],
  };
}

function shelve(shelf: Shelf, file: string, rows: Rows): void {
  const { name, call, path, isList, items, truncated, broken } = rows;
  if (broken !== undefined) {
    shelf.unused.push({ path, reason: broken });
    if (!shelf.broken.has(name)) shelf.broken.set(name, broken);
    return;
  }
  const batches = shelf.batches.get(name) ?? [];
  batches.push({ file, call, path, isList, items, truncated });
  shelf.batches.set(name, batches);
}

function readScope(collected: Collected): Network {
  const { scope } = collected;
  const tables = tableNames.map((table) => {
    const rows = readOnce(collected, table, () => readTable(tableReaders[table].read, collected));
    return [table, rows] as const;
  });
  const gaps = tableNames.flatMap((table) => {
    const gap = findGapOf(tableReaders[table], collected);
    return gap === undefined ? [] : [[table, gap] as const];
  });
  return {
    ...emptyNetwork,
    ...Object.fromEntries(tables),
    scopes: new Map([[scope.id, scope]]),
    gaps: new Map([[scope.id, new Map(gaps)]]),
    unresolved: collected.unresolved,
  };
}

type ReadRows = (collected: Collected) => readonly Told[];

/** Of two rows of one id the later counts. Where they are answers of one call that say different things, that is noted. */
function readTable(read: ReadRows, collected: Collected): ReadonlyMap<string, unknown> {
  const rows = new Map<string, Told>();
  for (const row of read(collected)) {
    const before = rows.get(row.id);
    if (before !== undefined && contradicts(before, row)) {
      const reason = `${row.id} is told of otherwise in ${row.origin.file}, which counts`;
      collected.own.unused.push({ path: before.origin.file, reason });
    }
    rows.set(row.id, row);
  }
  return rows;
}

/** Asked when all tables have been read: a row that was refused anywhere leaves its table incomplete. */
function findGapOf<T extends TableName>(reader: TableReader<T>, collected: Collected): Unknown | undefined {
  const calls = missingCalls(reader, collected);
  if (calls.length === 0) return undefined;
  const noun = reader.table.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return unknown(`${noun} of ${collected.scope.id}`, calls.join(" && "));
}

function withoutRepeats(unused: readonly Unused[]): readonly Unused[] {
  return [...new Map(unused.map((one) => [`${one.path} ${one.reason}`, one])).values()];
}
