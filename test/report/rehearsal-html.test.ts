import { describe, expect, it } from "vitest";
import { rehearsalFormats } from "../../src/report/index.ts";
import type { Rehearsal, RehearsalCell } from "../../src/report/index.ts";
import { html } from "../../src/report/html/markup.ts";
import { style } from "../../src/report/html/style.ts";

const page = { width: 120, paint: (_: string, text: string) => text };
const write = (rehearsal: Rehearsal): string => rehearsalFormats.html(rehearsal, page);

const cell: RehearsalCell = {
  workload: "i-0123456789abcdef0",
  service: "s3",
  host: "s3.ap-northeast-1.amazonaws.com",
  world: "today",
  predicted: "reachable",
  seen: "reachable",
  detail: "public address, from 203.0.113.7",
  endpoint: undefined,
  signedAs: { kind: "role", role: "app", policiesKnown: true },
  agrees: true,
};
const rehearsal: Rehearsal = {
  answer: "works",
  cells: [
    cell,
    { ...cell, world: "withoutNat", predicted: "blocked", seen: "blocked", detail: "52.219.0.10: times out" },
    { ...cell, world: "after", predicted: "unknown", detail: "endpoint vpce-1 of vpc-1" },
  ],
  notBuilt: [],
  sessions: [],
};

/** What a reader sees who points at nothing. */
const textOf = (markup: string): string =>
  markup
    .replace(/<style>[^]*<\/style>/, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

describe("a rehearsal as a page", () => {
  it("says of each cell what was seen, what was predicted and how, without a pointer", () => {
    const text = textOf(write(rehearsal));
    expect(text).toContain(
      "Service Today Without NAT After i-0123456789abcdef0 signs as its role app s3 s3. ap-northeast-1. amazonaws.com",
    );
    expect(text).toContain("✓ reachable as predicted public address, from 203.0.113.7");
    expect(text).toContain("✗ blocked as predicted 52.219.0.10: times out");
    expect(text).toContain("✓ reachable predicted unknown endpoint vpce-1 of vpc-1");
    expect(text).toContain(
      "Today 1 of 1 need reached Without NAT 0 of 1 need reached After 1 of 1 need reached",
    );
  });

  it("says the same on hover, in one sentence", () => {
    expect(write(rehearsal)).toContain(
      'title="i-0123456789abcdef0 → s3 (s3.ap-northeast-1.amazonaws.com): predicted blocked, seen blocked. 52.219.0.10: times out"',
    );
  });

  it.each([
    ["works", "good", "Works With the proposal applied and no NAT, packets of every workload"],
    ["fails", "bad", "Fails With"],
    ["disagrees", "bad", "Disagrees Packets found something else"],
    ["cannot-tell", "doubtful", "Cannot tell The lab could not"],
  ] as const)("begins with the answer: %s", (answer, look, said) => {
    const written = write({ ...rehearsal, answer });
    expect(textOf(written)).toContain(said);
    expect(written).toMatch(new RegExp(`<header class="answer ${look}">`));
  });

  it("shows first where packets and prediction part, and marks it in the grid", () => {
    const odd: RehearsalCell = {
      ...cell,
      world: "after",
      seen: "blocked",
      detail: "times out",
      agrees: false,
    };
    const written = write({
      ...rehearsal,
      answer: "disagrees",
      cells: [...rehearsal.cells.slice(0, 2), odd],
    });
    const text = textOf(written);
    expect(text).toContain(
      "Not as predicted i-0123456789abcdef0 → s3 , after: predicted reachable , seen blocked times out",
    );
    expect(text).toContain("3 cells, 2 as predicted");
    expect(written.match(/<td class="bad apart"/g)).toHaveLength(1);
    expect(textOf(write(rehearsal))).not.toContain("Not as predicted");
  });

  it("names what was not built", () => {
    const notBuilt = [{ component: { kind: "route-table", id: "rtb-1" }, why: "the lab has no vpn-gateway" }];
    expect(textOf(write({ ...rehearsal, notBuilt }))).toContain(
      "Not built Nothing can be said of packets that would need these. route-table rtb-1 the lab has no vpn-gateway",
    );
    expect(textOf(write(rehearsal))).not.toContain("Not built");
  });
});

describe("what an input calls its things", () => {
  const hostile = `</td></style><script>alert("1")</script>' onmouseover='x' "y`;
  const cells = [
    {
      ...cell,
      workload: hostile,
      service: hostile,
      host: hostile,
      detail: hostile,
      signedAs: { kind: "role", role: hostile, policiesKnown: true } as const,
      agrees: false,
    },
  ];
  const notBuilt = [{ component: { kind: hostile, id: hostile }, why: hostile }];
  const written = write({ answer: "disagrees", cells, notBuilt, sessions: [hostile] });

  it("is text wherever it stands", () => {
    expect(written).not.toContain("<script");
    expect(written).not.toMatch(/' onmouseover|"1"/);
    expect(
      written.match(/&lt;\/td&gt;&lt;\/style&gt;&lt;script&gt;alert\(&quot;1&quot;\)/g)?.length,
    ).toBeGreaterThan(8);
    expect(written.match(/<\/style>/g)).toHaveLength(1);
  });

  it("does not turn the page around", () => {
    expect(html`${"a\u202eb\u0000c"}`.html).toBe("a\ufffdb\ufffdc");
  });

  it("is put together from texts, numbers and markup", () => {
    expect(html`<b title="${"<&>\"'"}">${1}${[html`<i></i>`, html`${"<"}`]}</b>`.html).toBe(
      '<b title="&lt;&amp;&gt;&quot;&#39;">1<i></i>&lt;</b>',
    );
  });
});

describe("the page alone", () => {
  const written = write(rehearsal);

  it("asks nobody for anything, and runs nothing", () => {
    expect(written).not.toMatch(/https?:|url\(|@import|<script|<iframe|<form|\ssrc=|\son\w+=/);
    expect([...written.matchAll(/href="([^"]*)"/g)].map(([, to]) => to)).toEqual(["data:,"]);
    expect(written).toContain("default-src &#39;none&#39;");
  });

  it("is a whole document with a title and a language", () => {
    expect(written).toMatch(/^<!doctype html>\s*<html lang="en">/);
    expect(written).toContain("<title>denat rehearsal: works</title>");
    const opened = written.match(/<(main|section|table|tbody|tr|td|th|ul|li|div|span|p)\b/g)?.length;
    expect(written.match(/<\/(main|section|table|tbody|tr|td|th|ul|li|div|span|p)>/g)).toHaveLength(
      opened ?? 0,
    );
  });
});

describe("colours", () => {
  const pairsOfValues = [...style.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)];
  const valuesOf = (index: 2 | 3) =>
    new Map(pairsOfValues.map((found) => [found[1] ?? "", found[index] ?? ""]));

  it("are given twice, for the light and for the dark, and the system chooses unless the page does", () => {
    expect(style).toContain("color-scheme: light dark;");
    expect([...valuesOf(2).keys()]).toEqual(expect.arrayContaining(["ground", "paper", "ink", "line"]));
  });

  /** https://www.w3.org/TR/WCAG22/#contrast-minimum */
  const enough = 4.5;
  const pairs = [
    ...["ink", "soft", "good", "bad", "doubtful", "accent"].flatMap((text) => [
      [text, "paper"] as const,
      [text, "ground"] as const,
    ]),
    ...["good", "bad", "doubtful", "accent"].map((tone) => [tone, `${tone}-wash`] as const),
    ["ink", "bad-wash"] as const,
  ];
  describe.each([
    ["light", valuesOf(2)],
    ["dark", valuesOf(3)],
  ])("in the %s", (_, colours) => {
    it.each(pairs)("%s can be read on %s", (text, ground) => {
      expect(contrast(colours.get(text), colours.get(ground))).toBeGreaterThanOrEqual(enough);
    });
  });
});

function contrast(one = "", other = ""): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = (hex.match(/[0-9a-f]{2}/g) ?? []).map((octet) => {
    const value = Number.parseInt(octet, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
