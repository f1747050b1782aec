/** What packets find where `reach` cannot tell, or does not follow them: between VPCs, through a NAT instance, over IPv6. */
import { expect, it } from "vitest";
import type { Seen } from "../../src/lab/probe/probe.ts";
import { mustCidr } from "../../src/model/address.ts";
import { parseId } from "../../src/model/entity/entity.ts";
import type { Gateway } from "../../src/model/entity/gateway.ts";
import { known } from "../../src/model/known.ts";
import type { Network } from "../../src/model/network.ts";
import {
  acl,
  base,
  gateway,
  group,
  networkInterface,
  region,
  scope,
  subnet,
  table,
  vpc,
  withRows,
} from "../reach/estate.ts";
import { describeInside } from "./enclosed.ts";
import { block6 } from "./networks/rule.ts";

const a6 = "2600:1f14:aa:a01::10";
const peer6 = "2600:1f14:bb:b01::10";
const local = ["10.0.0.0/16 local", `${block6.one} local`];
const peerLocal = ["10.1.0.0/16 local", `${block6.two} local`];
const everything = [
  "100 in allow all 0.0.0.0/0",
  "100 out allow all 0.0.0.0/0",
  "101 in allow all ::/0",
  "101 out allow all ::/0",
];

interface Drawn {
  /** Of subnet-a, of subnet-b and of the other VPC. */
  readonly routes?: readonly string[];
  readonly routesB?: readonly string[];
  readonly peerRoutes?: readonly string[];
  /** Who may come in at the other VPC's interface, and at subnet-b's. */
  readonly peerIn?: readonly string[];
  readonly bIn?: readonly string[];
  readonly peerRegion?: string;
  readonly exits?: readonly Gateway[];
}

function estate(drawn: Drawn): Network {
  const { routes = [], routesB = [], peerRoutes = [], peerIn = [], bIn = [] } = drawn;
  const at = (vpcId: string, subnetId: string, addresses: string, own: string) => ({
    vpc: vpcId,
    subnet: subnetId,
    addresses,
    groups: [own],
  });
  return withRows(base, {
    vpcs: [vpc("vpc-1", ["10.0.0.0/16", block6.one]), vpc("vpc-2", ["10.1.0.0/16", block6.two])],
    subnets: [
      subnet("subnet-a", "vpc-1", `10.0.1.0/24 ${block6.a}`, "a"),
      subnet("subnet-peer", "vpc-2", "10.1.1.0/24 2600:1f14:bb:b01::/64", "a"),
    ],
    routeTables: [
      table("rtb-private", "vpc-1", [...local, ...routes], { subnets: ["subnet-a"] }),
      table("rtb-b", "vpc-1", [...local, ...routesB], { subnets: ["subnet-b"] }),
      table("rtb-peer", "vpc-2", [...peerLocal, ...peerRoutes], { main: true }),
    ],
    networkAcls: [acl("acl-2", "vpc-2", everything, { isDefault: true })],
    securityGroups: [
      group("sg-peer", "vpc-2", { ingress: peerIn, egress: ["all 0.0.0.0/0", "all ::/0"] }),
      group("sg-b", "vpc-1", { ingress: bIn }),
      group("sg-nat", "vpc-1", { ingress: ["all 10.0.0.0/16"], egress: ["all 0.0.0.0/0"] }),
    ],
    gateways: drawn.exits ?? [],
    peerings: [
      {
        id: parseId("pcx-1"),
        aliases: [],
        scope,
        origin: { file: "estate" },
        status: "active",
        requester: side("vpc-1", "10.0.0.0/16", region),
        accepter: side("vpc-2", "10.1.0.0/16", drawn.peerRegion ?? region),
      },
    ],
    networkInterfaces: [
      networkInterface("eni-a", at("vpc-1", "subnet-a", `10.0.1.10 ${a6}`, "sg-client")),
      networkInterface("eni-a2", at("vpc-1", "subnet-a", "10.0.1.11", "sg-b")),
      networkInterface("eni-b", at("vpc-1", "subnet-b", "10.0.2.10", "sg-b")),
      networkInterface("eni-peer", at("vpc-2", "subnet-peer", `10.1.1.10 ${peer6}`, "sg-peer")),
      networkInterface("eni-nat", at("vpc-1", "subnet-public", "10.0.0.20", "sg-nat"), {
        hasPublicIpv4: known(true),
        sourceDestCheck: known(false),
      }),
    ],
  });
}

const side = (id: string, block: string, of: string) => ({
  vpc: known(parseId<never>(id)),
  cidrs: known([mustCidr(block)]),
  region: of,
  account: "111122223333",
});

const peered = { routes: ["10.1.0.0/16 pcx-1"], peerRoutes: ["10.0.0.0/16 pcx-1"] };
const igw = (id: string, of: string) => gateway("internet-gateway", id, of);
const eigw = (id: string, of: string) => gateway("egress-only-internet-gateway", id, of);
const online = { routes: ["::/0 igw-1"], peerRoutes: ["::/0 igw-2"], peerIn: ["tcp 443 ::/0"] };
const byNat = { routes: ["10.0.2.0/24 eni-nat"], routesB: [] };

const cases: readonly (readonly [what: string, drawn: Drawn, to: string, seen: Seen])[] = [
  // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html (read 2026-11-29)
  ["a group of the other VPC, named", { ...peered, peerIn: ["tcp 443 sg-client"] }, "10.1.1.10", "refused"],
  [
    "a group of another Region, named",
    { ...peered, peerIn: ["tcp 443 sg-client"], peerRegion: "us-east-1" },
    "10.1.1.10",
    "silence",
  ],
  [
    "no way back from the other VPC",
    { ...peered, peerRoutes: [], peerIn: ["all 0.0.0.0/0"] },
    "10.1.1.10",
    "silence",
  ],
  [
    "nobody's address of the other VPC",
    { ...peered, routes: ["10.1.0.0/16 pcx-1", "8.8.8.8/32 pcx-1"] },
    "8.8.8.8",
    "silence",
  ],
  // Over the internet, from VPC to VPC.
  ["internet gateways at both ends", { ...online, exits: [igw("igw-2", "vpc-2")] }, peer6, "refused"],
  [
    "groups at the far end",
    { ...online, peerIn: ["tcp 443 sg-client"], exits: [igw("igw-2", "vpc-2")] },
    peer6,
    "silence",
  ],
  [
    "an egress-only gateway at the far end",
    { ...online, peerRoutes: ["::/0 eigw-2"], exits: [eigw("eigw-2", "vpc-2")] },
    peer6,
    "silence",
  ],
  [
    "an egress-only gateway beside the one at the far end",
    { ...online, peerRoutes: ["::/0 eigw-2"], exits: [igw("igw-2", "vpc-2"), eigw("eigw-2", "vpc-2")] },
    peer6,
    "silence",
  ],
  [
    "an egress-only gateway at the near end",
    { ...online, routes: ["::/0 eigw-1"], exits: [igw("igw-2", "vpc-2"), eigw("eigw-1", "vpc-1")] },
    peer6,
    "refused",
  ],
  // Of instances in between, the same page.
  ["an instance between two subnets", { ...byNat, bIn: ["tcp 443 10.0.0.20/32"] }, "10.0.2.10", "refused"],
  [
    "the sender's group, behind an instance",
    { ...byNat, bIn: ["tcp 443 sg-client"] },
    "10.0.2.10",
    "silence",
  ],
  ["the instance's own group", { ...byNat, bIn: ["tcp 443 sg-nat"] }, "10.0.2.10", "refused"],
  [
    "a route that takes the own subnet elsewhere",
    { routes: ["10.0.1.0/24 eni-nat"], bIn: ["tcp 443 sg-client"] },
    "10.0.1.11",
    "refused",
  ],
];

describeInside("a packet", (attempt) => {
  it.each(cases)("meets %s", async (_, drawn, to, seen) => {
    const probes = [{ address: to, port: 443, sourcePort: undefined }];
    const { answers, notBuilt } = await attempt({
      kind: "ask",
      network: estate(drawn),
      asks: [{ from: "eni-a", probes, echoes: [] }],
    });
    expect({ notBuilt, seen: answers[0]?.seen }).toEqual({ notBuilt: [], seen: [seen] });
  });
});
