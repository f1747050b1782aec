// `denat report`: one file that stands alone, written whole or not at all.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { denat, directoryOf } from "../change/changed.ts";
import { partsOf } from "./page.ts";
import type { PageParts } from "./page.ts";

const example = "examples/session-manager/cdk.out";
const described = "examples/session-manager/describe/0-nat";

const reportOf = async (...words: readonly string[]) => reportIn(directoryOf({}), ...words);

const reportIn = async (root: string, ...words: readonly string[]) => {
  const out = join(root, "page.html");
  const result = await denat("report", ...words, "--out", out);
  const page = existsSync(out) ? readFileSync(out, "utf8") : "";
  return { ...result, out, page };
};

describe("the page of a report", () => {
  let page = "";
  let parts: PageParts;
  let status = 0;
  let stdout = "";
  let out = "";
  const root = mkdtempSync(join(tmpdir(), "denat-report-"));

  beforeAll(async () => {
    ({ page, status, stdout, out } = await reportIn(root, example, "--gb-month", "500"));
    parts = partsOf(page);
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("is announced in one line, with the plan's exit status", async () => {
    const plan = await denat("plan", example, "--gb-month", "500");
    expect(status).toBe(plan.status);
    const [first] = plan.stdout.split("\n");
    expect(stdout).toBe(`${first} Written to ${out}.\n`);
  });

  it("asks nobody for anything, and runs nothing but its own script", () => {
    const { policy, scriptHash, markup } = parts;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src '${scriptHash}'`);
    expect(policy).not.toContain("unsafe-eval");
    expect(markup.match(/(?:src|href|action)\s*=\s*"[^"]*"/g)).toEqual(['href="data:,"']);
    expect(page).not.toMatch(/<(?:link|img|iframe|object|embed|base)\b(?! rel="icon" href="data:,")/);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<\/script/g)).toHaveLength(2);
  });

  it("says the answer without its script too, and where the rest is", () => {
    expect(parts.noscript).toContain("SAFE WITH CHANGES");
    expect(parts.noscript).toContain("can lose");
    expect(parts.noscript).toContain(`denat plan ${example}`);
    expect(parts.head).toContain("<title>denat: safe with changes");
    expect(parts.head).toContain('name="theme-color"');
  });

  it("holds the plan, a picture of each VPC with its drawing, and the phases that were proved", async () => {
    const { data } = parts;
    const { stdout: json } = await denat("plan", example, "--gb-month", "500", "--format", "json");
    const plan = JSON.parse(json) as {
      answer: string;
      vpcs: { id: string; blockers: unknown[] }[];
      cost: object;
    };
    expect(data.answer).toBe(plan.answer);
    const { natMonthly, endpointsMonthly, breakEvenGb } = data.cost;
    expect(plan.cost).toMatchObject({ natMonthly, endpointsMonthly, breakEvenGb });
    expect(data.vpcs.map(({ id }) => id)).toEqual(plan.vpcs.map(({ id }) => id));
    expect(data.picture.vpcs.map(({ id }) => id)).toEqual(plan.vpcs.map(({ id }) => id));
    expect(data.drawings).toHaveLength(plan.vpcs.length);
    expect(data.language).toBe("en");
    if ("notSupported" in data.change) throw new Error(data.change.notSupported);
    const { phases } = data.change;
    expect(phases.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    const [gateways] = phases;
    expect(gateways?.status).toBe("written");
    expect(gateways?.actions).toEqual([{ kind: "add-endpoint", count: expect.any(Number) as number }]);
    expect(gateways?.created[0]?.file).toBe("SessionManager0Nat.ts");
    expect(gateways?.proof.length).toBeGreaterThan(0);
  });

  it("is the same whenever it is made, and as plan prints it", async () => {
    const again = await reportOf(example, "--gb-month", "500");
    expect(again.page).toBe(page);
    const printed = await denat("plan", example, "--gb-month", "500", "--format", "html");
    expect(printed.stdout).toBe(page);
    expect(printed.status).toBe(status);
  });

  it("shows what a reviewer would read of each phase: the lines that change, and the files that are new", async () => {
    const { data } = partsOf((await reportOf("examples/session-manager/terraform")).page);
    if ("notSupported" in data.change) throw new Error(data.change.notSupported);
    const shown = data.change.phases.map(({ edits, created }) => [
      ...edits.map(({ file, line, before }) => `${file}:${line} ${before.split("\n")[0]}`),
      ...created.map(({ file }) => file),
    ]);
    const main = "examples/session-manager/terraform/main.tf";
    expect(shown[0]).toEqual(["denat-gateway-endpoints.tf"]);
    expect(shown[4]).toEqual([`${main}:61 resource "aws_route" "private_nat" {`]);
    expect(shown[5]).toEqual([`${main}:44 resource "aws_eip" "nat" {`]);
  });

  it("has curves that meet the bill at the volume which flow logs showed", async () => {
    const template = `${example}/SessionManager0Nat.template.json`;
    const logs = ["--region", "ap-northeast-1", "--flow-logs", "examples/flow-logs/logs"];
    const { cost, picture } = partsOf((await reportOf(template, ...logs)).page).data;
    const { asPlanned, gbMonth = NaN } = picture.cost;
    expect(gbMonth).toBe(cost.gbMonth);
    for (const [points, monthly] of [
      [asPlanned.nat, cost.natMonthly],
      [asPlanned.endpoints, cost.endpointsMonthly],
    ] as const) {
      const [from, to] = points;
      if (from === undefined || to === undefined) throw new Error("a curve without points");
      expect(gbMonth).toBeLessThan(to.gb);
      const slope = (to.monthly - from.monthly) / (to.gb - from.gb);
      expect(from.monthly + gbMonth * slope).toBeCloseTo(monthly ?? NaN, 6);
    }
  });

  it("is in Japanese where that is asked for", async () => {
    const japanese = partsOf((await reportOf(example, "--lang", "ja")).page);
    expect(japanese.data.language).toBe("ja");
    expect(japanese.noscript).toMatch(/[ぁ-ん]/);
  });

  it("says why there are no phases, where an input has no code", async () => {
    const { data } = partsOf((await reportOf(described)).page);
    expect(data.change).toEqual({ notSupported: expect.stringContaining("no code to change") as string });
  });
});

describe("the file of a report", () => {
  const hadBefore = async (text: string, ...more: readonly string[]) => {
    const root = directoryOf({ "page.html": text });
    const out = join(root, "page.html");
    const result = await denat("report", described, "--out", out, ...more);
    return { ...result, text: readFileSync(out, "utf8"), left: readdirSync(root) };
  };

  it("takes nobody's place unasked, and never that of a file that denat did not write", async () => {
    const { page } = await reportOf(described);
    const taken = await hadBefore(page);
    expect(taken.status).toBe(3);
    expect(taken.stderr).toMatch(/^denat: --out \S+ is there already: .*--force.*\n$/);
    expect(taken.text).toBe(page);
    const forced = await hadBefore(page.replace("safe", "SAFE"), "--force");
    expect(forced.status).toBe(1);
    expect(forced.text).toBe(page);
    expect(forced.left).toEqual(["page.html"]);
    const foreign = await hadBefore("my notes", "--force");
    expect(foreign.status).toBe(3);
    expect(foreign.stderr).toMatch(/^denat: --out \S+ is there already, and denat did not write it: .*\n$/);
    expect(foreign.text).toBe("my notes");
  });

  it("is made with the directories that it needs, and not where a file or a directory is in the way", async () => {
    const root = directoryOf({ file: "text" });
    const deep = join(root, "a/b/page.html");
    expect((await denat("report", described, "--out", deep)).status).toBe(1);
    expect(existsSync(deep)).toBe(true);
    mkdirSync(join(root, "taken"));
    for (const out of [join(root, "taken"), join(root, "file/page.html")]) {
      const { status, stderr } = await denat("report", described, "--out", out);
      expect(status).toBe(3);
      expect(stderr).toMatch(/^denat: .*--out .*\n$/);
    }
    expect(readdirSync(root).toSorted()).toEqual(["a", "file", "taken"]);
  });

  it("is not there after bad input", async () => {
    const root = directoryOf({ "empty.json": "{}", "broken.yaml": "a: [" });
    for (const words of [
      [join(root, "empty.json")],
      [join(root, "broken.yaml")],
      [join(root, "missing.yaml")],
      [described, "--needs", "sssm"],
      [described, "--lang", "fr"],
      [described, "--gb-month", "many"],
      [],
    ]) {
      const out = join(root, "page.html");
      const { status, stdout, stderr } = await denat("report", ...words, "--out", out);
      expect([status, stdout]).toEqual([3, ""]);
      expect(stderr).toMatch(/^denat: .+\n$/);
      expect(existsSync(out)).toBe(false);
    }
    const nameless = await denat("report", described, "--out", "");
    expect([nameless.status, nameless.stderr]).toEqual([3, expect.stringContaining("takes a file")]);
  });

  it("has a language only where it is a page", async () => {
    const { status, stderr } = await denat("plan", described, "--lang", "ja");
    expect(status).toBe(3);
    expect(stderr).toMatch(/--format html/);
  });
});

describe("names in a report", () => {
  const nasty = [
    "</script><script>alert(1)</script>",
    `"'><img src=x onerror=alert(1)>`,
    "${alert(1)}",
    "`${process.exit()}`",
    "line\nbreak\r\n",
    "\u2028\u2029",
    "<!-- <script>",
    "]]>",
    "脱NAT 🚪",
    "\u202egnp.exe",
    "&lt;b&gt;",
    "{{constructor.constructor('alert(1)')()}}",
  ];

  it.each(nasty)("%j is data, and nothing else", async (name) => {
    const root = directoryOf(hostile(name));
    const { page, status, stderr } = await reportOf(join(root, "describe"), "--needs", "ssm,s3");
    expect(stderr).toBe("");
    expect([0, 1, 2]).toContain(status);
    const { data, markup, scriptHash, policy } = partsOf(page);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<\/script/g)).toHaveLength(2);
    expect(markup).not.toMatch(/<img|<b>|<!-- |\u2028|\u2029|\u202e/);
    expect(policy).toContain(scriptHash);
    const texts = JSON.stringify(data);
    expect(texts).toContain(JSON.stringify(name).slice(1, -1));
  });

  it("of an input are text in the head and without the script", async () => {
    const root = directoryOf({});
    const input = join(root, "<script>alert(1)<");
    mkdirSync(input);
    for (const name of readdirSync(described))
      writeFileSync(join(input, name), readFileSync(join(described, name)));
    const { page } = await reportOf(input);
    const { markup } = partsOf(page);
    expect(markup).not.toContain("<script>alert");
    expect(markup).toContain("&lt;script&gt;alert");
  });
});

/** The answers of an account in which everything that has a name has this one. */
function hostile(name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(described)
      .filter((file) => file.endsWith(".json"))
      .map((file) => {
        const text = readFileSync(join(described, file), "utf8");
        const named = JSON.parse(text, (key, value: unknown) => {
          if (key === "Tags") return [{ Key: "Name", Value: name }];
          if (key === "GroupName" || key === "Description") return name;
          if (typeof value === "string" && /^i-[0-9a-f]{8,}$/.test(value)) return `i-${name}`;
          if (typeof value === "string" && /^subnet-[0-9a-f]{8,}$/.test(value)) return `subnet-${name}`;
          return value;
        }) as unknown;
        return [join("describe", file), JSON.stringify(named)];
      }),
  );
}
