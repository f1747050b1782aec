/** Asks a resolver of the lab and writes the answer as one line: `A 10.0.2.20`, `NXDOMAIN`, `NODATA`, `silent`. */
import { createResolver, findInternetHost } from "../../../src/lab/dns/index.ts";
import type { Answer, Places } from "../../../src/lab/dns/index.ts";
import { mustAddress } from "../../../src/model/address.ts";
import { parseId } from "../../../src/model/entity/entity.ts";
import type { HostedZone, ResolverRule, ZoneRecord } from "../../../src/model/entity/dns.ts";
import type { VpcId } from "../../../src/model/entity/entity.ts";
import { known } from "../../../src/model/known.ts";
import type { Network } from "../../../src/model/network.ts";
import { facts } from "../../facts/facts.ts";
import { scope } from "../../reach/estate.ts";

/** Public addresses by `service region family`; a service that is not here does not exist. */
const services: Readonly<Record<string, readonly string[]>> = {
  "s3 ap-northeast-1 4": ["52.219.0.1"],
  "s3 ap-northeast-1 6": ["2406:da00:4000::1"],
  "s3 us-east-1 4": ["52.216.0.1"],
  "ssm ap-northeast-1 4": ["52.119.220.1"],
  "sts us-east-1 4": ["209.54.177.1"],
  "sts ap-northeast-1 4": ["54.240.225.1"],
  "iam us-east-1 4": ["52.94.225.1"],
  "undefined us-east-1 4": ["99.77.1.1"],
};

export const places: Places = {
  publicAddressOf: (service, region, family) =>
    (services[`${service} ${region} ${family}`] ?? []).map(mustAddress),
  addressesOf: findInternetHost,
  privateAddressBehind: (address) =>
    address === mustAddress("54.1.2.3")
      ? { vpc: parseId<VpcId>("vpc-1"), address: mustAddress("10.0.1.10") }
      : undefined,
  resourceNameRecords: () => ({ a: false, aaaa: false }),
  regionOfBucket: (bucket) => (bucket === "american" ? "us-east-1" : undefined),
};

export interface Dig {
  readonly type?: string;
  /** `internet`: asked of a public name server. */
  readonly from?: string;
  readonly subnet?: string;
  readonly changes?: Partial<Places>;
}

export function answerTo(network: Network, name: string, asked: Dig = {}): Answer {
  const { type = "A", from = "vpc-1", subnet, changes = {} } = asked;
  const resolver = createResolver({ network, facts, places: { ...places, ...changes } });
  if (from === "internet") return resolver.answerPublicly({ name, type });
  const place = subnet === undefined ? {} : { subnet: parseId<never>(subnet) };
  return resolver.answer({ vpc: parseId<VpcId>(from), name, type, ...place });
}

export function dig(network: Network, name: string, asked: Dig = {}): string {
  return inShort(answerTo(network, name, asked));
}

function inShort(answer: Answer): string {
  if (answer.kind === "silent") return "silent";
  const { rcode, records } = answer;
  const lines = records.map(
    ({ type, data }) => `${type} ${typeof data === "string" ? data : JSON.stringify(data)}`,
  );
  if (rcode === "NOERROR") return lines.join(", ") || "NODATA";
  return [rcode, ...lines].join(", ");
}

/** Records as `name TYPE value[,value]`, the name within the zone, `@` for its own. */
export function zone(
  zoneName: string,
  records: readonly string[],
  changes: Partial<HostedZone> = {},
): HostedZone {
  return {
    id: parseId(`Z-${zoneName}`),
    aliases: [],
    scope,
    origin: { file: "zones" },
    zoneName,
    visibility: "private",
    vpcs: known([parseId("vpc-1")]),
    records: known(records.map((text) => record(zoneName, text))),
    ...changes,
  };
}

function record(zoneName: string, text: string): ZoneRecord {
  const [, label = "", type = "", values = ""] = /^(\S+) (\S+) (.*)$/.exec(text) ?? [];
  return { name: label === "@" ? zoneName : `${label}.${zoneName}`, type, values: values.split("|") };
}

export function rule(domainName: string, kind: ResolverRule["kind"]): ResolverRule {
  return {
    id: parseId(`rslvr-rr-${domainName}`),
    aliases: [],
    scope,
    origin: { file: "rules" },
    domainName,
    kind,
    targets: ["192.168.0.53"],
    vpcs: known([parseId("vpc-1")]),
  };
}
