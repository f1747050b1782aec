import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filterGroups, noFilter, servicesOf } from "../../../src/web/ui/report/matrix/filter.ts";
import { moved, within } from "../../../src/web/ui/report/matrix/move.ts";
import { findRow, nameOf, toRows } from "../../../src/web/ui/report/matrix/rows.ts";
import { tally, total } from "../../../src/web/ui/report/matrix/tally.ts";
import { scrollTo, windowOf } from "../../../src/web/ui/report/matrix/window.ts";
import { resolveGroups } from "../../../src/web/ui/report/picture/resolve.ts";
import type { Group } from "../../../src/web/ui/report/picture/resolve.ts";
import { samplePage } from "./sample.ts";

const { picture } = samplePage({ groups: 6, membersEach: 3 });
const groups = resolveGroups(picture, picture.vpcs[0]!);
const names = (filter: Parameters<typeof filterGroups>[1]) =>
  filterGroups(groups, filter).map(({ group }) => group.name);

describe("the filter", () => {
  it("shows everybody where nothing is asked", () => {
    expect(names(noFilter)).toEqual(["web-0", "i-1-0", "web-2", "i-3-0", "web-4", "i-5-0"]);
  });

  it("takes part of a name in either case, and leaves of a group the members that are meant", () => {
    expect(filterGroups(groups, { ...noFilter, text: " I-2-1" })).toEqual([
      { group: groups[2], members: ["i-2-1"] },
    ]);
    expect(filterGroups(groups, { ...noFilter, text: "WEB-2" })[0]?.members).toEqual(groups[2]?.members);
  });

  it("takes the services and the verdict together: one cell must be both", () => {
    const fares = { network: "after", verdict: "unknown" } as const;
    expect(names({ ...noFilter, service: "s3" })).toEqual(["web-0", "i-1-0", "web-2", "web-4", "i-5-0"]);
    expect(names({ ...noFilter, service: "s3", fares })).toEqual(["web-4"]);
    expect(names({ ...noFilter, fares: { network: "today", verdict: "blocked" } })).toEqual([]);
  });

  it("names each service once", () => {
    const services = servicesOf(groups);
    expect(new Set(services).size).toBe(services.length);
    expect(services).toEqual(expect.arrayContaining(["s3", "ssm", "internet"]));
  });
});

describe("rows", () => {
  const shown = filterGroups(groups, noFilter);

  it("are one for each group, and one for each member of those that are open", () => {
    const rows = toRows(shown, new Set([groups[2] as Group]));
    expect(rows.map(nameOf).join(" ")).toBe("web-0 i-1-0 web-2 i-2-0 i-2-1 i-2-2 i-3-0 web-4 i-5-0");
  });

  it("of a lone workload cannot be opened", () => {
    const rows = toRows(shown, new Set(groups));
    expect(rows.filter(({ group }) => group.name === "i-1-0")).toHaveLength(1);
    expect(rows.find(({ group }) => group.name === "i-1-0")?.size).toBe(0);
  });

  it("are found by member, and by the group of a member that is not open", () => {
    expect(findRow(toRows(shown, new Set()), "i-2-1")).toBe(2);
    expect(findRow(toRows(shown, new Set([groups[2] as Group])), "i-2-1")).toBe(4);
    expect(findRow(toRows(shown, new Set()), "nobody")).toBe(-1);
    expect(findRow(toRows(shown, new Set()), undefined)).toBe(-1);
  });
});

describe("the window", () => {
  const lengths = fc.record({
    rows: fc.nat(20_000),
    top: fc.nat(2_000_000),
    height: fc.integer({ min: 0, max: 2000 }),
  });

  it("holds every row in view, stays within the list, and is never long", () => {
    fc.assert(
      fc.property(lengths, ({ rows, top, height }) => {
        const { first, end } = windowOf(rows, 46, top, height);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(rows);
        expect(end - first).toBeLessThanOrEqual(Math.ceil(height / 46) + 18);
        for (const inView of [Math.floor(top / 46), Math.floor((top + height) / 46)]) {
          if (inView >= rows) continue;
          expect(inView).toBeGreaterThanOrEqual(first);
          expect(inView).toBeLessThanOrEqual(end);
        }
      }),
    );
  });

  it("is scrolled as little as shows the row below the head", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(400_000), fc.integer({ min: 150, max: 900 }), (row, top, height) => {
        const next = scrollTo(row, 46, top, height, 52);
        expect(next).toBeLessThanOrEqual(row * 46);
        expect(next + height - 52).toBeGreaterThanOrEqual(row * 46 + 46);
        const wasInView = top <= row * 46 && top + height - 52 >= row * 46 + 46;
        expect(next === top).toBe(wasInView);
      }),
    );
  });
});

describe("keys", () => {
  const extent = { rows: 100, columns: 8, page: 10 };

  it.each([
    ["ArrowDown", false, { row: 6, column: 3 }],
    ["ArrowUp", false, { row: 4, column: 3 }],
    ["ArrowLeft", false, { row: 5, column: 2 }],
    ["ArrowRight", false, { row: 5, column: 4 }],
    ["PageDown", false, { row: 15, column: 3 }],
    ["PageUp", false, { row: 0, column: 3 }],
    ["Home", false, { row: 5, column: 0 }],
    ["End", false, { row: 5, column: 8 }],
    ["Home", true, { row: 0, column: 0 }],
    ["End", true, { row: 99, column: 8 }],
  ])("%s (control: %s)", (key, withControl, next) => {
    expect(moved(key, withControl, { row: 5, column: 3 }, extent)).toEqual(next);
  });

  it("others are left to the browser", () => {
    expect(moved("a", false, { row: 5, column: 3 }, extent)).toBeUndefined();
    expect(moved("ArrowDown", true, { row: 5, column: 3 }, extent)).toBeUndefined();
  });

  it("never leave the grid, however it shrinks", () => {
    expect(within({ row: 500, column: 20 }, extent)).toEqual({ row: 99, column: 8 });
    expect(moved("ArrowUp", false, { row: 0, column: 0 }, extent)).toEqual({ row: 0, column: 0 });
  });
});

describe("the tally", () => {
  it("counts a need for each member and service", () => {
    const needs = groups.reduce((sum, { members, cells }) => sum + members.length * cells.length, 0);
    expect(tally(groups, "today")).toEqual({ reachable: needs, partial: 0, blocked: 0, unknown: 0 });
    expect(tally(groups, "withoutNat").blocked).toBe(needs);
    expect(total(tally(groups, "after"))).toBe(needs);
    expect(tally(groups, "after").unknown).toBeGreaterThan(0);
  });
});
