// The estate of the benchmarks as text is worth its measure only if it is the same estate.
import { describe, expect, it } from "vitest";
import { createEstate } from "../../bench/estate.ts";
import { answersOf } from "../../bench/estate/answers/index.ts";
import { tableNames } from "../../src/model/network.ts";
import { isAlike } from "../../src/reach/diff/changed/alike.ts";
import { readNetwork } from "../../src/readers/index.ts";
import { facts } from "../facts/facts.ts";

/** Of instances the answers tell more. */
const plain = (row: object | undefined) => row && { ...row, metadata: undefined };

describe("an estate written as answers of the API", () => {
  it("is read as the network that it was made of", async () => {
    const estate = createEstate(600);
    const options = { region: undefined, parameters: new Map<string, string>(), findBeside: () => undefined };
    const { network } = await readNetwork(answersOf(estate), options, facts);
    const gaps = [...network.gaps.values()].flatMap((own) => [...own.keys()]);
    expect(gaps).toEqual(["serviceSettings"]);
    for (const table of tableNames) {
      const [made, read] = [estate[table], network[table]] as [
        ReadonlyMap<string, object>,
        ReadonlyMap<string, object>,
      ];
      expect([...read.keys()], table).toEqual([...made.keys()]);
      const unlike = [...made].filter(([id, row]) => !isAlike(plain(row), plain(read.get(id))));
      expect(unlike, table).toEqual([]);
    }
  });
});
