/** What Mermaid itself makes of our diagrams, in a browser: it sanitises and lays out with the DOM. */
import { createRequire } from "node:module";
import type { Mermaid } from "mermaid";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch } from "../../bench/chromium.ts";
import type { Box } from "../../src/advice/picture/picture.ts";
import { planFormats } from "../../src/report/index.ts";
import { mermaid } from "../../src/report/markdown/mermaid/index.ts";
import type { Side } from "../../src/report/markdown/mermaid/index.ts";
import { box, estate } from "./drawing/boxes.ts";
import { hasBrowser } from "../web/report/browser.ts";
import { page as look, plan } from "./samples.ts";

declare const window: {
  readonly mermaid: Pick<Mermaid, "initialize" | "render">;
  seized?: boolean;
};
declare const document: {
  readonly body: { innerHTML: string };
  readonly querySelectorAll: (selector: string) => Iterable<{ readonly textContent: string }>;
};

let tab: Page;

/** Rendered as GitHub does, with the labels of nodes and frames. Throws what Mermaid's parser throws. */
function rendered(boxes: readonly Box[], side: Side) {
  return tab.evaluate(async (text) => {
    window.mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
    const { svg } = await window.mermaid.render("drawn", text);
    document.body.innerHTML = svg;
    const textOf = (selector: string) =>
      [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);
    return {
      nodes: textOf(".node .nodeLabel"),
      frames: textOf(".cluster-label .nodeLabel"),
      fates: {
        added: textOf(".node.added").length,
        removed: textOf(".node.removed").length,
        changed: textOf(".node.changed, .cluster.changed").length,
      },
      strangers: textOf("svg :is(a, script, img, iframe, b, strong, em, i)").length,
      seized: window.seized === true,
    };
  }, mermaid(boxes, side).join("\n"));
}

const hostile = [
  'a"b',
  "a]b",
  "a[b](c)",
  "a;b",
  "a#quot;b",
  "#35;",
  "end",
  "click n1 href x",
  "%%{init: {}}%%",
  "--> n1",
  "~~~",
  "```",
  "<script>window.seized=true</script>",
  "<img src=x onerror=window.seized=true>",
  "</foreignObject><script>window.seized=true</script>",
  "javascript:window.seized=true",
  "1. one",
  "- one",
  "# one",
  "**one** _two_ `three`",
  "https://x.example www.example.com a@example.com",
  "例え 😀 👩‍👩‍👧‍👦",
  "a&amp;b",
  "a\\nb",
  "$$x$$",
  "subgraph",
  "class n1 removed",
  "fa:fa-car",
  ":::removed",
];

describe.skipIf(!hasBrowser)("a diagram in Mermaid's own hands", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
    tab = await browser.newPage();
    await tab.setContent("<body></body>");
    await tab.addScriptTag({ path: createRequire(import.meta.url).resolve("mermaid/dist/mermaid.min.js") });
  }, 120_000);
  afterAll(() => browser.close());

  it("has the boxes of each network, with what becomes of them", async () => {
    const before = await rendered(estate(2, 1, 2), "before");
    const after = await rendered(estate(2, 1, 2), "after");
    expect(before.nodes).toContain("NAT gateway nat-a203.0.113.7to be removed");
    expect(before.fates).toEqual({ added: 0, removed: 2, changed: 0 });
    expect(after.nodes).toContain("interface endpoint ssm-a010.0.1.7added");
    expect(after.nodes.filter((name) => name.includes("NAT"))).toEqual([]);
    expect(after.fates).toEqual({ added: 3, removed: 0, changed: 0 });
    expect(after.frames).toEqual(
      expect.arrayContaining(["VPC main, 10.0.0.0/16", "zone eu-west-1a, euw1-az1"]),
    );
  }, 60_000);

  it("marks a frame that is changed as it marks what is in it", async () => {
    const subnet = box("subnet", "s", [box("workloads", "w", [], { fate: "changed" })], { fate: "changed" });
    const { fates, frames } = await rendered([box("vpc", "v", [box("zone", "z", [subnet])])], "after");
    expect(frames).toContain("subnet s, changed");
    expect(fates.changed).toBe(2);
  }, 60_000);

  it("shows whatever a name holds as the text that it is", async () => {
    const chips = hostile.map((name, index) => box("workloads", name, [], { id: `b${index}`, note: name }));
    const frames = hostile.map((name, index) =>
      box("subnet", name, [box("workloads", "w")], { id: `s${index}` }),
    );
    const shown = await rendered(
      [box("vpc", "v", [box("zone", "z", [box("subnet", "s", chips), ...frames])])],
      "before",
    );
    for (const name of hostile) {
      const text = name.replaceAll("\\", "\u2216").replaceAll("$", "\uff04").replace(":fa-", "\u2236fa-");
      expect(shown.nodes).toContain(`workload ${text}${text}`);
      expect(shown.frames).toContain(`subnet ${text}`);
    }
    expect(shown).toMatchObject({ strangers: 0, seized: false });
  }, 120_000);

  it("counts what is in the subnets of a large VPC, and stays below what GitHub renders", async () => {
    const large = estate(6, 10, 40);
    expect(mermaid(large, "after").join("\n").length).toBeLessThan(50_000);
    const { nodes } = await rendered(large, "after");
    expect(nodes).toContain("subnet private-a010.0.1.0/241 interface endpoint, added40 workloads");
  }, 60_000);
});

describe("the text of a diagram", () => {
  it("counts in ever larger boxes, and never has more than can be rendered", () => {
    const subnets = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        box("subnet", `s${index}`, [box("workloads", `w${index}`, [], { count: 3 })]),
      );
    const zones = (count: number, each: number) => [
      box(
        "vpc",
        "v",
        Array.from({ length: count }, (_, index) => box("zone", `z${index}`, subnets(each))),
      ),
    ];
    expect(mermaid(zones(6, 1000), "before").join("\n")).toContain('"zone z0<br>3000 workloads"');
    expect(mermaid(zones(500, 1), "before").join("\n")).toContain('"VPC v<br>1500 workloads"');
  });

  it("stands in the Markdown of a plan, before and after", () => {
    const text = planFormats.markdown({ ...plan, boxes: [estate(1, 1, 1)] }, look);
    expect(text.match(/```mermaid\n---\n[^`]*```\n/g)).toHaveLength(2);
    expect(text.indexOf("### Before the change")).toBeLessThan(text.indexOf("### After the change"));
    expect(planFormats.markdown(plan, look)).not.toContain("mermaid");
  });

  it("leaves room in a comment for everything else, however many VPCs there are", () => {
    const [vpc] = plan.vpcs;
    if (vpc === undefined) throw new Error("the sample has no VPC");
    const many = Array.from({ length: 40 }, () => vpc);
    const boxes = many.map(() => estate(3, 2, 4));
    const text = planFormats.markdown({ ...plan, vpcs: many, boxes }, look);
    const diagrams = text.match(/```mermaid\n[^`]*```/g) ?? [];
    expect(diagrams.length).toBeGreaterThan(2);
    expect(diagrams.join("").length).toBeLessThan(30_000);
    expect(text.match(/`denat report` draws it/g)).toHaveLength(40 - diagrams.length / 2);
  });
});
