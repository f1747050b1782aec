/** Pairs of small networks that differ in a few random things: routes, groups, ACLs, endpoints, a NAT, a peer, its interfaces. */
import fc from "fast-check";
import { known, unknown } from "../../../src/model/known.ts";
import { parseId } from "../../../src/model/entity/entity.ts";
import type { HostedZone } from "../../../src/model/entity/dns.ts";
import type { Network } from "../../../src/model/network.ts";
import {
  acl,
  base,
  gateway,
  gatewayEndpoint,
  group,
  interfaceEndpoint,
  natGateway,
  networkInterface,
  prefixList,
  subnet,
  table,
  vpc,
  withRows,
} from "../estate.ts";

const blocks = [
  "0.0.0.0/0",
  "10.0.0.0/8",
  "10.0.1.0/24",
  "10.0.2.0/28",
  "10.0.2.20/32",
  "10.1.0.0/16",
  "10.1.1.128/25",
  "52.219.0.0/18",
  "::/0",
  "2600:1f14:1::/64",
];
const traffics = [
  "all",
  "tcp",
  "tcp 443",
  "tcp 20-1023",
  "tcp 1024-65535",
  "tcp 32768-61000",
  "udp 53",
  "icmp 8-0",
  "icmp 3-4",
  "icmp",
];
const groupNames = ["sg-client", "sg-server", "sg-peer"];
const ruleText = fc
  .tuple(fc.constantFrom(...traffics), fc.constantFrom(...blocks, ...groupNames, "pl-s3"))
  .map(([traffic, peer]) => `${traffic} ${peer}`);
const rules = fc
  .tuple(fc.array(ruleText, { maxLength: 4 }), fc.constantFrom(true, true, false))
  .map(([own, isOpen]) => [...own, ...(isOpen ? ["all 0.0.0.0/0", "all ::/0"] : [])]);
const entry = fc
  .tuple(
    fc.integer({ min: 1, max: 400 }),
    fc.constantFrom("in", "out"),
    fc.constantFrom("allow", "allow", "deny"),
    fc.constantFrom(...traffics),
    fc.constantFrom(...blocks),
  )
  .map((words) => words.join(" "));
const open = [
  "900 in allow all 0.0.0.0/0",
  "900 out allow all 0.0.0.0/0",
  "901 in allow all ::/0",
  "901 out allow all ::/0",
];
const entries = fc
  .tuple(
    fc.uniqueArray(entry, { maxLength: 4, selector: (text) => text.split(" ").slice(0, 2).join(" ") }),
    fc.boolean(),
  )
  .map(([own, isOpen]) => [...own, ...(isOpen ? open : [])]);
const more = fc.subarray(
  [
    "52.219.0.0/19 igw-1",
    "10.1.0.0/16 pcx-1",
    "10.2.0.0/16 vgw-1",
    "10.1.1.0/24 tgw-1",
    "52.219.4.0/24 nat-1",
    "pl-s3 vpce-s3",
    "::/0 eigw-1",
    "64:ff9b::/96 nat-1",
  ],
  { minLength: 3 },
);

const traits = {
  routes: more,
  client: rules,
  server: rules,
  peer: rules,
  entriesA: fc.option(entries, { nil: undefined, freq: 2 }),
  entriesB: fc.option(entries, { nil: undefined, freq: 2 }),
  isActive: fc.boolean(),
  isLarge: fc.boolean(),
  isKnown: fc.integer({ min: 0, max: 9 }),
  moves: fc.boolean(),
  policy: fc.boolean(),
  privateDns: fc.boolean(),
  zone: fc.constantFrom(undefined, undefined, "10.1.1.130", "10.9.9.9"),
};
type Traits = {
  readonly [Name in keyof typeof traits]: (typeof traits)[Name] extends fc.Arbitrary<infer T> ? T : never;
};

export interface Pair {
  readonly before: Network;
  readonly after: Network;
}

/** The second takes some of its traits from the first. */
export const pairs: fc.Arbitrary<Pair> = fc
  .tuple(fc.record(traits), fc.record(traits), fc.subarray(Object.keys(traits) as (keyof Traits)[]))
  .map(([first, second, changed]) => {
    const after = Object.fromEntries(
      Object.keys(traits).map((name) => [
        name,
        (changed.includes(name as keyof Traits) ? second : first)[name as keyof Traits],
      ]),
    );
    return { before: estateOf(first), after: estateOf(after as Traits) };
  });

function estateOf({
  routes,
  client,
  server,
  peer,
  entriesA,
  entriesB,
  isActive,
  isLarge,
  isKnown,
  moves,
  policy,
  privateDns,
  zone,
}: Traits): Network {
  const list = isLarge ? ["52.219.0.0/20", "52.219.32.0/22"] : ["52.219.0.0/20"];
  const local = ["10.0.0.0/16 local", "2600:1f14:1::/56 local"];
  const interfaces = [
    networkInterface("eni-a", {
      vpc: "vpc-1",
      subnet: "subnet-a",
      addresses: "10.0.1.10 2600:1f14:1:1::10",
      groups: ["sg-client"],
    }),
    networkInterface(
      "eni-b",
      {
        vpc: "vpc-1",
        subnet: "subnet-b",
        addresses: moves ? "10.0.2.20" : "10.0.2.5",
        groups: ["sg-server"],
      },
      { client: "windows" },
    ),
    networkInterface("eni-c", {
      vpc: "vpc-1",
      subnet: "subnet-a",
      addresses: "10.0.1.77",
      groups: ["sg-client", "sg-server"],
    }),
    networkInterface(
      "eni-w",
      { vpc: "vpc-1", subnet: "subnet-a", addresses: "10.0.1.78", groups: ["sg-client"] },
      { client: "windows" },
    ),
    networkInterface("eni-p", {
      vpc: "vpc-2",
      subnet: "subnet-p",
      addresses: "10.1.1.130",
      groups: ["sg-peer"],
    }),
    networkInterface(
      "eni-ssm",
      { vpc: "vpc-1", subnet: "subnet-b", addresses: "10.0.2.60", groups: ["sg-server"] },
      { client: "endpoint", owner: "vpce-ssm" },
    ),
  ];
  const known1 = <T>(value: T) =>
    isKnown === 0 ? unknown("egress of sg-client", "aws ec2 describe-security-groups") : known(value);
  const clientGroup = group("sg-client", "vpc-1", { egress: client, ingress: server });
  return withRows(base, {
    vpcs: [vpc("vpc-1", ["10.0.0.0/16", "2600:1f14:1::/56"]), vpc("vpc-2", ["10.1.0.0/16"])],
    subnets: [
      subnet("subnet-a", "vpc-1", "10.0.1.0/24 2600:1f14:1:1::/64", "a"),
      subnet("subnet-p", "vpc-2", "10.1.1.0/24", "a"),
    ],
    prefixLists: [prefixList("pl-s3", "com.amazonaws.ap-northeast-1.s3", list)],
    hostedZones: zone === undefined ? [] : [privateZone("kms.ap-northeast-1.amazonaws.com", zone)],
    peerings: [
      {
        id: parseId("pcx-1"),
        aliases: [],
        scope: parseId("live"),
        origin: { file: "estate" },
        requester: { vpc: known(parseId("vpc-1")), cidrs: known([]), region: "ap-northeast-1", account: "1" },
        accepter: { vpc: known(parseId("vpc-2")), cidrs: known([]), region: "ap-northeast-1", account: "1" },
        status: isActive ? "active" : "deleted",
      },
    ],
    gateways: [
      gateway("internet-gateway", "igw-1", "vpc-1"),
      gateway("egress-only-internet-gateway", "eigw-1", "vpc-1"),
      gateway("vpn-gateway", "vgw-1", "vpc-1"),
    ],
    natGateways: [natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5")],
    vpcEndpoints: [
      interfaceEndpoint("ssm", {
        subnets: known([parseId("subnet-b")]),
        groups: known([parseId("sg-server")]),
        privateDnsEnabled: known(privateDns),
      }),
      gatewayEndpoint(
        "s3",
        ["rtb-private"],
        policy ? { policy: known({ kind: "document", json: { Version: "2012-10-17", Statement: [] } }) } : {},
      ),
    ],
    routeTables: [
      table("rtb-private", "vpc-1", [...local, "0.0.0.0/0 nat-1", ...routes], {
        subnets: ["subnet-a", "subnet-b"],
      }),
      table("rtb-p", "vpc-2", ["10.1.0.0/16 local", "10.0.0.0/16 pcx-1"], { subnets: ["subnet-p"] }),
    ],
    securityGroups: [
      { ...clientGroup, egress: known1(clientGroup.egress.known ? clientGroup.egress.value : []) },
      group("sg-server", "vpc-1", { egress: client, ingress: server }),
      group("sg-peer", "vpc-2", { egress: ["all 0.0.0.0/0"], ingress: peer }),
    ],
    networkAcls: [
      ...(entriesA === undefined ? [] : [acl("acl-a", "vpc-1", entriesA, { subnets: ["subnet-a"] })]),
      ...(entriesB === undefined ? [] : [acl("acl-b", "vpc-1", entriesB, { subnets: ["subnet-b"] })]),
    ],
    networkInterfaces: interfaces,
  });
}

/** Answers for its own name with one address, in vpc-1. */
function privateZone(zoneName: string, address: string): HostedZone {
  return {
    id: parseId("Z1"),
    aliases: [],
    scope: parseId("live"),
    origin: { file: "estate" },
    zoneName,
    visibility: "private",
    vpcs: known([parseId("vpc-1")]),
    records: known([{ name: zoneName, type: "A", values: [address] }]),
  };
}
