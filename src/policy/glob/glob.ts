/**
 * Patterns in which `*` stands for any run of characters and `?` for any one.
 *
 * A pattern is a row of tokens: code points, and two negative numbers for the wildcards, so that a literal asterisk
 * (the policy variable `${*}`) cannot be taken for one.
 */
export const many = -1;
export const one = -2;

export type Glob = readonly number[];

export function toGlob(text: string): Glob {
  return Array.from(text, (character) => {
    if (character === "*") return many;
    return character === "?" ? one : codeOf(character);
  });
}

/** The glob that `text` alone matches. */
export function toLiteral(text: string): Glob {
  return Array.from(text, codeOf);
}

export function isLiteral(glob: Glob): boolean {
  return glob.every((token) => token >= 0);
}

export function matchesText(glob: Glob, text: string): boolean {
  return matchesCodes(glob, toLiteral(text));
}

/** Greedy matching: on a mismatch only the latest `*` needs to take one character more. */
export function matchesCodes(glob: Glob, codes: readonly number[]): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let index = 0;
  while (index < codes.length) {
    const token = glob[at];
    if (token === many) {
      star = at;
      resume = index;
      at += 1;
    } else if (token === one || token === codes[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      resume += 1;
      index = resume;
      at = star + 1;
    } else return false;
  }
  return glob.slice(at).every((token) => token === many);
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
