/** A thing that a picture has a box for, before it has a place. */
import type { SubnetId } from "../../../model/entity/entity.ts";
import type { Network } from "../../../model/network.ts";
import type { Box, Fate } from "../picture.ts";

export interface Thing extends Omit<Box, "id" | "children"> {
  /** `vpc`: at none of its subnets. `unknown`: at one of them, it is not known at which. */
  readonly at: SubnetId | "vpc" | "unknown";
  /** Ids of the components that it stands for. */
  readonly of: readonly string[];
}

/** The network as it is, and as the plan would make it. */
export interface Both {
  readonly today: Network;
  readonly after: Network;
}

/** By what stands in both. A change makes a new row of what it touches, and keeps all others as they are. */
export function fateOf<Row>(today: Row | undefined, after: Row | undefined): Fate {
  if (today === undefined) return "added";
  if (after === undefined) return "removed";
  return today === after ? "kept" : "changed";
}
