/** What every row of every table carries: where it was read, and when. */
export interface Dated {
  readonly source: string;
  /** ISO date, or as much of one as the source gives (`2026-05`); `undated` where it gives none. */
  readonly date: string;
}
