/**
 * Questions and answers of DNS, as values: what the resolver decides, before any byte of a message.
 *
 * Negative answers carry the SOA of the zone that knows (RFC 2308), ANY gets a HINFO record (RFC 8482).
 */
import type {
  CaaAnswer,
  HInfoAnswer,
  MxAnswer,
  SoaAnswer,
  SrvAnswer,
  StringAnswer,
  TxtAnswer,
} from "dns-packet";
import { familyOf, formatAddress } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";

export type DnsRecord = StringAnswer | TxtAnswer | MxAnswer | SrvAnswer | SoaAnswer | HInfoAnswer | CaaAnswer;

/** One question. `type` is a name of IANA's table, or `TYPE65280` for a number without one here (RFC 3597). */
export interface Asked {
  /** Lower case, no trailing dot; empty for the root. */
  readonly name: string;
  readonly type: string;
}

export type Rcode = "NOERROR" | "NXDOMAIN" | "SERVFAIL" | "REFUSED";

export type Answer =
  /** Nobody is there: the client waits until it gives up. */
  | { readonly kind: "silent" }
  | {
      readonly kind: "reply";
      readonly rcode: Rcode;
      readonly records: readonly DnsRecord[];
      readonly authority: readonly DnsRecord[];
    };

/** The zone that a negative answer comes from, and how long it may be remembered. */
export interface Apex {
  readonly name: string;
  readonly negativeTtlSeconds: number;
}

/** Of the names that the lab makes itself. */
export const shortTtlSeconds = 60;

export const silent: Answer = { kind: "silent" };

export const failure = (rcode: "SERVFAIL" | "REFUSED"): Answer => reply(rcode, []);

export const noName = (apex: Apex): Answer => reply("NXDOMAIN", [], [startOfAuthority(apex)]);

/** What a name that exists says to one question: its records of the type, or that it has none. */
export function answerFrom({ name, type }: Asked, records: readonly DnsRecord[], apex: Apex): Answer {
  if (type === "ANY") {
    return reply("NOERROR", [
      { name, type: "HINFO", ttl: shortTtlSeconds, data: { cpu: "RFC8482", os: "" } },
    ]);
  }
  const own = records.filter((record) => record.type === type);
  return own.length > 0 ? reply("NOERROR", own) : reply("NOERROR", [], [startOfAuthority(apex)]);
}

export function reply(
  rcode: Rcode,
  records: readonly DnsRecord[],
  authority: readonly DnsRecord[] = [],
): Answer {
  return { kind: "reply", rcode, records, authority };
}

export function addressRecords(name: string, addresses: readonly Address[]): readonly DnsRecord[] {
  return addresses.map((address) => ({
    name,
    type: familyOf(address) === 4 ? "A" : "AAAA",
    ttl: shortTtlSeconds,
    data: formatAddress(address),
  }));
}

/** Name servers that Route 53 gives every private zone. */
export const nameServers = [
  "ns-1536.awsdns-00.co.uk",
  "ns-0.awsdns-00.com",
  "ns-1024.awsdns-00.org",
  "ns-512.awsdns-00.net",
] as const;

/**
 * As Route 53 writes it for a new zone; the TTL is what a client may remember of a "no".
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html
 */
export function startOfAuthority({ name, negativeTtlSeconds }: Apex): SoaAnswer {
  return {
    name,
    type: "SOA",
    ttl: negativeTtlSeconds,
    data: {
      mname: nameServers[0],
      rname: "awsdns-hostmaster.amazon.com",
      serial: 1,
      refresh: 7200,
      retry: 900,
      expire: 1_209_600,
      minimum: 86_400,
    },
  };
}
