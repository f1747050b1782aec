import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupBy } from "../../../src/model/group-by.ts";
import type { Drawing, PlacedBox } from "../../../src/report/html/drawing/drawing.ts";
import { layOut } from "../../../src/report/html/drawing/layout.ts";
import { anyBoxes, box, estate, flat } from "./boxes.ts";

const within = (inner: PlacedBox, outer: Pick<PlacedBox, "x" | "y" | "width" | "height">): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const overlap = (one: PlacedBox, other: PlacedBox): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

function wrongPlaces(drawing: Drawing): readonly string[] {
  const byId = new Map(drawing.boxes.map((one) => [one.id, one]));
  const sheet = { x: 0, y: 0, width: drawing.width, height: drawing.height };
  const around = ({ parent }: PlacedBox) => (parent === undefined ? sheet : (byId.get(parent) ?? sheet));
  const outside = drawing.boxes
    .filter((one) => !within(one, around(one)))
    .map(({ id }) => `${id} is outside`);
  const siblings = groupBy(drawing.boxes, ({ parent }) => parent);
  const onEachOther = [...siblings.values()].flatMap((all) =>
    all.flatMap((one, index) =>
      all.slice(index + 1).flatMap((other) => (overlap(one, other) ? [`${one.id} on ${other.id}`] : [])),
    ),
  );
  return [...outside, ...onEachOther];
}

function placeOf(drawing: Drawing, id: string): PlacedBox {
  const found = drawing.boxes.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${id} is not on the sheet`);
  return found;
}

describe("any boxes on a sheet", () => {
  it("each stand once, within what holds them, and no two on each other", () => {
    fc.assert(
      fc.property(anyBoxes, (boxes) => {
        const drawing = layOut(boxes);
        expect(drawing.boxes.map(({ id }) => id).sort()).toEqual(
          flat(boxes)
            .map(({ id }) => id)
            .sort(),
        );
        const sizes = drawing.boxes.flatMap(({ x, y, width, height }) => [x + 1, y + 1, width, height]);
        expect(sizes.filter((size) => !(Number.isFinite(size) && size > 0))).toEqual([]);
        expect(wrongPlaces(drawing)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("know what is around them, and come after it", () => {
    fc.assert(
      fc.property(anyBoxes, (boxes) => {
        const { boxes: placed } = layOut(boxes);
        const order = new Map(placed.map(({ id }, index) => [id, index]));
        const parents = new Map(
          flat(boxes).flatMap(({ id, children }) => children.map((child) => [child.id, id])),
        );
        for (const [index, { id, parent }] of placed.entries()) {
          expect(parent).toBe(parents.get(id));
          if (parent !== undefined) expect(order.get(parent)).toBeLessThan(index);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("stand in the same places each time", () => {
    fc.assert(
      fc.property(anyBoxes, (boxes) => {
        expect(layOut(structuredClone(boxes))).toEqual(layOut(boxes));
      }),
      { numRuns: 30 },
    );
  });
});

describe("an ordinary VPC", () => {
  const drawing = layOut(estate(3, 2, 4));

  it("has its zones as columns of one width, side by side", () => {
    const zones = drawing.boxes.filter(({ kind }) => kind === "zone");
    expect(new Set(zones.map(({ y }) => y)).size).toBe(1);
    expect(new Set(zones.map(({ width }) => width)).size).toBe(1);
    expect(zones.map(({ x }) => x)).toEqual(zones.map(({ x }) => x).sort((one, other) => one - other));
  });

  it.each(["public-", "private-"])("has the %s subnets of all zones in a row", (name) => {
    const [one, ...others] = ["a", "b", "c"].map((letter) =>
      placeOf(drawing, name === "public-" ? name + letter : `${name}${letter}1`),
    );
    for (const other of others) expect([other.y, other.height]).toEqual([one?.y, one?.height]);
  });

  it("has the public subnets above the others, though they were told last", () => {
    const bottom = placeOf(drawing, "public-a").y + placeOf(drawing, "public-a").height;
    expect(bottom).toBeLessThan(placeOf(drawing, "private-a0").y);
  });

  it("has the outside above the VPC, and the gateways above the zones", () => {
    const [internet, vpc, gateway, zone] = ["Internet", "main", "igw", "eu-west-1a"].map((id) =>
      placeOf(drawing, id),
    );
    expect((internet?.y ?? 0) + (internet?.height ?? 0)).toBeLessThan(vpc?.y ?? 0);
    expect((gateway?.y ?? 0) + (gateway?.height ?? 0)).toBeLessThan(zone?.y ?? 0);
  });
});

describe("an odd VPC", () => {
  it("has subnets of one tier beside each other where no zone is known", () => {
    const subnets = ["PrivateSubnet1", "PrivateSubnet2", "PublicSubnet1", "PublicSubnet2"];
    const drawing = layOut([
      box(
        "vpc",
        "main",
        subnets.map((name) => box("subnet", name)),
      ),
    ]);
    const at = subnets.map((name) => placeOf(drawing, name));
    expect(at[0]?.y).toBe(at[1]?.y);
    expect(at[2]?.y).toBe(at[3]?.y);
    expect(at[2]?.y).toBeLessThan(at[0]?.y ?? 0);
    expect(at[0]?.x).toBe(at[2]?.x);
  });

  it("has twenty gateways in rows no wider than it would be without them", () => {
    const zones = estate(3, 1, 2)[2]?.children.filter(({ kind }) => kind === "zone") ?? [];
    const gateways = Array.from({ length: 20 }, (_, index) => box("vpn-gateway", `vgw-${index}`));
    const without = layOut([box("vpc", "main", zones)]);
    expect(layOut([box("vpc", "main", [...gateways, ...zones])]).width).toBe(without.width);
  });

  it("may have nothing in it, and a sheet may have nothing on it", () => {
    expect(layOut([box("vpc", "main")]).boxes).toHaveLength(1);
    expect(layOut([])).toMatchObject({ boxes: [] });
  });

  it("does not become a tower of many workloads", () => {
    const { width, height } = layOut(estate(1, 1, 200));
    expect(height / width).toBeLessThan(3);
  });
});
