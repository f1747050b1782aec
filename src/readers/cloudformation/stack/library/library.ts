/** The templates and assemblies of the input, and what they lead to beside it. Each text is parsed once. */
import type { InputFile, ReadOptions } from "../../../input.ts";
import { parseSyntax } from "../../syntax/index.ts";
import { isTemplate, looksLikeTemplate, toTemplate } from "../../template/template.ts";
import type { Template } from "../../template/template.ts";
import { findAssemblies, readAssets } from "./assembly.ts";
import type { Assembly } from "./assembly.ts";
import { directoryOf, joinPath, normalize } from "./path.ts";

export interface Library {
  readonly assemblies: readonly Assembly[];
  /** Files of the assemblies' assets, relative to their assembly, by the last step of their key in a bucket. */
  readonly assets: ReadonlyMap<string, string>;
  /** Those of the input, by normal path. */
  readonly templates: ReadonlyMap<string, Template>;
  /** The template at `path`, seen from `from`: one of the input, or a file beside it. */
  readonly find: (from: InputFile, path: string) => Template | undefined;
  /** Templates of the input whose path ends with `suffix`. */
  readonly endingWith: (suffix: string) => readonly Template[];
}

export function createLibrary(
  files: readonly InputFile[],
  options: Pick<ReadOptions, "findBeside">,
): Library {
  const { findBeside } = options;
  const assemblies = findAssemblies(files, options);
  const templates = new Map<string, Template>();
  for (const file of files) {
    const template = findTemplate(file);
    if (template !== undefined) templates.set(normalize(file.path), template);
  }
  const beside = new Map<string, Template | undefined>();
  return {
    assemblies,
    assets: new Map(assemblies.flatMap((assembly) => readAssets(assembly, options))),
    templates,
    endingWith: (suffix) =>
      [...templates].flatMap(([path, template]) =>
        path === suffix || path.endsWith(`/${suffix}`) ? [template] : [],
      ),
    find: (from, path) => {
      const whole = joinPath(directoryOf(from.path), path);
      const own = templates.get(whole);
      if (own !== undefined || beside.has(whole)) return own ?? beside.get(whole);
      const file = findBeside(from, path);
      const template =
        file === undefined ? undefined : (templates.get(normalize(file.path)) ?? findTemplate(file));
      beside.set(whole, template);
      return template;
    },
  };
}

/** Throws an AppError when the text is broken; undefined when it is something else than a template. */
function findTemplate(file: InputFile): Template | undefined {
  if (!looksLikeTemplate(file.text)) return undefined;
  const { root, duplicates } = parseSyntax(file);
  return isTemplate(root) ? toTemplate(file, root, duplicates) : undefined;
}
