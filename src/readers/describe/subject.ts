/**
 * What an answer is about, when it does not say so itself and its file must.
 *
 * Some calls answer with the contents of a thing and not with its id. Recorders then put the id into the name of the file
 * (`get-managed-prefix-list-entries-pl-1.json`) or of a directory above it.
 */
import { Rejected } from "./answer/fields.ts";

/** The last id of this pattern in the path; `noun` is for the reason when there is none. */
export function mustSubject(path: string, pattern: RegExp, noun: string): string {
  const found = [...decoded(path).matchAll(pattern)].at(-1)?.[0];
  if (found === undefined) {
    const reason = `the answer does not say of which ${noun} it is: put the id into the name of the file`;
    // What it would have told stays unknown by itself.
    throw new Rejected(reason, false);
  }
  return found;
}

/** The longest of `names` that stands in the path, with no letter or digit beside it. */
export function findNameIn(path: string, names: Iterable<string>): string | undefined {
  const text = decoded(path);
  return [...names]
    .filter((name) => name !== "" && standsIn(text, name))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0];
}

function standsIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text.charAt(at - 1);
    const after = text.charAt(at + name.length);
    if (!/[a-z0-9]/i.test(before) && !/[a-z0-9]/i.test(after)) return true;
  }
  return false;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
