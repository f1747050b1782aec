import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readInputs } from "../../src/app/inputs.ts";
import { AppError } from "../../src/model/app-error.ts";

const template = '{ "Resources": {} }';

/** A directory with these files; gone when the test is. */
function directory(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), "denat-inputs-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

async function* bytes(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}

/** What was read and what was passed over, by path below `root`. */
async function read(root: string, ...names: readonly string[]) {
  const paths = names.length === 0 ? [root] : names.map((name) => join(root, name));
  const { files, skipped } = await readInputs(paths, bytes());
  const below = (path: string) => path.slice(root.length + 1);
  return {
    files: files.map(({ path }) => below(path)),
    skipped: Object.fromEntries(skipped.map(({ path, reason }) => [below(path), reason])),
  };
}

async function failure(root: string, ...names: readonly string[]): Promise<string> {
  const error: unknown = await read(root, ...names).catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError))
    throw new Error("it was read, or failed in another way", { cause: error });
  return `${error.message}: ${error.hint}`.replaceAll(`${root}/`, "").replaceAll(root, "DIR");
}

describe("a directory", () => {
  it("is read to its leaves, in the order of names, without what is hidden or installed", async () => {
    const root = directory({
      "b.json": template,
      "a/deep/c.template": "Resources:\n  Vpc: {}\n",
      ".git/config.json": template,
      ".hidden.json": template,
      "node_modules/x/package.json": "{}",
    });
    expect(await read(root)).toEqual({ files: ["a/deep/c.template", "b.json"], skipped: {} });
  });

  it("passes over what cannot be input, and says why", async () => {
    const root = directory({
      "stack.yaml": "# a comment\nResources:\n",
      "notes.md": "# Resources: none\n[link](there)\n",
      "settings.ini": "[section]\nkey=1\n",
      "chart.yaml": "{{ if .Values.on }}\nkind: x\n{{ end }}\n",
      "tsconfig.json": "{\n  // comments are not JSON\n}\n",
      "asset.zip": new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]),
      "latin1.txt": new Uint8Array([0x7b, 0x22, 0xe9, 0x22, 0x7d]),
      "failed-call.json": "",
    });
    const neither = "neither JSON nor a template";
    expect(await read(root)).toEqual({
      files: ["stack.yaml"],
      skipped: {
        "notes.md": neither,
        "settings.ini": neither,
        "chart.yaml": neither,
        "tsconfig.json": neither,
        "asset.zip": "is not text",
        "latin1.txt": "is not text",
        "failed-call.json": "empty",
      },
    });
  });

  it("with nothing to read in it is refused", async () => {
    const hint =
      "give a directory with CloudFormation templates, a Terraform plan, or the JSON of aws ec2 describe-… calls";
    expect(await failure(directory({}))).toBe(`DIR holds nothing that denat can read: ${hint}`);
    expect(await failure(directory({ "a/notes.md": "text" }))).toMatch(/^DIR holds nothing/);
  });

  it("with links in a circle is read once", async () => {
    const root = directory({ "a/stack.json": template });
    symlinkSync(root, join(root, "a/up"));
    symlinkSync("nowhere", join(root, "a/gone.json"));
    symlinkSync("stack.json", join(root, "a/twin.json"));
    expect(await read(root)).toEqual({
      files: ["a/stack.json"],
      skipped: { "a/gone.json": "a link that leads nowhere" },
    });
  });

  it("given twice, or beside a file of its own, is read once", async () => {
    const root = directory({ "a/stack.json": template });
    expect(await read(root, "a", "a")).toMatchObject({ files: ["a/stack.json"] });
    expect(await read(root, "a/stack.json", "a")).toMatchObject({ files: ["a/stack.json"] });
  });
});

describe("a file given by name", () => {
  it("is read whatever it is called, and left to the readers to judge", async () => {
    const root = directory({ "notes.md": "no template at all", "x.bin": template });
    expect(await read(root, "notes.md", "x.bin")).toEqual({ files: ["notes.md", "x.bin"], skipped: {} });
  });

  it("that does not exist is a failure that names its nearest siblings", async () => {
    const root = directory({ "template.yaml": "x", "other.json": "x" });
    expect(await failure(root, "tempalte.yaml")).toBe(
      "there is no tempalte.yaml: did you mean template.yaml?",
    );
    expect(await failure(root, "zzz")).toBe("there is no zzz: check the path");
    expect(await failure(root, "no/such/file")).toBe(
      "there is no no/such/file: there is no directory no/such",
    );
    expect(await failure(root, "other.json/x")).toBe(
      "cannot read other.json/x: a part of the path is a file",
    );
  });

  it("that is empty, binary or not UTF-8 is a failure", async () => {
    const root = directory({
      "empty.json": " \n",
      "binary.json": new Uint8Array([0x7b, 0, 1, 2]),
      "latin1.yaml": new Uint8Array([0x61, 0x3a, 0x20, 0xe9]),
    });
    expect(await failure(root, "empty.json")).toMatch(/^empty\.json is empty: /);
    expect(await failure(root, "binary.json")).toMatch(/^binary\.json is not text: /);
    expect(await failure(root, "latin1.yaml")).toMatch(/^latin1\.yaml is not text: /);
  });

  it("in a circle of links is a failure", async () => {
    const root = directory({});
    symlinkSync("b", join(root, "a"));
    symlinkSync("a", join(root, "b"));
    expect(await failure(root, "a")).toBe("cannot read a: symbolic links in a circle");
  });

  it("that is a binary plan of Terraform is told how to print it", async () => {
    const head = [0x50, 0x4b, 3, 4, 20, 0, 8, 0, 8, 0, ...Array.from({ length: 16 }, () => 0), 6, 0, 0, 0];
    const root = directory({ tfplan: new Uint8Array([...head, ...Buffer.from("tfplan"), 0]) });
    expect(await failure(root, "tfplan")).toBe(
      "tfplan is a Terraform plan in its own binary form: print it as JSON: terraform show -json tfplan > plan.json, and give plan.json",
    );
  });

  it("may be too large for YAML and still fine for JSON", async () => {
    const spaces = " ".repeat(6_000_000);
    const root = directory({ "big.yaml": `Resources:\n${spaces}`, "big.json": `{${spaces}}` });
    expect(await failure(root, "big.yaml")).toMatch(/^big\.yaml is no JSON and larger than 5 MB: /);
    expect(await read(root, "big.json")).toMatchObject({ files: ["big.json"] });
  });

  it("of a size that no text can have is refused before it is read", async () => {
    const root = directory({ "huge.json": "{" });
    truncateSync(join(root, "huge.json"), 100_000_000_000);
    expect(await failure(root, "huge.json")).toMatch(/^huge\.json is not text: /);
  });

  it("may be UTF-16 with a byte order mark, or UTF-8 with one", async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(template, "utf16le")]);
    const root = directory({ "powershell.json": utf16, "bom.json": `\ufeff${template}` });
    const { files } = await readInputs([join(root, "powershell.json"), join(root, "bom.json")], bytes());
    expect(files.map(({ text }) => text)).toEqual([template, template]);
  });
});

describe("standard input", () => {
  it("is one more file, in pieces that may cut a character", async () => {
    const [head, tail] = [Buffer.from('{"é').subarray(0, 3), Buffer.from('{"é":1}').subarray(3)];
    const { files } = await readInputs(["-"], bytes(head, tail));
    expect(files).toEqual([{ path: "-", text: '{"é":1}' }]);
  });

  it("that is empty is a failure", async () => {
    await expect(readInputs(["-"], bytes())).rejects.toThrow("standard input is empty");
  });

  it("without end is refused at the limit", async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield Buffer.alloc(1_000_000, "a");
    }
    await expect(readInputs(["-"], endless())).rejects.toThrow(
      "standard input is no JSON and larger than 5 MB",
    );
  });
});

describe("what plan --out wrote", () => {
  it("is no input, wherever it lies", async () => {
    const root = directory({
      "stack.json": template,
      "change/README.md": "# Leaving the NAT gateway\n",
      "change/1-gateway-endpoints/resources.yaml": "Resources:\n  A: {}\n",
      "docs/README.md": "# Notes\n",
    });
    expect(await read(root)).toEqual({
      files: ["stack.json"],
      skipped: { change: "what denat plan --out wrote", "docs/README.md": "neither JSON nor a template" },
    });
  });
});
