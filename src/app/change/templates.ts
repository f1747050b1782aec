/** CloudFormation: templates are edited, and the edited ones read as they were. */
import { readFileSync } from "node:fs";
import { applyEdits, createTemplateWriter } from "../../emit/index.ts";
import type { Aid, PhaseText, Sources } from "../../emit/index.ts";
import type { Facts } from "../../facts/index.ts";
import type { InputResource, TemplateSource } from "../../model/source.ts";
import { locateTemplate } from "../../readers/cloudformation/source/index.ts";
import { templateResources } from "../../readers/cloudformation/source/inventory.ts";
import { readNetwork } from "../../readers/index.ts";
import type { InputFile, ReadOptions } from "../../readers/input.ts";
import type { Source } from "../reading.ts";
import type { Tool } from "./tool.ts";

/** Texts of templates by their files: those of the input, and nested ones beside them. */
export type Texts = ReadonlyMap<string, string>;

export function templateTool(
  { files, options, reading }: Source,
  facts: Facts,
  realPrefixList: Aid["realPrefixList"],
): Tool<Texts> & { readonly resources: readonly InputResource[] } {
  const resources = templateResources(files, options, facts);
  const start = textsOf(files, resources);
  const locate = createLocator();
  const aid: Aid = { network: reading.network, resources, realPrefixList };
  const write = createTemplateWriter(aid, locate(start));
  return {
    target: "cloudformation",
    resources,
    start,
    write: async (phase, texts) => write(phase, locate(texts)),
    take: (text, texts) => takeUp(text, texts),
    read: async (texts) => {
      const now = files.map((file) => ({ ...file, text: texts.get(file.path) ?? file.text }));
      return (await readNetwork(now, withTexts(options, texts), facts)).network;
    },
  };
}

function textsOf(files: readonly InputFile[], resources: readonly InputResource[]): Texts {
  const given = new Map(files.map(({ path, text }) => [path, text]));
  const used = new Set(resources.map(({ file }) => file));
  return new Map([...used].map((file) => [file, given.get(file) ?? readFileSync(file, "utf8")]));
}

/** Each text is looked through once. */
function createLocator(): (texts: Texts) => Sources {
  const known = new Map<string, TemplateSource>();
  return (texts) =>
    new Map(
      [...texts].map(([path, text]) => {
        const before = known.get(path);
        const source = before?.text === text ? before : locateTemplate({ path, text });
        known.set(path, source);
        return [path, source];
      }),
    );
}

function takeUp({ edits }: PhaseText, texts: Texts) {
  const changed = [...new Set(edits.map(({ file }) => file))].map((file) => {
    const before = texts.get(file) ?? "";
    return {
      file,
      before,
      after: applyEdits(
        before,
        edits.filter((edit) => edit.file === file),
      ),
    };
  });
  return {
    state: new Map([...texts, ...changed.map(({ file, after }) => [file, after] as const)]),
    changes: changed,
  };
}

/** A nested template that was edited stands in place of its file. */
function withTexts(options: ReadOptions, texts: Texts): ReadOptions {
  return {
    ...options,
    findBeside: (from, reference) => {
      const found = options.findBeside(from, reference);
      const text = found && texts.get(found.path);
      return found === undefined || text === undefined ? found : { ...found, text };
    },
  };
}
