/** Questions that are put with packets, and what comes of them. */

/** A connection to try from an instance, or a datagram that wants an answer. */
export interface Probe {
  /** TCP where it is left out. */
  readonly protocol?: "udp";
  readonly address: string;
  readonly port: number;
  /** The client's own port; undefined leaves it to the kernel. */
  readonly sourcePort: number | undefined;
}

/**
 * `refused` is an answer as well: somebody is there and nobody listens. `silence` is what AWS gives for everything that it
 * drops. `no-route` never leaves the client: it has no address of the family.
 */
export type Seen = "connected" | "refused" | "silence" | "no-route";

export const hasArrived = (seen: Seen): boolean => seen === "connected" || seen === "refused";
