import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseArchive } from "../archive.ts";
import {
  circles,
  codesIn,
  impurities,
  loadedAtStart,
  longFiles,
  rooms,
  strayCodes,
  wrongImports,
} from "./house-rules.ts";
import { readTree, root, toSources } from "./source-tree.ts";

const sources = toSources(readTree("src"));
const planted = toSources(
  parseArchive(readFileSync(join(root, "test/fixtures/arch/planted.txt"), "utf8")).files,
);

describe("imports between rooms", () => {
  it("follow the table of DESIGN", () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(wrongImports(sources)).toEqual([]);
  });

  it("are refused where they do not: each planted violation is found, and nothing else", () => {
    expect(wrongImports(planted)).toEqual([
      "src/model/upward.ts: model imports reach",
      "src/reach/world.ts: reach imports advice",
      "src/reach/agreement.ts: reach imports lab",
      "src/reach/disk.ts: reach imports node:fs",
      "src/reach/disk.ts: reach imports os",
      "src/readers/sdk.ts: readers imports @aws-sdk/client-ec2",
      "src/lab/fabric.ts: lab imports reach",
      "src/report/deciding.ts: report imports advice",
      "src/pricing/loose.ts: imports ../model/address without its .ts",
      "src/pricing/loose.ts: imports ../model/address.js without its .ts",
      "src/pricing/package.ts: pricing imports zod",
      "src/cli/main.ts: cli imports model",
      "src/cli/quick.ts: cli imports advice",
      "src/cellar/wine.ts: no room of this name in the house",
      "src/app/outside.ts: imports test/planted.ts, outside src",
    ]);
  });

  it("keep reach and lab apart in both directions", () => {
    expect(rooms["reach"]).not.toContain("lab");
    expect(rooms["lab"]).not.toContain("reach");
  });

  it("go round in no circle", () => {
    expect(circles(sources)).toEqual([]);
    expect(circles(planted)).toEqual([
      "src/app/first.ts → src/app/second.ts → src/app/third.ts → src/app/first.ts",
    ]);
  });
});

describe("sources", () => {
  it("below app know no clock, chance, environment or network", () => {
    expect(impurities(sources)).toEqual([]);
    expect(impurities(planted)).toEqual(["src/reach/clock.ts: Date.now("]);
  });

  it("are at most 300 lines long", () => {
    expect(longFiles(sources)).toEqual([]);
    const long = { path: "src/app/long.ts", text: "1;\n".repeat(301), room: "app", imports: [] };
    expect(longFiles([long, { ...long, text: "1;\n".repeat(300) }])).toEqual(["src/app/long.ts: 301 lines"]);
  });
});

describe("denat --help", () => {
  it("loads the command line and nothing of the engine", () => {
    expect(loadedAtStart(sources, "src/cli/main.ts")).toEqual([
      "src/app/failure.ts",
      "src/cli/cost.ts",
      "src/cli/input.ts",
      "src/cli/lab-instance.ts",
      "src/cli/lab.ts",
      "src/cli/main.ts",
      "src/cli/plan.ts",
      "src/cli/program.ts",
      "src/cli/question.ts",
      "src/cli/report.ts",
      "src/cli/run.ts",
      "src/cli/terminal.ts",
      "src/cli/traffic.ts",
      "src/cli/values.ts",
      "src/model/app-error.ts",
    ]);
    expect(loadedAtStart(planted, "src/cli/main.ts")).toEqual([
      "src/cli/main.ts",
      "src/cli/quick.ts",
      "src/model/address.ts",
    ]);
  });
});

describe("explanation codes", () => {
  const pages = [...readTree("docs/codes")].filter(([path]) => path.endsWith(".md"));
  const documented = pages.map(([path]) => path.slice("docs/codes/".length, -".md".length)).sort();

  it("are given after code: and nowhere else, so that none is missed here", () => {
    expect(codesIn(planted)).toEqual(["PLANTED_FIRST", "PLANTED_SECOND"]);
    expect(strayCodes(planted)).toEqual(["PLANTED_STRAY"]);
    expect(strayCodes(sources)).toEqual([]);
  });

  it("have a page each, and each page a code", () => {
    expect(documented.filter((name) => name !== "README")).toEqual(codesIn(sources));
  });

  it("open their page with their own name", () => {
    const strangers = pages.filter(([path, text]) => !text.startsWith(`# ${path.slice(11, -3)}\n`));
    expect(strangers.map(([path]) => path).filter((path) => !path.endsWith("README.md"))).toEqual([]);
  });
});
