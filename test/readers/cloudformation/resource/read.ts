/** Templates of a few lines, read as the reader reads files. */
import { formatAddress } from "../../../../src/model/address.ts";
import type { AclEntry, GroupRule } from "../../../../src/model/entity/firewall.ts";
import type { RouteTable } from "../../../../src/model/entity/route-table.ts";
import type { Known } from "../../../../src/model/known.ts";
import type { Network, Reading, RowOf, TableName } from "../../../../src/model/network.ts";
import { formatTraffic } from "../../../../src/model/traffic.ts";
import { readTemplates } from "../../../../src/readers/cloudformation/index.ts";
import { facts } from "../../../facts/facts.ts";

/** `resources` is the body of the Resources section, indented by two; `head` stands before it. */
export function read(
  resources: string,
  {
    head = "",
    parameters = {},
    region = "eu-west-1",
  }: { head?: string; parameters?: Record<string, string>; region?: string } = {},
): Reading {
  const text = `${head}\nResources:\n${resources}`;
  return readTemplates(
    [{ path: "template.yaml", text }],
    { region, parameters: new Map(Object.entries(parameters)), findBeside: () => undefined },
    facts,
  );
}

/** A VPC of 10.0.0.0/16 with one subnet, for what hangs on them. */
export const ground = `
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
`;

/** A parameter without a value, and the condition that rests on it. */
export const doubtful = `
Parameters: { Stage: { Type: String } }
Conditions: { Maybe: !Equals [!Ref Stage, prod] }
`;

export function row<T extends TableName>({ network }: Reading, table: T, id: string): RowOf<T> {
  const found = (network[table] as ReadonlyMap<string, RowOf<T>>).get(id);
  if (found === undefined) throw new Error(`no ${id} in ${table}: ${[...network[table].keys()].join(", ")}`);
  return found;
}

/** The value, or `? fact` where it is missing. */
export function told<T, U>(fact: Known<T> | undefined, to: (value: T) => U): U | string | undefined {
  if (fact === undefined) return undefined;
  return fact.known ? to(fact.value) : `? ${fact.fact}`;
}

export const plain = <T>(fact: Known<T> | undefined) => told(fact, (value) => value);

export function routes(table: RouteTable): readonly string[] | string | undefined {
  return told(table.routes, (all) =>
    all.map(({ destination, target, via, state }) => {
      const to = told(destination, (one) => (one.kind === "cidr" ? one.cidr.text : one.id));
      const through = told(target, ({ kind, id }) => `${kind} ${id}`);
      return `${to} -> ${through}${via === "propagated" ? " (propagated)" : ""}${state === "active" ? "" : ` ${state}`}`;
    }),
  );
}

export function rules(list: Known<readonly GroupRule[]>): readonly string[] | string | undefined {
  return told(list, (all) =>
    all.map(({ traffic, peer }) => {
      const who = told(peer, (one) => (one.kind === "cidr" ? one.cidr.text : `${one.kind} ${one.id}`));
      return `${told(traffic, formatTraffic)} ${who}`;
    }),
  );
}

export function entries(list: Known<readonly AclEntry[]>): readonly string[] | string | undefined {
  return told(list, (all) =>
    all.map(({ ruleNumber, direction, action, traffic, cidr }) => {
      const block = told(cidr, ({ text }) => text);
      return `${ruleNumber} ${direction} ${action} ${told(traffic, formatTraffic)} ${block}`;
    }),
  );
}

export const blocks = (network: Network, vpc: string) =>
  told(network.vpcs.get(vpc as never)?.cidrs, (all) => all.map(({ cidr }) => cidr.text));

/** Interfaces in a line each: subnet, groups, addresses, public or not, client. */
export function interfaces({ network }: Reading): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...network.networkInterfaces.values()].map((one) => [
      one.id,
      [
        `${one.vpc}/${plain(one.subnet)}`,
        told(one.groups, (ids) => ids.join("+")),
        told(one.addresses, (all) => all.map(formatAddress).join("+"))?.replace(/^\?.*/, "any"),
        told(one.hasPublicIpv4, (is) => (is ? "public" : "private")),
        one.client,
      ].join(" "),
    ]),
  );
}

export function clues(reading: Reading, workload: string): readonly string[] {
  return row(reading, "workloads", workload).clues.map(({ kind, text }) => `${kind}: ${text}`);
}

export const places = ({ unused }: Reading) => unused.map(({ path, reason }) => `${path}: ${reason}`);
