/** Of which family an image is: whose packages a machine installs, and so from where. */
import { datedOf, failAt, oneOf, parseTable } from "../csv.ts";

export const imageFamilies = [
  "amazon-linux",
  "ubuntu",
  "debian",
  "red-hat",
  "other-linux",
  /** Debian or one of its kin: all that its script tells. */
  "debian-like",
  "windows",
  "bottlerocket",
  "unknown",
] as const;
export type ImageFamily = (typeof imageFamilies)[number];

export const isImageFamily = (word: string): word is ImageFamily =>
  imageFamilies.some((family) => family === word);

export interface FamilyRow {
  readonly kind: "image" | "script";
  readonly match: RegExp;
  readonly family: ImageFamily;
}

export function parseFamilies(text: string): readonly FamilyRow[] {
  return parseTable("image-families", text, ["kind", "match", "family", "source", "date"]).map((row) => {
    datedOf(row);
    try {
      const match = new RegExp(row.cells.match, "im");
      return {
        kind: oneOf(row, "kind", ["image", "script"]),
        match,
        family: oneOf(row, "family", imageFamilies),
      };
    } catch (error) {
      if (error instanceof SyntaxError) return failAt(row, `no regular expression: ${row.cells.match}`);
      throw error;
    }
  });
}

/** `image` is all that tells it: an id, a name, the path of a parameter. Where it says nothing, a script may. */
export function familyOf(rows: readonly FamilyRow[], image: string, script: string): ImageFamily {
  const found =
    rows.find(({ kind, match }) => kind === "image" && match.test(image)) ??
    rows.find(({ kind, match }) => kind === "script" && match.test(script));
  return found?.family ?? "unknown";
}
