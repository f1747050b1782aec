/** Inline answers as the files that a user would have saved them in. */
import { readDescribe } from "../../../src/readers/describe/index.ts";
import type { JsonFile } from "../../../src/readers/describe/index.ts";
import type { ScopeId } from "../../../src/model/entity/entity.ts";
import type { Network, Reading, TableName } from "../../../src/model/network.ts";

const account = "123456789012";
const scopeId = `${account}/eu-west-1` as ScopeId;
const here = `snapshot/accounts/${account}/eu-west-1`;

export function toFile(path: string, value: unknown): JsonFile {
  return { path, text: JSON.stringify(value), value };
}

/** One file per answer, in the directory of one account and Region; `names` gives a file a name that tells something. */
export function read(...answers: readonly (object | readonly [name: string, answer: object])[]): Reading {
  return readDescribe(
    answers.map((one, index) => {
      const [name, answer] = Array.isArray(one) ? (one as [string, object]) : [`answer-${index}.json`, one];
      return toFile(`${here}/${name}`, answer);
    }),
    { region: undefined },
  );
}

export function only<T extends TableName>(network: Network, table: T) {
  const rows = [...network[table].values()];
  if (rows.length !== 1) throw new Error(`${rows.length} rows in ${table}`);
  return rows[0] as Network[T] extends ReadonlyMap<string, infer Row> ? Row : never;
}

export function gapsOf(network: Network, scope: ScopeId = scopeId): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...(network.gaps.get(scope) ?? [])].map(([table, { settledBy }]) => [table, settledBy]),
  );
}
