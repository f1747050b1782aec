/** The VPCs of a plan as diagrams, as many of them as a comment has room for. */
import type { Box } from "../../advice/picture/picture.ts";
import { section } from "./markup.ts";
import { mermaid } from "./mermaid/index.ts";

/** In characters, of the 65,536 that GitHub takes: the tables beside them need the rest. */
const most = 30_000;

const sides = [
  { side: "before", title: "Before the change" },
  { side: "after", title: "After the change" },
] as const;

/** The lines of each VPC. Where there is no room for both networks of one, it has neither, and says who draws it. */
export function drawings(vpcs: readonly (readonly Box[])[]): readonly (readonly string[])[] {
  let left = most;
  return vpcs.map((boxes) => {
    const lines = left > 0 ? bothSides(boxes) : [];
    left -= lines.join("\n").length;
    return lines.length > 0 && left >= 0
      ? lines
      : ["", "There is no room for its diagram here: `denat report` draws it."];
  });
}

const bothSides = (boxes: readonly Box[]): readonly string[] =>
  sides.flatMap(({ side, title }) => section(title, ["```mermaid", ...mermaid(boxes, side), "```"]));
