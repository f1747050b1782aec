/** Which tag of the ranges stands for which services and prefix lists. */
import { datedOf, failAt, mustHold, parseTable, wordsIn } from "../csv.ts";
import type { Dated } from "../dated.ts";
import type { Family } from "../../model/address.ts";

export interface AddressTag extends Dated {
  readonly tag: string;
  readonly services: readonly string[];
  /** With REGION in place of the Region, or the name of a global list; undefined for a tag without a list. */
  readonly listName: string | undefined;
  /** Of the list's entries. */
  readonly family: Family | undefined;
}

export function parseAddressTags(text: string): readonly AddressTag[] {
  const columns = ["tag", "services", "list_name", "family", "source", "date", "note"] as const;
  return parseTable("address-tags", text, columns).map((row) => {
    const { tag, services, list_name, family } = row.cells;
    mustHold(row, /^[A-Z0-9_]+$/.test(tag), `no tag: ${tag}`);
    mustHold(row, (list_name === "") === (family === ""), "a list has a family, and nothing else has");
    return {
      tag,
      services: wordsIn(services),
      listName: list_name || undefined,
      family: family === "" ? undefined : (familyOf(family) ?? failAt(row, `no family: ${family}`)),
      ...datedOf(row),
    };
  });
}

function familyOf(word: string): Family | undefined {
  return word === "4" ? 4 : word === "6" ? 6 : undefined;
}
