import { describe, expect, it } from "vitest";
import { readFacts } from "../../src/app/facts.ts";

describe("readFacts", () => {
  it("reads data/ beside the package, once a process", async () => {
    const facts = await readFacts();
    expect(facts.findPrice("ap-northeast-1", "nat_gateway_hour")?.tiers).toEqual([{ from: 0, price: 0.062 }]);
    expect(facts.addressRanges().ranges.length).toBeGreaterThan(10_000);
    expect(await readFacts()).toBe(facts);
  });
});
