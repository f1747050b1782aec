/** AWS's published address ranges: ip-ranges.json as a table. */
import { parseCidr } from "../../model/address.ts";
import type { Cidr } from "../../model/address.ts";
import { failAt, mustHold, parseTable, wordsIn } from "../csv.ts";
import type { Dated } from "../dated.ts";
import { once, onceEach } from "../once.ts";

export interface AddressRange {
  /** Parsed when asked: a question is about few of the ten thousand. */
  readonly cidr: () => Cidr;
  /** `GLOBAL` for edge services. */
  readonly region: string;
  readonly tags: readonly string[];
}

export interface AddressRanges extends Dated {
  readonly syncToken: string;
  readonly ranges: readonly AddressRange[];
}

/** The first line names the file's syncToken and its date, as ip-ranges.json writes them. */
const heading = /^#.*syncToken (\d+) \((\d{4}-\d\d-\d\d)-/;

export function parseAddressRanges(text: string): AddressRanges {
  const first = text.slice(0, text.indexOf("\n"));
  const [, syncToken = "", date = ""] =
    heading.exec(first) ?? failAt({ table: "address-ranges", line: 1 }, "no syncToken with a date");
  // Ten thousand rows, and a few dozen lists of tags among them.
  const tagsIn = onceEach((services: string) => wordsIn(services));
  const ranges = parseTable("address-ranges", text, ["cidr", "region", "services"]).map((row) => {
    const { cidr, region, services } = row.cells;
    mustHold(row, region !== "" && services !== "", "no Region or no tag");
    return {
      cidr: once(() => parseCidr(cidr) ?? failAt(row, `no CIDR block: ${cidr}`)),
      region,
      tags: tagsIn(services),
    };
  });
  return { syncToken, date, source: `ip-ranges.json, syncToken ${syncToken}`, ranges };
}
