/** Candidate designs as a value: what each costs, whether it works, and what it breaks. */
import type { MissingFact, Verdict } from "../../model/answer.ts";
import type { CostAnswer } from "../../model/cost-answer.ts";

import type { HostVolume } from "../observed/volume.ts";

/** In the order in which they are thought of. */
export type DesignName =
  | "today"
  | "gateway-endpoints"
  | "paying-endpoints"
  | "endpoints-removed"
  | "no-nat"
  | "no-nat-fewer-zones"
  | "no-nat-ipv6"
  | "hub-endpoints"
  | "one-nat"
  | "two-nats"
  | "regional-nat"
  | "nat-instances"
  | "one-nat-instance"
  | "cheapest-mix";

export type Works = "yes" | "no" | "cannot-tell";

/** A need that works today, or may, and would not any more. */
export interface Break {
  readonly vpc: string;
  readonly workloads: readonly string[];
  /** `internet` for what no endpoint serves. */
  readonly service: string;
  readonly verdict: Verdict;
  readonly codes: readonly string[];
  /** The first blocker, in words: its own, or those of another that breaks in the same way. */
  readonly message: string;
  /** What was measured of it; undefined without flow logs. */
  readonly gbMonth: number | undefined;
}

export interface PricedDesign {
  readonly name: DesignName;
  readonly title: string;
  readonly isToday: boolean;
  readonly works: Works;
  readonly breaks: readonly Break[];
  /** Facts without which it cannot be told whether it works. */
  readonly unknowns: readonly MissingFact[];
  readonly assumptions: readonly MissingFact[];
  /** What it costs beside money. */
  readonly risks: readonly string[];
  /** What to do, in the order in which it is safe. */
  readonly changes: readonly string[];
  /** Null where a price is not known. */
  readonly monthly: number | null;
  /** Against today; below 0 where it costs more. */
  readonly savingMonthly: number | null;
  /** In months of little, usual and much traffic; undefined where the logs do not span several. */
  readonly months: Bands<number | null> | undefined;
  /** One for each Region. */
  readonly costs: readonly CostAnswer[];
}

export interface Bands<Amount> {
  readonly low: Amount;
  readonly typical: Amount;
  readonly high: Amount;
}

/** From how many GB a month on one interface endpoint costs less than the NAT that stays beside it. */
export interface EndpointBreakEven {
  readonly vpc: string;
  readonly service: string;
  /** The endpoint that stands; undefined for one that would be added. */
  readonly standing: string | undefined;
  /** For one zone, two zones …; null where a price is not known or the NAT costs no more per GB. */
  readonly gbByZones: readonly (number | null)[];
  /** Zones that it would have, or has. */
  readonly zones: number;
  /** What was measured; undefined without flow logs. */
  readonly gbMonth: number | undefined;
  readonly verdict: "pays" | "does-not-pay" | "cannot-tell";
}

/** From how many GB a month on no NAT costs less than the NATs of today, by zones of each endpoint. */
export interface NatBreakEven {
  readonly vpcs: readonly string[];
  readonly nats: number;
  readonly endpoints: number;
  /** 0: at any volume; null: at none, or a price is not known. */
  readonly gbByZones: readonly (number | null)[];
}

export interface Volume {
  /** False: every design is priced at 0 GB. */
  readonly isMeasured: boolean;
  readonly gbMonth: number;
  readonly months: Bands<number> | undefined;
  /** Named remotes that no endpoint serves, largest first. */
  readonly hosts: readonly HostVolume[];
}

export interface DesignsAnswer {
  /** The cheapest of those that work for certain; undefined when none does, or a price is not known. */
  readonly cheapest: DesignName | undefined;
  /** Those that work first, then those of which it cannot be told, then the broken; each from the cheapest. */
  readonly designs: readonly PricedDesign[];
  readonly endpoints: readonly EndpointBreakEven[];
  readonly nats: readonly NatBreakEven[];
  readonly volume: Volume;
  readonly unknowns: readonly MissingFact[];
  readonly assumptions: readonly MissingFact[];
}
