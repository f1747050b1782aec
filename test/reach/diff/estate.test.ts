// The estate of the benchmark, small: VPCs behind a transit gateway, groups grown over years, and one thing changed.
import { describe, expect, it } from "vitest";
import { changedEstate, changes } from "../../../bench/diff-run.ts";
import { createEstate } from "../../../bench/estate.ts";
import { createRandom } from "../../../bench/estate/random.ts";
import { valueOr } from "../../../src/model/known.ts";
import { changesAt, createSingleWalks, diff } from "./point.ts";

const interfaces = 280;
const packets = 1500;

describe("an estate", () => {
  it.each(changes)("with %s differs exactly where single walks do", { timeout: 600_000 }, (change) => {
    const before = createEstate(interfaces);
    const after = changedEstate(createEstate(interfaces), change);
    const difference = diff(before, after);
    const singly = createSingleWalks(before, after);
    const random = createRandom(7);
    const clients = [...before.networkInterfaces.values()].filter(({ client }) =>
      ["linux", "windows"].includes(client),
    );
    const targets = [...before.networkInterfaces.values(), ...after.networkInterfaces.values()].flatMap(
      (row) => [...valueOr(row.addresses, [])],
    );
    const changed = targets.slice(-1);
    let differing = 0;
    for (let count = 0; count < packets; count += 1) {
      const isOutside = random.chance(0.2);
      const one = {
        source: random.pick(clients).id,
        address: isOutside
          ? BigInt(random.integer(0, 2 ** 32 - 1))
          : random.pick(random.chance(0.3) ? changed : targets),
        protocol: random.chance(0.9) ? 6 : 17,
        port: random.chance(0.8)
          ? random.pick([22, 80, 443, 3306, 5432, 6379, 8080, 9200])
          : random.integer(0, 65_535),
      };
      const expected = singly(one);
      differing += expected.length;
      const told = changesAt(difference, one);
      if (told.join() !== expected.join()) expect({ one, told }).toEqual({ one, told: expected });
    }
    expect(differing > 0).toBe(change !== "nothing" && change !== "rule narrowed");
  });
});
