/** Who stands at the other end of a wire. Neighbours are written down, so that nobody asks for anybody by ARP or NDP. */
import type { Family } from "../../model/address.ts";
import type { Device, IpObject } from "./plan.ts";

/** On a wire of two, any address does for the other end. */
export const otherEnd: Readonly<Record<Family, string>> = { 4: "169.254.0.2", 6: "fe80::2" };

export const families: readonly Family[] = [4, 6];

/** `far` as the neighbour of `near`, in both families. */
export function neighbours(near: Device, far: Device): readonly IpObject[] {
  return families.map((family) => neighbour(near, far, family, otherEnd[family]));
}

export function neighbour(near: Device, far: Device, family: Family, address: string): IpObject {
  return { family, object: "neighbour", spec: `${address} lladdr ${far.mac} nud permanent dev ${near.name}` };
}

/** The next hop at the other end of the wire that `near` is on. */
export const viaWire = (near: Device, family: Family): string =>
  `via ${otherEnd[family]} dev ${near.name} onlink`;

/**
 * Where the filters judge addresses, the kernel need not look up the way back for each packet's source: it does so even
 * without `rp_filter` if there are rules, unless a source of its own may come in too.
 */
export const trustingSources = [
  ["net/ipv4/conf/*/rp_filter", "0"],
  ["net/ipv4/conf/*/accept_local", "1"],
] as const;

/** Of who passes packets on, and need not look for sockets that await them. */
export const passingOn = [
  ["net/ipv4/ip_forward", "1"],
  ["net/ipv4/ip_early_demux", "0"],
  ["net/ipv4/conf/*/send_redirects", "0"],
  ...trustingSources,
] as const;
