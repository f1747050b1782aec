import { describe, expect, it } from "vitest";
import { layOut } from "../../../src/report/html/drawing/layout.ts";
import { neighbour } from "../../../src/web/ui/report/drawing/neighbour.ts";
import { waysOf } from "../../../src/web/ui/report/drawing/way/way.ts";
import { estate } from "../../report/drawing/boxes.ts";

const { boxes } = layOut(estate(3, 1, 3));
const byId = new Map(boxes.map((box) => [box.id, box]));
const idsOf = (hops: readonly (readonly { readonly id: string }[])[]) =>
  hops.map((hop) => hop.map(({ id }) => id));

/** Where the path of a line begins and ends. */
function endsOf(line: string) {
  const numbers = line.match(/-?\d+(?:\.\d+)?/g)?.map(Number) ?? [];
  return { start: numbers.slice(0, 2), end: numbers.slice(-2) };
}

function distanceTo(id: string, [x = NaN, y = NaN]: readonly number[]): number {
  const box = byId.get(id);
  if (box === undefined) return Infinity;
  const right = Math.max(box.x - x, 0, x - box.x - box.width);
  const down = Math.max(box.y - y, 0, y - box.y - box.height);
  return Math.hypot(right, down);
}

describe("the way of a walk", () => {
  it("leads from box to box, each line from the edge of one to the edge of the next", () => {
    const hops = ["web-a0-2", "nat-a", "igw", "Internet"];
    const [way] = waysOf(boxes, {
      from: ["web-a0-2"],
      ways: [{ hops: [["nat-a"], ["igw"], ["Internet"]], outcome: "pass" }],
    });
    expect(idsOf(way?.hops ?? [])).toEqual(hops.map((id) => [id]));
    expect(way?.lines).toHaveLength(3);
    for (const [index, line] of (way?.lines ?? []).entries()) {
      expect(distanceTo(hops[index] ?? "", endsOf(line).start)).toBeLessThanOrEqual(3);
      expect(distanceTo(hops[index + 1] ?? "", endsOf(line).end)).toBeLessThanOrEqual(3);
    }
  });

  it("forks to each box of a hop", () => {
    const [way] = waysOf(boxes, {
      from: ["web-a0-1"],
      ways: [{ hops: [["ssm-a0", "ssm-b0", "ssm-c0"]], outcome: "some" }],
    });
    expect(way?.lines).toHaveLength(3);
    expect(new Set(way?.lines).size).toBe(3);
  });

  it("passes over what is not on the sheet, and ends at the client where packets never leave", () => {
    const lit = {
      from: ["web-a0-1"],
      ways: [
        { hops: [["nowhere"], ["igw"]], outcome: "drop" as const },
        { hops: [], outcome: "drop" as const },
      ],
    };
    const [one, other] = waysOf(boxes, lit);
    expect(idsOf(one?.hops ?? [])).toEqual([["web-a0-1"], ["igw"]]);
    expect(idsOf(other?.hops ?? [])).toEqual([["web-a0-1"]]);
    expect(other?.lines).toEqual([]);
  });

  it("from many to many has a line for each box and no thicket", () => {
    const workloads = boxes.filter(({ kind }) => kind === "workloads").map(({ id }) => id);
    const [way] = waysOf(boxes, {
      from: workloads,
      ways: [{ hops: [["nat-a", "nat-b", "nat-c"]], outcome: "pass" }],
    });
    expect(workloads).toHaveLength(9);
    expect(way?.lines).toHaveLength(9);
  });
});

describe("an arrow key", () => {
  const workloads = boxes.filter(({ kind }) => kind === "workloads");
  const from = (id: string, key: string) => {
    const box = workloads.find((one) => one.id === id);
    return box && neighbour(workloads, box, key)?.id;
  };

  it("leads to the next box in its direction, and nowhere at the end", () => {
    expect(from("web-b0-1", "ArrowDown")).toBe("web-b0-2");
    expect(from("web-b0-1", "ArrowUp")).toBe("web-b0-0");
    expect(from("web-b0-1", "ArrowLeft")).toBe("web-a0-1");
    expect(from("web-b0-1", "ArrowRight")).toBe("web-c0-1");
    expect(from("web-b0-2", "ArrowDown")).toBeUndefined();
  });

  it("is one of four", () => {
    expect(from("web-b0-1", "Enter")).toBeUndefined();
  });
});
