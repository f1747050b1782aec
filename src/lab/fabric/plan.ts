/**
 * A fabric plan: the namespaces, links, addresses, routes and filters that a network becomes.
 *
 * It is made without touching the machine, and two of them can be compared: what differs is what the applier does.
 */
import type { Family } from "../../model/address.ts";

export interface FabricPlan {
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly links: ReadonlyMap<string, Link>;
  /** What of the network is not built: nothing can be said of packets that would need it. */
  readonly notBuilt: readonly NotBuilt[];
}

export interface NotBuilt {
  readonly component: { readonly kind: string; readonly id: string };
  readonly why: string;
}

/** Two devices, each in a namespace, that are joined by a wire. */
export interface Link {
  readonly ends: readonly [Device, Device];
}

export interface Device {
  readonly namespace: string;
  readonly name: string;
  readonly mac: string;
}

export interface Namespace {
  readonly name: string;
  readonly kind: "instance" | "router" | "services" | "nat" | "internet";
  /** Files under /proc/sys with what is written to them; a `*` is every one, and so those to come. */
  readonly settings: readonly (readonly [file: string, value: string])[];
  /** In the order in which they are added. */
  readonly objects: readonly IpObject[];
  /** The whole of table `inet lab` for `nft -f`; undefined where packets are not filtered. */
  readonly ruleset: string | undefined;
}

/** `ip -FAMILY OBJECT add SPEC`, and `del SPEC` when it goes. */
export interface IpObject {
  readonly family: Family;
  readonly object: "address" | "neighbour" | "route" | "rule";
  readonly spec: string;
}
