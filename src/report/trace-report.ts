/** What `denat trace` reports: the answer, with the question in the words of the person who asked it. */
import type { Trace } from "../model/answer.ts";

export interface AskedTrace {
  readonly from: string;
  readonly to: string;
  /** `tcp 443`, `icmp type 8`. */
  readonly traffic: string;
  readonly withoutNat: boolean;
}

export interface TraceReport {
  readonly asked: AskedTrace;
  readonly trace: Trace;
}
