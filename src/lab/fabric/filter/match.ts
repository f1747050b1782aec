/** Rules of groups and entries of ACLs as matches of nftables: none, one, or several of which any suffices. */
import type { Cidr, Family } from "../../../model/address.ts";
import type { IntervalSet, PortSet } from "../../../model/interval-set.ts";
import { isSame } from "../../../model/interval-set.ts";
import { allPorts, allProtocols, protocolNumbers } from "../../../model/traffic.ts";
import type { Traffic } from "../../../model/traffic.ts";

export type Side = "saddr" | "daddr";

export const familyWord: Readonly<Record<Family, string>> = { 4: "ip", 6: "ip6" };
export const familyTest: Readonly<Record<Family, string>> = {
  4: "meta nfproto ipv4",
  6: "meta nfproto ipv6",
};

/** `ip daddr 10.0.0.0/16`, or the family alone where every address of it matches. */
export function matchCidr({ family, text, prefixLength }: Cidr, side: Side): string {
  return prefixLength === 0 ? familyTest[family] : `${familyWord[family]} ${side} ${text}`;
}

export const matchSet = (name: string, family: Family, side: Side): string =>
  `${familyWord[family]} ${side} @${name}`;

const wireOf: Readonly<Record<Side, string>> = { saddr: "iifname", daddr: "oifname" };

/** The wire and the address together: somebody's address that comes by another wire is not theirs. */
export const matchMember = (name: string, family: Family, side: Side): string =>
  `${wireOf[side]} . ${familyWord[family]} ${side} @${name}`;

/** Empty for all traffic; several where the matches cannot be written as one. */
export function matchTraffic({ protocols, ports }: Traffic): readonly string[] {
  if (isSame(protocols, allProtocols) && isSame(ports, allPorts)) return [""];
  if (isSame(ports, allPorts)) return [`meta l4proto ${numbers(protocols)}`];
  return protocols.flatMap(([first, last]) =>
    first === last ? matchPorts(first, ports) : [`meta l4proto ${first}-${last}`],
  );
}

function matchPorts(protocol: number, ports: PortSet): readonly string[] {
  if (protocol === protocolNumbers.icmp) return ports.map((range) => matchIcmp("icmp", range));
  if (protocol === protocolNumbers.icmpv6) return ports.map((range) => matchIcmp("icmpv6", range));
  return [`meta l4proto ${protocol} th dport ${numbers(ports)}`];
}

/** A type is 256 codes on the port axis; rules name one type with one code, or with all. */
function matchIcmp(word: "icmp" | "icmpv6", [first, last]: readonly [number, number]): string {
  const [from, to] = [Math.floor(first / 256), Math.floor(last / 256)];
  const types = `${word} type ${from === to ? from : `${from}-${to}`}`;
  return first === last ? `${types} ${word} code ${first % 256}` : types;
}

function numbers(set: IntervalSet<number>): string {
  const texts = set.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  return texts.length === 1 ? (texts[0] ?? "") : `{ ${texts.join(", ")} }`;
}
