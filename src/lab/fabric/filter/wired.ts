/** A port as the rules of a router see it. */
import type { Segment } from "../estate.ts";
import type { Port } from "../port.ts";

export interface Wired {
  readonly port: Port;
  /** The router's end of its wire, in quotes. */
  readonly device: string;
  /** Undefined where its subnet is not in the input. */
  readonly segment: Segment | undefined;
}
