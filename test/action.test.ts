/** The steps of action.yml and the hook of pre-commit as they are run, by bash, with a denat and a gh that note what they are asked. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const action = parse(read("action.yml")) as Action;

/** Notes its name and each argument on a line, then goes on with `then`. */
const noting = (name: string, then: string) =>
  `#!/bin/bash\n{ echo ${name}; printf '  %s\\n' "$@"; } >> "$NOTES"\n${then}\n`;

function runner() {
  const directory = mkdtempSync(join(tmpdir(), "denat-action-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const at = (name: string) => join(directory, name);
  mkdirSync(at("bin"));
  const files = { answer: "the answer\n", url: "", output: "", summary: "", notes: "" };
  for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text);
  const programs = {
    node: noting("node", `cat "$ANSWERS"; exit "$EXIT"`),
    gh: noting("gh", `[ "$1 $2" != "pr view" ] || cat "$URL"; exit "\${GH_EXIT:-0}"`),
  };
  for (const [name, text] of Object.entries(programs))
    writeFileSync(at(`bin/${name}`), text, { mode: 0o755 });
  const given = {
    PATH: `${at("bin")}:${process.env["PATH"] ?? ""}`,
    GITHUB_ACTION_PATH: "/action",
    GITHUB_OUTPUT: at("output"),
    GITHUB_STEP_SUMMARY: at("summary"),
    GITHUB_REPOSITORY: "o/r",
    RUNNER_TEMP: directory,
    NOTES: at("notes"),
    ANSWERS: at("answer"),
    URL: at("url"),
    EXIT: "0",
  };
  const run = (name: string, env: Readonly<Record<string, string>>) => {
    const step = action.runs.steps.find((one) => one.name === name);
    const script = step?.run ?? "";
    expect(Object.keys(step?.env ?? {}).filter((key) => !(key in env) && key !== "GH_TOKEN")).toEqual([]);
    const options = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script];
    const { status, stdout, stderr } = spawnSync("bash", options, {
      env: { ...given, ...env },
      cwd: directory,
      encoding: "utf8",
    });
    return { status, printed: stdout + stderr };
  };
  return { at, run, text: (name: string) => readFileSync(at(name), "utf8") };
}

const asked = { INPUT: "a.json", VERB: "plan", OPTIONS: "", REGION: "" };

describe("the action", () => {
  it("puts no input into a script, and takes no action of others than GitHub's", () => {
    const { steps, using } = action.runs;
    expect(using).toBe("composite");
    expect(steps.filter(({ run = "" }) => run.includes("${{"))).toEqual([]);
    expect(steps.flatMap(({ uses = [] }) => uses)).toEqual(["actions/setup-node@v4"]);
    const used = new Set([...read("action.yml").matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name));
    expect(used).toEqual(new Set(Object.keys(action.inputs)));
  });

  it("asks denat, word by word, and hands on its answer and status", () => {
    const { run, text } = runner();
    const env = {
      INPUT: "  a b.json\n\nc;$(d)*\n",
      VERB: "plan",
      OPTIONS: "--needs s3,ssm\n--strict",
      REGION: "r-1",
    };
    expect(run("Ask denat", { ...env, EXIT: "1" })).toEqual({ status: 0, printed: "" });
    expect(text("notes").split("\n  ")).toEqual(
      [
        "node",
        "/action/dist/cli/main.js",
        "plan",
        "--needs",
        "s3,ssm",
        "--strict",
        "--region",
        "r-1",
        "--format",
      ].concat(["markdown", "--", "a b.json", "c;$(d)*\n"]),
    );
    expect(text("summary")).toBe("the answer\n");
    expect(text("output")).toMatch(/^status=1\nmarkdown=.+\n$/);
  });

  it("fails at once when denat could not run", () => {
    const { run, text } = runner();
    expect(run("Ask denat", { ...asked, EXIT: "3" }).status).toBe(3);
    expect(text("output")).toBe("");
  });

  it.each([
    ["", "1", 0],
    ["no", "1", 1],
    ["no", "2", 0],
    ["cannot-tell no", "2", 2],
    ["cannot-tell", "0", 0],
    ["maybe", "0", 3],
  ])("with fail-on %j and status %s ends with %i", (FAIL_ON, STATUS, status) => {
    expect(runner().run("Judge", { FAIL_ON, STATUS }).status).toBe(status);
  });
});

describe("the comment of the action", () => {
  const comment = (url: string, answer: string, env: Readonly<Record<string, string>> = {}) => {
    const { run, at, text } = runner();
    writeFileSync(at("url"), url);
    writeFileSync(at("answer"), answer);
    const names = { NUMBER: "7", ANSWER: at("answer"), MARKER: "<!-- denat:plan -->" };
    const result = run("Comment on the pull request", { ...names, ...env });
    const calls = text("notes").split(/^gh\n/m).slice(1);
    const [, file] = /(?:=@|--body-file\n {2})(.+)/.exec(calls.at(-1) ?? "") ?? [];
    return { ...result, calls, body: file === undefined ? "" : readFileSync(file, "utf8") };
  };

  it("is made where there is none, with its marker", () => {
    const { status, calls, body } = comment("", "## denat\n");
    expect(status).toBe(0);
    expect(calls).toHaveLength(2);
    expect(calls[0]).toMatch(/viewerDidAuthor and \(\.body \| startswith\(env\.MARKER\)\)/);
    expect(calls[1]).toContain("  pr\n  comment\n  7\n  --repo\n  o/r\n");
    expect(body).toBe("<!-- denat:plan -->\n## denat\n");
  });

  it("is changed in place where there is one", () => {
    const { calls } = comment("https://github.com/o/r/pull/7#issuecomment-42\n", "## denat\n");
    expect(calls[1]).toContain("  PATCH\n  repos/o/r/issues/comments/42\n");
  });

  it("is cut at a line where GitHub would refuse it", () => {
    const { body } = comment("", "an answer of a line\n".repeat(4000));
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/\nan answer of a line\n\n\nThe rest is in the summary of the job\.\n$/);
  });

  it("may be refused: that is a warning", () => {
    const { status, printed } = comment("", "## denat\n", { GH_EXIT: "1" });
    expect(status).toBe(0);
    expect(printed).toContain("::warning::denat could not comment");
  });
});

describe("the hook of pre-commit", () => {
  interface Hook {
    readonly id: string;
    readonly entry: string;
    readonly language: string;
    readonly files: string;
  }
  const [hook] = parse(read(".pre-commit-hooks.yaml")) as readonly Hook[];

  it("is denat plan, built by the first run alone", () => {
    expect(hook).toMatchObject({ id: "denat-plan", entry: "scripts/pre-commit.sh", language: "script" });
    const { at, text } = runner();
    mkdirSync(at("scripts"));
    copyFileSync(join(root, hook?.entry ?? ""), at("scripts/pre-commit.sh"));
    const build = `[ "$1" != run ] || { mkdir -p "$RUNNER_TEMP/dist/cli" && touch "$RUNNER_TEMP/dist/cli/main.js"; }`;
    writeFileSync(at("bin/npm"), noting("npm", build), { mode: 0o755 });
    const env = {
      PATH: `${at("bin")}:${process.env["PATH"] ?? ""}`,
      RUNNER_TEMP: at("."),
      NOTES: at("notes"),
    };
    const answer = { ANSWERS: at("answer"), EXIT: "1" };
    const twice = [1, 2].map(
      () =>
        spawnSync("bash", [at("scripts/pre-commit.sh"), "a b.json"], { env: { ...env, ...answer } }).status,
    );
    expect(twice).toEqual([1, 1]);
    const called = text("notes")
      .split("\n")
      .filter((line) => !line.startsWith(" ") && line !== "");
    expect(called).toEqual(["npm", "npm", "node", "node"]);
    expect(text("notes")).toContain("/dist/cli/main.js\n  plan\n  a b.json\n");
  });

  it("is for templates and plans", () => {
    const files = new RegExp(hook?.files ?? "");
    const names = [
      "cdk.out/A.template.json",
      "template.yaml",
      "x/template.yml",
      "plan.json",
      "tf/tfplan.json",
    ];
    expect(names.filter((name) => !files.test(name))).toEqual([]);
    expect(["package.json", "my-template.yaml", "floorplan.json"].filter((name) => files.test(name))).toEqual(
      [],
    );
  });
});
