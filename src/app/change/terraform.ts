/** Terraform: new files and edited blocks, read back as what the plan or state would tell with them. */
import { readFile, readdir } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { applyEdits, createTerraformWriter, variableMark } from "../../emit/index.ts";
import type { Aid, FileChange, HclSources, PhaseText } from "../../emit/index.ts";
import type { Facts } from "../../facts/index.ts";
import type { BlockChange, HclSource, TerraformInput } from "../../model/source.ts";
import { readNetwork } from "../../readers/index.ts";
import { withNewCode } from "../../readers/terraform/applied/index.ts";
import { locateHcl } from "../../readers/terraform/source/hcl.ts";
import { readTerraformInput } from "../../readers/terraform/source/input.ts";
import type { Source } from "../reading.ts";
import type { Tool } from "./tool.ts";

interface State {
  /** Texts of the user and of earlier phases, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Paths of what earlier phases made. */
  readonly created: ReadonlySet<string>;
  readonly blocks: readonly BlockChange[];
}

export async function terraformTool(
  { files, options, reading }: Source,
  facts: Facts,
  realPrefixList: Aid["realPrefixList"],
  sourceDirectory: string | undefined,
): Promise<Tool<State>> {
  const input = readTerraformInput(files, options, facts);
  const root = normalize(sourceDirectory ?? dirname(files[0]?.path ?? "."));
  const write = createTerraformWriter(
    { network: reading.network, resources: input.resources, realPrefixList },
    input,
  );
  const locate = createLocator(root);
  return {
    target: "terraform",
    start: { texts: await sourcesIn(root, input), created: new Set(), blocks: [] },
    write: async (phase, state) => write(phase, locate(state)),
    take: (text, state) => takeUp(text, state, root),
    read: async ({ texts, created, blocks }) => {
      const code = {
        files: [...created].map((file) => ({ file, text: texts.get(file) ?? "" })),
        blocks: blocks.filter(({ address }) => !isCreated(address, created, texts)),
        variableMark,
      };
      return (await readNetwork(await withNewCode(files, input, code), options, facts)).network;
    },
  };
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

function takeUp({ edits, created, blocks }: PhaseText, state: State, root: string) {
  const edited = [...new Set(edits.map(({ file }) => file))].map((file): FileChange => {
    const before = state.texts.get(file) ?? "";
    const own = edits.filter((edit) => edit.file === file);
    return { file, before, after: applyEdits(before, own) };
  });
  const made = created.map(({ file, text }): FileChange => {
    return { file: join(root, file), before: undefined, after: text };
  });
  const changes = [...edited, ...made];
  return {
    changes,
    state: {
      texts: new Map([...state.texts, ...changes.map(({ file, after = "" }) => [file, after] as const)]),
      created: new Set([...state.created, ...made.map(({ file }) => file)]),
      blocks: [...state.blocks, ...blocks],
    },
  };
}

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
