/**
 * Values of records as Route 53 writes them, read for the wire.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
 */
import { familyOf, formatAddress, parseAddress } from "../../../model/address.ts";
import type { ZoneRecord } from "../../../model/entity/dns.ts";
import type { DnsRecord } from "../answer.ts";
import { isDnsName, plainName } from "../name.ts";

/** The zone's records do not carry their TTL; this is the one that Route 53's console offers. */
const ttl = 300;

/** The records under `name`; undefined where one of the values does not say what its type demands. */
export function toRecords({ type, values }: ZoneRecord, name: string): readonly DnsRecord[] | undefined {
  const read = readers[type];
  if (read === undefined) return undefined;
  const records = values.map((value) => read({ name, ttl }, value.trim()));
  return records.every((record) => record !== undefined) ? records : undefined;
}

/** The name that an address record points at instead of carrying an address. */
export function aliasIn({ type, values: [value = ""] }: ZoneRecord): string | undefined {
  if (!["A", "AAAA"].includes(type) || parseAddress(value.trim()) !== undefined) return undefined;
  const target = plainName(value.trim());
  return isDnsName(target) && target.includes(".") ? target : undefined;
}

interface Head {
  readonly name: string;
  readonly ttl: number;
}
type Read = (head: Head, value: string) => DnsRecord | undefined;

const readers: Readonly<Record<string, Read>> = {
  A: (head, value) => addressRecord(head, "A", value),
  AAAA: (head, value) => addressRecord(head, "AAAA", value),
  CNAME: (head, value) => nameRecord(head, "CNAME", value),
  NS: (head, value) => nameRecord(head, "NS", value),
  PTR: (head, value) => nameRecord(head, "PTR", value),
  TXT: (head, value) => {
    const data = stringsIn(value);
    return data === undefined ? undefined : { ...head, type: "TXT", data };
  },
  MX: (head, value) => {
    const [preference = "", target = "", ...rest] = value.split(/\s+/);
    const exchange = plainName(target);
    if (!isShort(preference) || !isDnsName(exchange) || rest.length > 0) return undefined;
    return { ...head, type: "MX", data: { preference: Number(preference), exchange } };
  },
  SRV: (head, value) => {
    const [priority = "", weight = "", port = "", host = "", ...rest] = value.split(/\s+/);
    const target = plainName(host);
    if (![priority, weight, port].every(isShort) || !isDnsName(target) || rest.length > 0) return undefined;
    const data = { priority: Number(priority), weight: Number(weight), port: Number(port), target };
    return { ...head, type: "SRV", data };
  },
  CAA: (head, value) => {
    const [, flags = "", tag = "", text = ""] =
      /^(\d+)\s+(issue|issuewild|iodef)\s+"([^"]*)"$/.exec(value) ?? [];
    if (tag === "" || Number(flags) > 255) return undefined;
    return { ...head, type: "CAA", data: { flags: Number(flags), tag: tag as "issue", value: text } };
  },
  SOA: (head, value) => {
    const [mname = "", rname = "", ...numbers] = value.split(/\s+/);
    const [serial, refresh, retry, expire, minimum, ...rest] = numbers.map(Number);
    const fields = [serial, refresh, retry, expire, minimum];
    if (rest.length > 0 || !fields.every(isWord32) || ![mname, rname].map(plainName).every(isDnsName)) {
      return undefined;
    }
    const data = {
      mname: plainName(mname),
      rname: plainName(rname),
      serial,
      refresh,
      retry,
      expire,
      minimum,
    };
    return { ...head, type: "SOA", data };
  },
};

const isShort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= 0xffff;
const isWord32 = (value: number | undefined): boolean =>
  value !== undefined && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;

function addressRecord(head: Head, type: "A" | "AAAA", value: string): DnsRecord | undefined {
  const address = parseAddress(value);
  if (address === undefined || familyOf(address) !== (type === "A" ? 4 : 6)) return undefined;
  return { ...head, type, data: formatAddress(address) };
}

function nameRecord(head: Head, type: "CNAME" | "NS" | "PTR", value: string): DnsRecord | undefined {
  const data = plainName(value);
  return isDnsName(data) ? { ...head, type, data } : undefined;
}

/** Strings in quotes, with `\"` and three octal digits as escapes; text without quotes is one string. */
function stringsIn(value: string): string[] | undefined {
  const quoted = [...value.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, text = ""]) => unescaped(text));
  const strings = value.startsWith('"') ? quoted : [value];
  const fits = strings.length > 0 && strings.every((text) => Buffer.byteLength(text) <= 255);
  return fits ? strings : undefined;
}

const unescaped = (text: string): string =>
  text.replaceAll(/\\([0-7]{3}|.)/gs, (_, word: string) =>
    word.length === 3 ? String.fromCodePoint(Number.parseInt(word, 8)) : word,
  );
