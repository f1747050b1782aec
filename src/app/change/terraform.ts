/** Terraform: new files and edited blocks, read back as what the plan or state would tell with them. */
import { readFile, readdir } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { applyEdits, createTerraformWriter, variableMark } from "../../emit/index.ts";
import type { Aid, FileChange, HclSources, NewFile, PhaseText } from "../../emit/index.ts";
import type { Facts } from "../../facts/index.ts";
import type { BlockChange, HclSource, TerraformInput } from "../../model/source.ts";
import type { Network } from "../../model/network.ts";
import { rawRows } from "../../readers/describe/answer/raw-row.ts";
import { readNetwork, terraformAmong } from "../../readers/index.ts";
import { withNewCode } from "../../readers/terraform/applied/index.ts";
import { createHclParser } from "../../readers/terraform/applied/parse.ts";
import { locateHcl } from "../../readers/terraform/source/hcl.ts";
import { readTerraformInput } from "../../readers/terraform/source/input.ts";
import type { Source } from "../reading.ts";
import type { Tool } from "./tool.ts";

interface State {
  /** Texts of the user and of earlier phases, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Paths of what earlier phases made. */
  readonly created: ReadonlySet<string>;
  /** What earlier phases imported: these files are gone from the sources, and what they did is not. */
  readonly imports: readonly NewFile[];
  readonly blocks: readonly BlockChange[];
}

export async function terraformTool(
  { files, options, reading }: Source,
  facts: Facts,
  realPrefixList: Aid["realPrefixList"],
  sourceDirectory: string | undefined,
): Promise<Tool<State>> {
  const given = await terraformAmong(files, options.memory);
  const { documents, answers } = given;
  const input = readTerraformInput(documents, options, facts);
  const [first] = documents;
  const home = sourceDirectory ?? (first && dirname(first.path));
  const root = normalize(home ?? ".");
  const rows = rawRows(answers);
  const write = createTerraformWriter(
    { network: reading.network, resources: input.resources, realPrefixList },
    input,
    { rowOf: (id) => rows.get(id), locate: locateHcl },
  );
  const locate = createLocator(root);
  const parse = createHclParser();
  const texts = home === undefined ? new Map<string, string>() : await sourcesIn(root, input);
  return {
    target: "terraform",
    start: { texts, created: new Set(), imports: [], blocks: [] },
    write: async (phase, state) =>
      withPlace(write(phase, locate(state)), first === undefined ? reading.network : undefined),
    take: (text, state) => takeUp(text, state, root),
    read: async ({ texts, created, imports, blocks }) => {
      const code = {
        files: [...[...created].map((file) => ({ file, text: texts.get(file) ?? "" })), ...imports],
        blocks: blocks.filter(({ address }) => !isCreated(address, created, texts)),
        variableMark,
        prefixListIdFor: facts.prefixListIdFor,
        parse,
      };
      const applied = await withNewCode(given, input, code);
      return (await readNetwork(applied, options, facts)).network;
    },
  };
}

/** Code for an account that has none needs a directory of its own. */
function withPlace(text: PhaseText, network: Network | undefined): PhaseText {
  if (network === undefined) return text;
  const scopes = [...network.scopes.values()].map(
    ({ account, region }) => `account ${account}, Region ${region}`,
  );
  const isOwn = text.created.length + text.adopted.length > 0;
  const line = `The directory is one whose \`aws\` provider is of ${scopes.join("; ")}; Terraform is 1.5 or newer, for \`import\` blocks.`;
  return { ...text, advice: isOwn ? [...text.advice, "", line] : text.advice };
}

/** The `.tf` files of the root module, and of the modules that it calls by a path. */
async function sourcesIn(root: string, input: TerraformInput): Promise<ReadonlyMap<string, string>> {
  const modules = new Set(input.resources.flatMap(({ name }) => /^(module\.[\w-]+)/.exec(name)?.[1] ?? []));
  const local = [...modules].flatMap((module) => {
    const source = input.moduleOf(module)?.source ?? "";
    return /^\.{1,2}\//.test(source) ? [normalize(join(root, source))] : [];
  });
  const texts = new Map<string, string>();
  for (const directory of [root, ...local]) {
    const names = await readdir(directory).catch(() => []);
    for (const name of names.filter((one) => one.endsWith(".tf")).sort()) {
      const path = join(directory, name);
      texts.set(path, await readFile(path, "utf8"));
    }
  }
  return texts;
}

/** Each text is looked through once. */
function createLocator(root: string): (state: State) => HclSources {
  const known = new Map<string, HclSource>();
  return ({ texts, blocks }) => ({
    root,
    removed: new Set(blocks.flatMap(({ address, change }) => (change === "remove" ? [address] : []))),
    files: [...texts].map(([path, text]) => {
      const before = known.get(path);
      const source = before?.text === text ? before : locateHcl({ path, text });
      known.set(path, source);
      return source;
    }),
  });
}

function takeUp({ edits, created, adopted, blocks }: PhaseText, state: State, root: string) {
  const placed = ({ file, text }: NewFile): NewFile => ({ file: join(root, file), text });
  const standing = adopted.map((one) => placed(one.standing));
  const made = created.map(placed);
  const started = new Map([...state.texts, ...pairs(standing)]);
  const edited = [...new Set(edits.map(({ file }) => file))].map((file) => {
    const before = started.get(file) ?? "";
    const own = edits.filter((edit) => edit.file === file);
    return { file, before, after: applyEdits(before, own) };
  });
  const changes: readonly FileChange[] = [
    ...edited,
    ...made.map(({ file, text }) => ({ file, before: undefined, after: text })),
  ];
  const after = edited.map(({ file, after: text }) => ({ file, text }));
  return {
    changes,
    state: {
      texts: new Map([...started, ...pairs(after), ...pairs(made)]),
      created: new Set([...state.created, ...[...standing, ...made].map(({ file }) => file)]),
      imports: [...state.imports, ...adopted.map((one) => placed(one.imports))],
      blocks: [...state.blocks, ...blocks],
    },
  };
}

const pairs = (files: readonly NewFile[]) => files.map(({ file, text }) => [file, text] as const);

/** What is made by new code is read from its text, edits and all. */
function isCreated(
  address: string,
  created: ReadonlySet<string>,
  texts: ReadonlyMap<string, string>,
): boolean {
  const [type = "", name = ""] = address.split(".");
  const head = `resource "${type}" "${name}" {`;
  return [...created].some((file) => texts.get(file)?.includes(head) === true);
}
