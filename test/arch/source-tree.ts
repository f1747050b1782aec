/** The sources as the rules of the house see them: who imports whom, and the code without its words. */
import { readFileSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";

interface Import {
  readonly specifier: string;
  /** The imported file, as a path of the tree; undefined for packages. */
  readonly target: string | undefined;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

export interface SourceFile {
  /** From the repository's root: `src/reach/world.ts`. */
  readonly path: string;
  readonly text: string;
  /** The first folder under src. */
  readonly room: string;
  readonly imports: readonly Import[];
}

export const root = join(import.meta.dirname, "../..");

/** Every file under `folder` of the repository, with its text. */
export function readTree(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const paths = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    paths.sort().map((path) => [posix.relative(root, path), readFileSync(path, "utf8")] as const),
  );
}

export function toSources(tree: ReadonlyMap<string, string>): readonly SourceFile[] {
  return [...tree]
    .filter(([path]) => /\.[cm]?[jt]sx?$/.test(path))
    .map(([path, text]) => ({ path, text, room: path.split("/")[1] ?? "", imports: importsOf(path, text) }));
}

const staticImport = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^"';]*?\sfrom\s+)?["']([^"']+)["']/gm;
const dynamicImport = /\bimport\(\s*["']([^"']+)["']\s*(?:as string\s*)?\)/g;

function importsOf(path: string, text: string): readonly Import[] {
  const code = withoutComments(text);
  const toImport = (specifier: string, typeOnly: boolean, dynamic: boolean): Import => ({
    specifier,
    target: specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : undefined,
    typeOnly,
    dynamic,
  });
  return [
    ...[...code.matchAll(staticImport)].map(([, type, name = ""]) =>
      toImport(name, type !== undefined, false),
    ),
    ...[...code.matchAll(dynamicImport)].map(([, name = ""]) => toImport(name, false, true)),
  ];
}

/** Comments become blanks; strings stay, since imports are written in them. */
export function withoutComments(text: string): string {
  return text.replaceAll(
    /("(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[^]*?\*\/|\/\/.*$/gm,
    (_, words?: string) => words ?? " ",
  );
}
