/** What `denat facts` answers: which facts there are, how old, and which prices nobody has told of. */

export interface TableSummary {
  readonly name: string;
  readonly rows: number;
  /** ISO dates, or as much of one as the rows have; undefined for a table whose rows have none. */
  readonly oldest: string | undefined;
  readonly newest: string | undefined;
  /** Where its rows were read, each source once. */
  readonly sources: readonly string[];
}

export interface PriceCoverage {
  /** As in prices.csv. */
  readonly item: string;
  readonly known: readonly string[];
  readonly missing: readonly string[];
}

export interface FactsAnswer {
  /** Tables of the program. */
  readonly tables: readonly TableSummary[];
  /** Where `denat facts refresh` writes, and what is there; undefined where it is set aside. */
  readonly snapshot: { readonly directory: string; readonly tables: readonly TableSummary[] } | undefined;
  /** Those that are used, of the two. */
  readonly ranges: { readonly syncToken: string; readonly date: string };
  /** Of every Region in the tables, refreshed or not. */
  readonly prices: readonly PriceCoverage[];
}
