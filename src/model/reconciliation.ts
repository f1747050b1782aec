/** What flow logs count held against what AWS meters of the same NAT gateways, as a value. */
export type MeterSource = "cost-and-usage-report" | "cloudwatch-metrics";

/** One NAT gateway on one day. */
export interface ReconciledDay {
  readonly nat: string;
  /** In UTC. */
  readonly date: string;
  readonly meteredBytes: number;
  readonly countedBytes: number;
  /** Metered over counted; undefined where nothing was counted. */
  readonly ratio: number | undefined;
  /** From 0.95 to 1.05. */
  readonly isClose: boolean;
}

export interface Reconciliation {
  readonly source: MeterSource;
  /** Of all days that compare. Undefined where none does. */
  readonly ratio: number | undefined;
  readonly isClose: boolean;
  /** Whether the month of the answer is multiplied by the ratio. */
  readonly scales: boolean;
  readonly days: readonly ReconciledDay[];
  /** How the meter was read: which of its rows or metrics stand for processed bytes. */
  readonly basis: string;
}
