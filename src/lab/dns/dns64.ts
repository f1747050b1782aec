/**
 * DNS64: a client that asks for AAAA records of a name that has only A records gets those, behind 64:ff9b::/96.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
 */
import { familyShapes, formatAddress, parseAddress } from "../../model/address.ts";
import type { Answer, DnsRecord } from "./answer.ts";
import { reply } from "./answer.ts";

/** 64:ff9b::/96, the well-known prefix of RFC 6052. */
const prefix = familyShapes[6].origin + (0x64ff9bn << 96n);

/** `direct` where it already has an address or a failure; else the answer to the same question for A records, translated. */
export function throughDns64(direct: Answer, askForA: () => Answer): Answer {
  if (direct.kind === "silent" || direct.rcode !== "NOERROR" || has(direct.records, "AAAA")) return direct;
  const forA = askForA();
  if (forA.kind === "silent" || !has(forA.records, "A")) return direct;
  return reply(
    "NOERROR",
    forA.records.map((record) => (record.type === "A" ? translated(record) : record)),
  );
}

const has = (records: readonly DnsRecord[], type: string): boolean =>
  records.some((record) => record.type === type);

function translated(
  record: Extract<DnsRecord, { type: "A" | "AAAA" | "CNAME" | "DNAME" | "NS" | "PTR" }>,
): DnsRecord {
  const address = parseAddress(record.data);
  if (address === undefined) throw new Error(`an A record without an address: ${record.data}`);
  return { ...record, type: "AAAA", data: formatAddress(prefix + address) };
}
