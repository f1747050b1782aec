/**
 * One line of `nft monitor trace`, which tells of a packet at each chain and at each rule that it meets. Its words are not
 * promised by anybody: what is not understood here is passed over, and a packet of which too little is known is not told of.
 */

export interface TracedPacket {
  /** As nftables writes it: `tcp`, `udp`, `icmp`, `ipv6-icmp`, or a number. */
  readonly protocol: string;
  readonly source: string;
  readonly destination: string;
  /** Undefined where the protocol has none. */
  readonly sourcePort: number | undefined;
  readonly destinationPort: number | undefined;
}

export type TraceLine =
  | ({ readonly kind: "packet"; readonly packet: TracedPacket } & Where)
  | ({ readonly kind: "drop"; readonly rule: DecidingRule } & Where)
  /** The end of a chain, with the mark that the packet bears there; 0 for none. */
  | ({ readonly kind: "policy"; readonly mark: number } & Where)
  | { readonly kind: "lost" };

export type DecidingRule =
  /** By the comment on it; undefined where it has none. */
  | { readonly kind: "named"; readonly comment: string | undefined }
  /** One that came after the trace began, of which it knows the number alone. */
  | { readonly kind: "numbered"; readonly handle: number }
  | { readonly kind: "policy" };

interface Where {
  /** Of a packet while it is under way; later ones may have it again. */
  readonly id: string;
  readonly table: string;
  readonly chain: string;
}

const begin = /^trace id ([0-9a-f]+) \w+ (\S+) (\S+) (.*)$/;

export function parseTraceLine(text: string): TraceLine | undefined {
  // Said when events come faster than they are read.
  if (/lost .*netlink events|No buffer space/i.test(text)) return { kind: "lost" };
  const [, id, table, chain, rest] = begin.exec(text) ?? [];
  if (id === undefined || table === undefined || chain === undefined || rest === undefined) return undefined;
  const where = { id, table, chain };
  if (rest.startsWith("packet: ")) {
    const packet = parsePacket(rest);
    return packet && { kind: "packet", packet, ...where };
  }
  if (/^policy drop\b/.test(rest)) return { kind: "drop", rule: { kind: "policy" }, ...where };
  if (rest.startsWith("policy ")) return { kind: "policy", mark: markIn(rest), ...where };
  if (!rest.endsWith("(verdict drop)")) return undefined;
  const [, handle] = /^unknown rule handle (\d+) /.exec(rest) ?? [];
  if (handle !== undefined) {
    return { kind: "drop", rule: { kind: "numbered", handle: Number(handle) }, ...where };
  }
  return { kind: "drop", rule: { kind: "named", comment: findComment(rest) }, ...where };
}

function parsePacket(text: string): TracedPacket | undefined {
  const [, source] = /\bip6? saddr (\S+)/.exec(text) ?? [];
  const [, destination] = /\bip6? daddr (\S+)/.exec(text) ?? [];
  const [, protocol] = /\b(?:ip protocol|ip6 nexthdr) (\S+)/.exec(text) ?? [];
  if (source === undefined || destination === undefined || protocol === undefined) return undefined;
  return {
    protocol,
    source,
    destination,
    sourcePort: portIn(text, "sport"),
    destinationPort: portIn(text, "dport"),
  };
}

/** What follows `@th,` is the packet's own content; it is hexadecimal, and no words are found in it. */
function portIn(text: string, end: "sport" | "dport"): number | undefined {
  const [, digits] = new RegExp(`\\b(?:tcp|udp|udplite|sctp|dccp|th) ${end} (\\d+)`).exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function markIn(text: string): number {
  const [, digits] = /\bmark (0x[0-9a-f]+|\d+)/.exec(text) ?? [];
  return Number(digits ?? 0);
}

/** The last one: what a rule matches stands before it. */
export const findComment = (rule: string): string | undefined => /.*\bcomment "([^"]*)"/.exec(rule)?.[1];
