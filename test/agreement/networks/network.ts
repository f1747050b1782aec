/**
 * Networks drawn at random, all around one plan of two VPCs of both families with a peering connection between them: what
 * varies are routes, ACLs, groups, associations, and the states of things.
 */
import fc from "fast-check";
import { known } from "../../../src/model/known.ts";
import { mustAddress, mustCidr } from "../../../src/model/address.ts";
import { parseId } from "../../../src/model/entity/entity.ts";
import type { Peering } from "../../../src/model/entity/gateway.ts";
import type { EndpointFamilies } from "../../../src/model/entity/vpc-endpoint.ts";
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
  region,
  scope,
  subnet,
  table,
  vpc,
  withRows,
} from "../../reach/estate.ts";
import { clientRoutes, natRoutes, peerRoutes } from "./route.ts";
import { aclEntries, block6, groupRules } from "./rule.ts";

const local = ["10.0.0.0/16 local", "10.9.0.0/16 local", `${block6.one} local`];
const peerLocal = ["10.1.0.0/16 local", `${block6.two} local`];

const shape = fc.record({
  routes: fc.record({ a: clientRoutes, b: clientRoutes, s: clientRoutes, nat: natRoutes, peer: peerRoutes }),
  acls: fc.record({ a: aclEntries, b: aclEntries, s: aclEntries, nat: aclEntries, peer: aclEntries }),
  groups: fc.record({
    client: fc.tuple(groupRules, fc.oneof(groupRules, fc.constant(["all 0.0.0.0/0", "all ::/0"]))),
    other: fc.tuple(groupRules, groupRules),
    peer: fc.tuple(groupRules, groupRules),
    nat: fc.constantFrom(
      ["all 0.0.0.0/0"],
      ["all 0.0.0.0/0"],
      ["tcp 443 sg-client"],
      ["udp 443 10.0.1.0/24"],
    ),
    endpoint: groupRules,
  }),
  tableOfB: fc.constantFrom("rtb-b", "rtb-b", "rtb-a"),
  isPublic: fc.boolean(),
  isChecked: fc.constantFrom(false, false, true),
  peering: fc.constantFrom("active", "active", "active", "pending-acceptance"),
  peerRegion: fc.constantFrom(region, region, "us-east-1"),
  gatewayType: fc.constantFrom<EndpointFamilies>("ipv4", "ipv6", "dualstack"),
  endpointState: fc.constantFrom("available", "available", "available", "pending", "rejected"),
});
type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

/** Over one between two Regions, references to groups match nobody. */
const peering = ({ peering: status, peerRegion }: Shape): Peering => ({
  id: parseId("pcx-1"),
  aliases: [],
  scope,
  origin: { file: "estate" },
  status,
  requester: side("vpc-1", ["10.0.0.0/16", "10.9.0.0/16", block6.one], region),
  accepter: side("vpc-2", ["10.1.0.0/16", block6.two], peerRegion),
});

const side = (id: string, cidrs: readonly string[], of: string): Peering["requester"] => ({
  vpc: known(parseId(id)),
  cidrs: known(cidrs.map(mustCidr)),
  region: of,
  account: "111122223333",
});

function toNetwork(drawn: Shape): Network {
  const { routes, acls, isPublic } = drawn;
  return withRows(base, {
    vpcs: [
      vpc("vpc-1", ["10.0.0.0/16", "10.9.0.0/16", block6.one]),
      vpc("vpc-2", ["10.1.0.0/16", block6.two]),
    ],
    subnets: [
      subnet("subnet-a", "vpc-1", `10.0.1.0/24 ${block6.a}`, "a"),
      subnet("subnet-b", "vpc-1", `10.0.2.0/24 ${block6.b}`, "c"),
      subnet("subnet-nat", "vpc-1", "10.0.3.0/24", "a"),
      subnet("subnet-s", "vpc-1", "10.9.1.0/24", "d"),
      subnet("subnet-peer", "vpc-2", "10.1.1.0/24 2600:1f14:bb:b01::/64", "a"),
    ],
    routeTables: [
      table("rtb-public", "vpc-1", [...local, "0.0.0.0/0 igw-1"], { subnets: ["subnet-public"] }),
      table("rtb-a", "vpc-1", [...local, ...routes.a], {
        subnets: drawn.tableOfB === "rtb-a" ? ["subnet-a", "subnet-b"] : ["subnet-a"],
      }),
      table("rtb-b", "vpc-1", [...local, ...routes.b], {
        subnets: drawn.tableOfB === "rtb-b" ? ["subnet-b"] : [],
      }),
      table("rtb-nat", "vpc-1", [...local, ...routes.nat], { subnets: ["subnet-nat"] }),
      table("rtb-main", "vpc-1", [...local, ...routes.s], { main: true }),
      table("rtb-private", "vpc-1", local),
      table("rtb-peer", "vpc-2", [...peerLocal, ...routes.peer], { main: true }),
    ],
    networkAcls: [
      acl("acl-a", "vpc-1", acls.a, { subnets: ["subnet-a"] }),
      acl("acl-b", "vpc-1", acls.b, { subnets: ["subnet-b"] }),
      acl("acl-nat", "vpc-1", acls.nat, { subnets: ["subnet-nat"] }),
      acl("acl-s", "vpc-1", acls.s, { subnets: ["subnet-s"] }),
      acl("acl-peer", "vpc-2", acls.peer, { isDefault: true }),
    ],
    securityGroups: groupsOf(drawn),
    gateways: [
      gateway("egress-only-internet-gateway", "eigw-1", "vpc-1"),
      gateway("internet-gateway", "igw-2", "vpc-2"),
      gateway("egress-only-internet-gateway", "eigw-2", "vpc-2"),
    ],
    peerings: [peering(drawn)],
    natGateways: natGateways(),
    networkInterfaces: interfacesOf(isPublic, drawn.isChecked),
    prefixLists: [
      prefixList("pl-s3", `com.amazonaws.${region}.s3`, ["52.219.0.0/20", "2406:daf8:4000::/40"]),
      prefixList("pl-s3-6", `com.amazonaws.${region}.ipv6.s3`, ["2406:daf8:4000::/44"]),
      prefixList("pl-own", "own", ["8.8.8.0/25", "10.0.2.0/25", "2001:4860:4860::/64"]),
    ],
    vpcEndpoints: [
      interfaceEndpoint("ssm", {
        networkInterfaces: known([parseId("eni-ssm-b"), parseId("eni-ssm-s")]),
        ipAddressType: known("dualstack"),
      }),
      interfaceEndpoint("sqs", { state: known(drawn.endpointState as "available") }),
      gatewayEndpoint("s3", ["rtb-a", "rtb-b"], { ipAddressType: known(drawn.gatewayType) }),
    ],
  });
}

function groupsOf({ groups }: Shape): readonly ReturnType<typeof group>[] {
  const { client, other, peer, nat, endpoint } = groups;
  return [
    group("sg-client", "vpc-1", { ingress: client[0], egress: client[1] }),
    group("sg-other", "vpc-1", { ingress: other[0], egress: other[1] }),
    group("sg-peer", "vpc-2", { ingress: peer[0], egress: peer[1] }),
    group("sg-nat", "vpc-1", { ingress: nat, egress: ["all 0.0.0.0/0"] }),
    group("sg-endpoint", "vpc-1", { ingress: endpoint, egress: [] }),
  ];
}

function natGateways(): readonly ReturnType<typeof natGateway>[] {
  const regional = natGateway("nat-regional", "vpc-1", "subnet-public", "10.0.0.6");
  const own = natGateway("nat-own", "vpc-1", "subnet-nat", "10.0.3.5");
  const [first] = own.addresses.known ? own.addresses.value : [];
  if (first === undefined) throw new Error("a NAT gateway has an address");
  return [
    natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5"),
    {
      ...own,
      addresses: known([{ ...first, publicAddress: known(mustAddress("203.0.113.11")) }]),
    },
    {
      ...regional,
      availability: "regional",
      subnet: undefined,
      addresses: known([
        { ...first, publicAddress: known(mustAddress("203.0.113.12")), privateAddress: unpicked },
      ]),
    },
    {
      ...own,
      id: parseId("nat-private"),
      connectivity: "private",
      addresses: known([
        { ...first, publicAddress: undefined, privateAddress: known(mustAddress("10.0.3.6")) },
      ]),
    },
  ];
}

const unpicked = { known: false, fact: "an address of a regional NAT gateway", settledBy: "" } as const;

function interfacesOf(isPublic: boolean, isChecked: boolean): readonly ReturnType<typeof networkInterface>[] {
  const at = (subnetId: string, addresses: string, ...groups: readonly string[]) => ({
    vpc: subnetId === "subnet-peer" ? "vpc-2" : "vpc-1",
    subnet: subnetId,
    addresses,
    groups,
  });
  const ofEndpoint = (service: string) => ({ client: "endpoint", owner: `vpce-${service}` }) as const;
  return [
    networkInterface("eni-a", at("subnet-a", "10.0.1.10 10.0.1.12 2600:1f14:aa:a01::10", "sg-client")),
    networkInterface("eni-a2", at("subnet-a", "10.0.1.11", "sg-other"), { client: "windows" }),
    networkInterface("eni-b", at("subnet-b", "10.0.2.10 2600:1f14:aa:a02::10", "sg-client", "sg-other"), {
      client: "lambda",
    }),
    networkInterface("eni-p", at("subnet-public", "10.0.0.10", "sg-other"), {
      hasPublicIpv4: known(isPublic),
    }),
    networkInterface("eni-nat", at("subnet-public", "10.0.0.20", "sg-nat"), {
      hasPublicIpv4: known(true),
      sourceDestCheck: known(isChecked),
    }),
    networkInterface("eni-s", at("subnet-s", "10.9.1.10", "sg-client")),
    networkInterface("eni-peer", at("subnet-peer", "10.1.1.10 2600:1f14:bb:b01::10", "sg-peer")),
    networkInterface(
      "eni-ssm-b",
      at("subnet-b", "10.0.2.20 2600:1f14:aa:a02::20", "sg-endpoint"),
      ofEndpoint("ssm"),
    ),
    networkInterface("eni-ssm-s", at("subnet-s", "10.9.1.20", "sg-endpoint"), ofEndpoint("ssm")),
    networkInterface("eni-sqs", at("subnet-a", "10.0.1.30", "sg-endpoint"), ofEndpoint("sqs")),
  ];
}

export const networks: fc.Arbitrary<Network> = shape.map(toNetwork);
