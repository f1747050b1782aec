import type { PicturedWay } from "../../../../../report/html/report/page-data.ts";

/** The walk of one workload, or of several alike. */
export interface Lit {
  /** Ids of the boxes where they stand. */
  readonly from: readonly string[];
  readonly ways: readonly PicturedWay[];
}
