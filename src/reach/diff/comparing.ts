/** What every comparison is made with. */
import type { Collected } from "./boxes.ts";
import type { Changes } from "./changed/index.ts";
import type { Matches } from "./match/pair.ts";
import type { SourceClass } from "./sources.ts";
import type { Within } from "./within.ts";

export interface Comparing {
  readonly matches: Matches;
  readonly strict: boolean;
  readonly changes: Changes;
  readonly within: Within | undefined;
}

/** Collects what differs for one class of sources. */
export type Compare = (source: SourceClass, collected: Collected) => void;
