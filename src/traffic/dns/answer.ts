/**
 * Resolver query logs: which client was told which address for which name.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html (read 2026-11-29)
 */
import { formatAddress, parseAddress } from "../../model/address.ts";

export interface DnsAnswer {
  /** The client that asked. */
  readonly client: string;
  readonly remote: string;
  /** Lower case, without the dot at the end. */
  readonly host: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/** The answers of one line; empty for one that answers with no address, undefined for what is no query log. */
export function parseDnsLine(line: string): readonly DnsAnswer[] | undefined {
  const record = jsonObject(line);
  if (record === undefined) return undefined;
  const { query_name: name, query_timestamp: time, srcaddr, answers } = record;
  if (typeof name !== "string" || typeof time !== "string" || typeof srcaddr !== "string") return undefined;
  const at = Math.floor(Date.parse(time) / 1000);
  const client = addressText(srcaddr);
  if (Number.isNaN(at) || client === undefined || !Array.isArray(answers)) return [];
  const host = name.toLowerCase().replace(/\.$/, "");
  return answers.flatMap((answer: unknown) => {
    const { Rdata: data, Type: type } = Object(answer) as Record<string, unknown>;
    const remote =
      (type === "A" || type === "AAAA") && typeof data === "string" ? addressText(data) : undefined;
    return remote === undefined ? [] : [{ client, remote, host, at }];
  });
}

function jsonObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function addressText(text: string): string | undefined {
  const address = parseAddress(text);
  return address === undefined ? undefined : formatAddress(address);
}

/** Names by number from 1 on, and for each client, address and name when it was answered. */
export interface NamedAnswers {
  readonly hosts: readonly string[];
  readonly rows: readonly (readonly [string, string, number, number, number, number])[];
}

/** Rows of the table `answers`: client, remote, name, first_s, last_s, answers. */
export function toNamedAnswers(answers: readonly DnsAnswer[]): NamedAnswers {
  const hosts: string[] = [];
  const numbers = new Map<string, number>();
  const rows = new Map<string, [string, string, number, number, number, number]>();
  for (const { client, remote, host, at } of answers) {
    const number = numbers.get(host) ?? hosts.push(host);
    numbers.set(host, number);
    const key = `${client} ${remote} ${number}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [client, remote, number, at, at, 1]);
    else {
      row[3] = Math.min(row[3], at);
      row[4] = Math.max(row[4], at);
      row[5] += 1;
    }
  }
  return { hosts, rows: [...rows.values()] };
}
