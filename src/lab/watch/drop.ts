/** A packet that did not get through, and what decided so. */
import type { DecidingRule, TracedPacket } from "./trace-line.ts";

export interface Drop {
  readonly packet: TracedPacket;
  /** When it was first seen. */
  readonly atMs: number;
  readonly cause: DropCause;
}

export type DropCause =
  | { readonly kind: "rule"; readonly rule: DecidingRule; readonly table: string; readonly chain: string }
  /** It met no rule at all after the routes; the mark is that of its subnet. */
  | { readonly kind: "unrouted"; readonly mark: number };
