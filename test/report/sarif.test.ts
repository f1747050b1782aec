import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { planFormats, traceFormats } from "../../src/report/index.ts";
import { version } from "../../src/report/sarif/log.ts";
import { meanings } from "../../src/report/sarif/meanings.ts";
import { toPlace } from "../../src/report/sarif/place.ts";
import { page, plan, planOf, trace, traceReport } from "./samples.ts";
import { sarifViolations } from "./sarif-rules.ts";

interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly object[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}
interface Log {
  readonly runs: readonly {
    readonly tool: object;
    readonly results: readonly Result[];
    readonly properties: object;
  }[];
}

const planLog = (of = plan) => JSON.parse(planFormats.sarif(of, page)) as Log;
const traceLog = (of = traceReport) => JSON.parse(traceFormats.sarif(of, page)) as Log;
const resultsOf = ({ runs }: Log) => runs.flatMap(({ results }) => results);
const printsOf = (log: Log) =>
  resultsOf(log).map(({ partialFingerprints }) => partialFingerprints["denat/1"]);

describe("the SARIF of an answer", () => {
  it("is a log as the standard demands it, with findings and without", () => {
    const safe = planOf({ answer: "safe", blockers: [], unknowns: [] });
    for (const log of [planLog(), traceLog(), planLog(safe)]) expect(sarifViolations(log)).toEqual([]);
    expect(resultsOf(planLog(safe))).toEqual([]);
  });

  it("has a blocker as an error at its line, with its fix", () => {
    expect(resultsOf(planLog())).toEqual([
      {
        ruleId: "NO_ROUTE_TO_DESTINATION",
        ruleIndex: 0,
        level: "error",
        message: {
          text: "without the NAT no route leads to ssm.ap-northeast-1.amazonaws.com\nfix: add an interface endpoint for ssm",
        },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "template.json", uriBaseId: "%SRCROOT%" },
              region: { startLine: 120 },
            },
            logicalLocations: [
              {
                name: "PrivateRouteTable",
                kind: "resource",
                fullyQualifiedName: "route-table PrivateRouteTable",
              },
            ],
          },
        ],
        partialFingerprints: { "denat/1": "NO_ROUTE_TO_DESTINATION/Vpc/route-table/PrivateRouteTable//" },
      },
    ]);
  });

  it("has a missing fact as a warning where the answer hangs on it, else as a note", () => {
    const levels = (log: Log) => resultsOf(log).map(({ ruleId, level }) => `${ruleId} ${level}`);
    expect(levels(traceLog())).toEqual(["NO_ROUTE_TO_DESTINATION error", "cannot-tell note"]);
    const unknown = { ...trace, verdict: "unknown", explanations: [] } as const;
    expect(levels(traceLog({ ...traceReport, trace: unknown }))).toEqual(["cannot-tell warning"]);
    const { unknowns } = trace;
    expect(levels(planLog(planOf({ answer: "cannot-tell", blockers: [], unknowns })))).toEqual([
      "cannot-tell warning",
    ]);
  });

  it("keeps a fingerprint when lines move and words change, and has one for each finding", () => {
    const [blocker] = plan.vpcs.flatMap(({ blockers }) => blockers);
    if (blocker === undefined) throw new Error("the sample has a blocker");
    const moved = planOf({ blockers: [{ ...blocker, origin: "template.json:121", message: "otherwise" }] });
    expect(printsOf(planLog(moved))).toEqual(printsOf(planLog()));
    const twice = printsOf(planLog(planOf({ blockers: [blocker, { ...blocker, message: "otherwise" }] })));
    expect(new Set(twice).size).toBe(2);
    const other = planOf({ blockers: [{ ...blocker, component: { kind: "route-table", id: "Other" } }] });
    expect(printsOf(planLog(other))).not.toEqual(printsOf(planLog()));
    const asked = { ...traceReport.asked, withoutNat: false };
    expect(printsOf(traceLog({ ...traceReport, asked }))).not.toEqual(printsOf(traceLog()));
  });

  it("stands half a surrogate pair in a name", () => {
    const unknowns = [{ fact: "\ud800", settledBy: "" }];
    expect(printsOf(planLog(planOf({ blockers: [], unknowns })))).toEqual(["cannot-tell/Vpc/%EF%BF%BD"]);
  });

  it("names the maker and its version, and what is assumed", () => {
    const { version: published } = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
    ) as { version: string };
    expect(version).toBe(published);
    const [run] = planLog().runs;
    expect(run?.tool).toMatchObject({ driver: { name: "denat", version: published } });
    expect(run?.properties).toMatchObject({
      answer: "safe-with-changes",
      assumptions: [{ fact: "Block Public Access is off" }],
    });
  });
});

describe("the place of a finding", () => {
  const component = { kind: "route-table", id: "Table" };
  const physical = (origin: string) => toPlace(component, origin).physicalLocation;

  it("is a file of the repository, a file elsewhere, or no file", () => {
    expect(physical("a b/é:1.yaml:41")).toEqual({
      artifactLocation: { uri: "a%20b/%C3%A9%3A1.yaml", uriBaseId: "%SRCROOT%" },
      region: { startLine: 41 },
    });
    expect(physical("/tmp/t.json:7")?.artifactLocation).toEqual({ uri: "file:///tmp/t.json" });
    expect(physical("out/routes.json (aws ec2 describe-route-tables)")).toEqual({
      artifactLocation: { uri: "out/routes.json", uriBaseId: "%SRCROOT%" },
    });
    for (const origin of [
      "",
      "AWS, as documented",
      "standard input:4",
      "aws:/1/us-east-1/describe-vpcs.json (aws ec2 describe-vpcs)",
    ]) {
      expect(physical(origin)).toBeUndefined();
    }
  });
});

describe("the meanings of codes", () => {
  it("are those of docs/codes, word by word", () => {
    const text = readFileSync(new URL("../../docs/codes/README.md", import.meta.url), "utf8");
    const rows = [...text.matchAll(/^\| \[(\w+)\]\(\1\.md\) \| (.+) \|$/gm)];
    expect(meanings).toEqual(Object.fromEntries(rows.map(([, code, meaning]) => [code, meaning])));
  });
});

describe("the rules of SARIF", () => {
  it.each([
    ["3.13.2 version is 2.1.0", '"version": "2.1.0"', '"version": "2.0.0"'],
    ["3.13 has no run", '"runs"', '"run"'],
    ["3.19.8 the driver has a name", '"name": "denat"', '"name": ""'],
    ["3.27.6 ruleIndex is that of ruleId", '"ruleIndex": 0', '"ruleIndex": 1'],
    [
      "3.27.10 level is one of four",
      '"level": "error",\n          "message"',
      '"level": "bad",\n          "message"',
    ],
    ["3.30.5 lines count from 1", '"startLine": 120', '"startLine": 0'],
    ["3.4.3 a b is a URI", '"uri": "template.json"', '"uri": "a b"'],
    ["3.27 has no where", '"locations"', '"where"'],
  ])("see a planted violation: %s", (violation, from, to) => {
    const text = planFormats.sarif(plan, page);
    expect(text).toContain(from);
    expect(sarifViolations(JSON.parse(text.replace(from, to)))).toContain(violation);
  });
});
