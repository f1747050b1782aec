/**
 * Hosts that no endpoint of AWS serves: whose they are, whether IPv6 leads to them, and what may stand in for a NAT.
 *
 * Decides which alternatives a host has; that a workload needs the host is for others to say.
 */
import { datedOf, indexRows, mustHold, parseTable, wordsIn } from "./csv.ts";
import type { Row } from "./csv.ts";
import type { Dated } from "./dated.ts";
import { compilePattern } from "./host/pattern.ts";
import { once, onceEach } from "./once.ts";
import type { RegionFacts } from "./region.ts";

export interface OutsideHost extends Dated {
  /** Whose it is; empty where no row knows. */
  readonly what: string;
  /** Whether the name has AAAA records; undefined where that is not known. */
  readonly hasIpv6: boolean | undefined;
  /** What may stand in for a NAT, in words, the best first. */
  readonly alternatives: readonly string[];
}

export interface OutsideHostFacts {
  /**
   * Always answers. `named` is the kind of clue that names the host, or why no endpoint serves it; `what` says whose it is
   * where no row does. An empty `host` is some host that is not known.
   */
  readonly outsideHost: (host: string, named: string, what?: string) => OutsideHost;
  /** Whether a row of its own knows the host, as one that clients dial. */
  readonly isListedOutside: (host: string) => boolean;
}

const columns = ["pattern", "trigger", "what", "ipv6", "alternatives", "source", "date"] as const;
type HostRow = Row<(typeof columns)[number]>;

export function createOutsideHostFacts(
  texts: { readonly hosts: string; readonly alternatives: string },
  regions: RegionFacts,
): OutsideHostFacts {
  const tables = once(() => parseTables(texts, regions));
  const rowOf = onceEach((host: string) =>
    tables().listed.find(({ pattern }) => pattern.match(host.toLowerCase()) !== undefined),
  );
  return {
    isListedOutside: (host) => rowOf(host) !== undefined,
    outsideHost: (host, named, whose = "") => {
      const { others, texts: words } = tables();
      const row = rowOf(host)?.row ?? others.get(named) ?? others.get("");
      if (row === undefined) throw new Error("data/outside-hosts.csv: no row for hosts of no other row");
      const { ipv6, alternatives } = row.cells;
      const what = row.cells.what || whose;
      return {
        what,
        hasIpv6: ipv6 === "" ? undefined : ipv6 === "yes",
        alternatives: wordsIn(alternatives).map((word) => fill(words.get(word) ?? "", { host, what, ipv6 })),
        ...datedOf(row),
      };
    },
  };
}

function parseTables(
  { hosts, alternatives }: { readonly hosts: string; readonly alternatives: string },
  regions: RegionFacts,
) {
  const own = indexRows(
    parseTable("alternatives", alternatives, ["alternative", "text", "source", "date"]),
    ({ cells }) => cells.alternative,
  );
  for (const row of own.values()) datedOf(row);
  const rows = parseTable("outside-hosts", hosts, columns);
  for (const row of rows) check(row, own);
  return {
    texts: new Map([...own].map(([word, { cells }]) => [word, cells.text])),
    listed: rows.flatMap((row) =>
      row.cells.pattern === "" ? [] : [{ row, pattern: compilePattern(row.cells.pattern, regions) }],
    ),
    others: new Map(
      rows.flatMap((row) => (row.cells.pattern === "" ? [[row.cells.trigger, row] as const] : [])),
    ),
  };
}

function check(row: HostRow, alternatives: ReadonlyMap<string, unknown>): void {
  datedOf(row);
  const { pattern, trigger, ipv6 } = row.cells;
  const words = wordsIn(row.cells.alternatives);
  mustHold(row, pattern === "" || trigger === "", "a row has a pattern or a trigger");
  mustHold(row, words.length > 0, "no alternative");
  for (const word of words) mustHold(row, alternatives.has(word), `no alternative ${word}`);
  mustHold(row, ipv6 === "" || /^(yes|no|[a-z0-9.-]+)$/.test(ipv6), `ipv6 is no host: ${ipv6}`);
}

/** Where another name has the IPv6 addresses, it is that name that has to be dialled. */
function fill(text: string, { host, what, ipv6 }: { host: string; what: string; ipv6: string }): string {
  const isOther = ipv6.includes(".");
  const dialled = isOther && text.includes("IPv6") ? `${ipv6} (in place of ${host})` : host || "it";
  return text.replaceAll("HOST", dialled).replaceAll("WHAT", what || "it");
}
