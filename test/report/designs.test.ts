import { describe, expect, it } from "vitest";
import { designsFormats } from "../../src/report/index.ts";
import type { DesignsReport } from "../../src/report/index.ts";
import { designsOf, seen, twoZones } from "../advice/designs/builders.ts";
import { page } from "./samples.ts";

const reportOf = (answer = designsOf(twoZones, undefined, { needs: ["ssm"] })): DesignsReport => ({
  today: { regions: answer.designs.find(({ isToday }) => isToday)?.costs ?? [] },
  answer,
});
const broken = reportOf(designsOf(twoZones, seen([{ to: "api.example.com", gb: 40, who: "i-b" }])));

describe("designs as text", () => {
  it("begin with the cheapest that works, and say that nothing was measured", () => {
    const text = designsFormats.text(reportOf(), page);
    expect(text.split("\n")[0]).toMatch(
      /^CHEAPEST: no NAT, endpoints in as few zones as may be: 20\.44 USD a month, 77\.38 less than today\.$/,
    );
    expect(text).toMatch(/No flow logs were given: every design is priced at 0 GB/);
    expect(text).toMatch(/as it is today \(today\) +97\.82/);
    expect(text).toMatch(/remove nat-1 and the routes to it/);
  });

  it("name what breaks, with its bytes and codes, and the hosts that keep the NAT", () => {
    const text = designsFormats.text(broken, page);
    expect(text).toMatch(/✗ breaks +no NAT/);
    expect(text).toMatch(/i-b → internet: blocked, 40 GB a month \(NO_ROUTE_TO_DESTINATION\)/);
    expect(text).toMatch(/api\.example\.com +40/);
  });

  it("are the bill of today alone where there is nothing to choose", () => {
    const { today } = reportOf();
    expect(designsFormats.text({ today, answer: undefined }, page)).toMatch(/^PRICED: 97\.82 USD/);
  });
});

describe("designs as Markdown", () => {
  it("have the tables, and names stay text", () => {
    const text = designsFormats.markdown(broken, page);
    expect(text).toMatch(/^## denat: CHEAPEST\n/);
    expect(text).toMatch(/\| --: \| --- \| --- \| --: \| --: \|/);
    expect(text).toContain("### What breaks");
  });
});

describe("designs as JSON", () => {
  it("carry the bill of today, and every design in order, with null for what is absent", () => {
    const json = JSON.parse(designsFormats.json(broken, page)) as Record<string, unknown>;
    expect(json).toMatchObject({ schema: "denat.cost/1", region: "ap-northeast-1", cheapest: "one-nat" });
    const designs = json["designs"] as readonly Readonly<Record<"name" | "works", string>>[];
    expect(designs[0]).toMatchObject({ name: "one-nat", works: "yes", breaks: [], months: null });
    expect(designs.map(({ works }) => works)).toEqual(
      designs.map(({ works }) => works).toSorted((a, b) => ranks.indexOf(a) - ranks.indexOf(b)),
    );
    expect(Object.keys(json["breakEven"] as object)).toEqual(["endpoints", "nats"]);
  });

  it("have all of today's fields where there are no designs", () => {
    const json = JSON.parse(designsFormats.json({ ...broken, answer: undefined }, page)) as object;
    expect(Object.keys(json)).not.toContain("designs");
    expect(json).toMatchObject({ schema: "denat.cost/1" });
  });
});

const ranks = ["yes", "cannot-tell", "no"];
