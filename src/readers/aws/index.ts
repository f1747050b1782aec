/**
 * Aws: a live account becomes the files that the reader of describe answers takes.
 *
 * Decides which calls are made, in which order, how pages are joined and what each file holds; clients, credentials, retries
 * and the clock are the caller's. A call that is refused has no file, so that whatever it would have told stays unknown,
 * with the call that settles it; an empty answer never stands in for a refusal.
 */
import { answerKeys } from "../describe/answer/answer-keys.ts";
import { askAll } from "./ask.ts";
import type { Asked, Refused } from "./ask.ts";
import type { Call, Fields } from "./call.ts";
import { callRows } from "./table/index.ts";
import type { Answered, CallRow, Made } from "./table/row.ts";

export type { Refused } from "./ask.ts";
export type { Call, Fields, Reason, Reply, Service } from "./call.ts";
export { readPolicy } from "./policy.ts";

export interface AccountRequest {
  readonly account: string;
  /** Each Region with the way to ask in it. */
  readonly regions: readonly { readonly region: string; readonly call: Call }[];
}

export interface SnapshotFile {
  /** `<account>/<region>/ec2-describe-vpcs.json`. */
  readonly path: string;
  readonly value: unknown;
}

export interface Snapshot {
  readonly files: readonly SnapshotFile[];
  readonly refused: readonly (Refused & { readonly account: string; readonly region: string })[];
}

/** What is the account's own is asked in the first of its Regions that answers at all. */
export async function readAccount({ account, regions }: AccountRequest): Promise<Snapshot> {
  const runs = await Promise.all(regions.map((one) => openRegion({ ...one, account })));
  const first = runs.find(({ isOpen }) => isOpen);
  const read = await Promise.all(runs.map((run) => readRegion(run, run === first)));
  return { files: read.flatMap(({ files }) => files), refused: read.flatMap(({ refused }) => refused) };
}

interface Run {
  readonly account: string;
  readonly region: string;
  readonly isOpen: boolean;
  readonly make: (row: CallRow) => Promise<Asked>;
}

/** Asks the first call of the table, which shows whether the Region is there and enabled. */
async function openRegion(one: {
  readonly account: string;
  readonly region: string;
  readonly call: Call;
}): Promise<Run> {
  const { account, region, call } = one;
  const asked = new Map<CallRow, Promise<Asked>>();
  const make = (row: CallRow): Promise<Asked> => {
    const ready =
      asked.get(row) ?? makeAfter(row, make, (made) => askAll(row, row.questions(made, one), call));
    asked.set(row, ready);
    return ready;
  };
  const [probe] = callRows;
  const refused = probe === undefined ? [] : (await make(probe)).refused;
  const isOpen = !refused.some(({ because }) => because === "region-off" || because === "unavailable");
  return { account, region, isOpen, make };
}

/** `ask` once the calls are made that `row` depends on. */
async function makeAfter(
  { after }: CallRow,
  make: (row: CallRow) => Promise<Asked>,
  ask: (made: Made) => Promise<Asked>,
): Promise<Asked> {
  const made = new Map<string, readonly Answered[]>();
  for (const earlier of callRows.filter(({ call }) => after.includes(call))) {
    const { answered } = await make(earlier);
    made.set(earlier.call, [...(made.get(earlier.call) ?? []), ...answered]);
  }
  return ask(made);
}

async function readRegion({ account, region, isOpen, make }: Run, isFirst: boolean): Promise<Snapshot> {
  const rows = isOpen ? callRows.filter(({ perAccount }) => isFirst || !perAccount) : callRows.slice(0, 1);
  const asked = await Promise.all(rows.map(async (row) => ({ row, ...(await make(row)) })));
  return {
    files: toFiles(asked).map(({ name, value }) => ({ path: `${account}/${region}/${name}.json`, value })),
    refused: asked.flatMap(({ refused }) => refused.map((one) => ({ ...one, account, region }))),
  };
}

interface NamedValue {
  readonly name: string;
  readonly value: unknown;
}

/** An empty list of a name that other programs use too is no answer that its reader could tell from theirs; it holds nothing. */
function isMute({ lists }: CallRow, output: Fields): boolean {
  const isEmpty = (key: string) => Array.isArray(output[key]) && output[key].length === 0;
  return (
    lists.length > 0 && lists.every((key) => answerKeys.get(key)?.identifiedBy !== undefined && isEmpty(key))
  );
}

/** A call that is made once is its answer; one that is made of many things is the list of them. */
function toFiles(
  asked: readonly { readonly row: CallRow; readonly answered: readonly Answered[] }[],
): readonly NamedValue[] {
  const outputs = new Map<string, { readonly isList: boolean; readonly values: Fields[] }>();
  for (const { row, answered } of asked.filter(({ row }) => row.kept)) {
    for (const { question, output } of answered.filter(({ output }) => !isMute(row, output))) {
      const name = [row.call.replace(" ", "-"), question.fileSuffix ?? []].flat().join("-");
      const isList = row.after.length > 0 && question.fileSuffix === undefined;
      const entry = outputs.get(name) ?? { isList, values: [] };
      outputs.set(name, entry);
      entry.values.push(output);
    }
  }
  return [...outputs].map(([name, { isList, values }]) => ({ name, value: isList ? values : values[0] }));
}
