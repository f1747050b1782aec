// The table of calls against the reader that takes the answers: neither may know a call that the other does not.
import { describe, expect, it } from "vitest";
import { callRows, toldBy } from "../../../src/readers/aws/table/index.ts";
import { answerKeys } from "../../../src/readers/describe/answer/answer-keys.ts";
import { tableReaders } from "../../../src/readers/describe/tables.ts";

const made = new Set(callRows.map(({ call }) => call));
const needed = Object.values(tableReaders).flatMap(({ needs }) =>
  needs.map(({ call }) => call.slice("aws ".length).replace(/ --.*$/, "")),
);
const understood = [...answerKeys.values()].map(({ call }) => call);

describe("the table of calls", () => {
  it("makes every call that a table of the network needs before it is whole", () => {
    expect(needed.length).toBeGreaterThan(20);
    expect(needed.filter((call) => !made.has(call))).toEqual([]);
  });

  it("makes every other call that the reader understands, or says which one tells the same", () => {
    expect(understood.filter((call) => !made.has(call) && toldBy[call] === undefined)).toEqual([]);
    expect(Object.values(toldBy).filter((call) => !made.has(call))).toEqual([]);
    expect(Object.keys(toldBy).filter((call) => made.has(call))).toEqual([]);
    expect(Object.keys(toldBy).filter((call) => !understood.includes(call))).toEqual([]);
  });

  it("keeps only answers that the reader understands", () => {
    const kept = callRows.filter((row) => row.kept);
    const strangers = kept.filter((row) =>
      [...row.lists, row.object ?? []].flat().every((key) => !answerKeys.has(key)),
    );
    expect(strangers.map(({ call }) => call)).toEqual([]);
    expect(callRows.filter((row) => !row.kept).map(({ call }) => call)).toEqual([
      "ecs list-clusters",
      "ecs list-services",
      "ecs list-tasks",
      "ecs list-container-instances",
      "eks list-clusters",
      "eks list-addons",
      "eks list-nodegroups",
    ]);
  });

  it("asks by what calls of the table itself have told", () => {
    expect(callRows.flatMap(({ after }) => after).filter((call) => !made.has(call))).toEqual([]);
  });

  it("agrees with the reader on what is the account's and not a Region's", () => {
    const global = callRows.filter(({ perAccount }) => perAccount);
    for (const { lists, object } of global)
      for (const key of [...lists, object ?? []].flat()) expect(answerKeys.get(key)?.global, key).toBe(true);
  });
});
