/** Whatever else the fabric does not build, or does not know, is named. */
import { describe, expect, it } from "vitest";
import { parseId } from "../../../../src/model/entity/entity.ts";
import { known } from "../../../../src/model/known.ts";
import type { Network } from "../../../../src/model/network.ts";
import {
  natGateway,
  base,
  networkInterface,
  subnet,
  table,
  uncollected,
  vpc,
  withRows,
  without,
} from "../../../reach/estate.ts";
import {
  missing,
  local,
  namesOf,
  eniA,
  nat,
  endpoint,
  groupOf,
  aclOf,
  publicAccess,
  rule,
  entry,
} from "./lacking.ts";

const unreadBlock = { unreadCidrs: [{ family: 6 as const, missing }] };

const cases: readonly (readonly [what: string, network: Network, named: readonly string[]])[] = [
  // Accounts and VPCs.
  [
    "Block Public Access",
    publicAccess(known("block-ingress")),
    ["block-public-access bpa: the lab does not block public access"],
  ],
  [
    "the mode of Block Public Access",
    publicAccess(missing),
    ["block-public-access bpa: its mode is not known"],
  ],
  [
    "settings that were not read",
    uncollected(base, "blockPublicAccess", "it"),
    ["scope live: its settings of Block Public Access were not read"],
  ],
  [
    "what was not read of an account",
    uncollected(base, "networkInterfaces", "it"),
    ["scope live: its network interfaces were not read"],
  ],
  [
    "encryption in transit",
    withRows(base, { vpcs: [vpc("vpc-1", ["10.0.0.0/16"], { encryptionControl: known("enforce") })] }),
    ["vpc vpc-1: the lab does not enforce encryption in transit"],
  ],
  [
    "whether encryption is enforced",
    withRows(base, { vpcs: [vpc("vpc-1", ["10.0.0.0/16"], { encryptionControl: missing })] }),
    ["vpc vpc-1: whether it enforces encryption in transit is not known"],
  ],
  [
    "the blocks of a VPC",
    withRows(base, { vpcs: [vpc("vpc-1", [], { cidrs: missing })] }),
    ["vpc vpc-1: its address blocks are not known"],
  ],
  [
    "a block that AWS picks",
    withRows(base, {
      vpcs: [vpc("vpc-1", ["10.0.0.0/16"], unreadBlock)],
      subnets: [subnet("subnet-a", "vpc-1", "10.0.1.0/24", "a", unreadBlock)],
    }),
    [
      "vpc vpc-1: an address block of it is yet to be picked",
      "subnet subnet-a: an address block of it is yet to be picked",
    ],
  ],
  // Subnets.
  [
    "the blocks of a subnet",
    withRows(base, { subnets: [subnet("subnet-a", "vpc-1", "10.0.1.0/24", "a", { cidrs: missing })] }),
    ["subnet subnet-a: its address blocks are not known"],
  ],
  [
    "a subnet of no VPC",
    withRows(base, { subnets: [subnet("subnet-9", "vpc-9", "10.9.1.0/24", "a")] }),
    ["subnet subnet-9: its VPC is not in the input"],
  ],
  [
    "a subnet without a table",
    without(without(base, "routeTables", "rtb-main", "rtb-private"), "subnets", "subnet-b"),
    ["subnet subnet-a: its route table is not in the input: it has no routes"],
  ],
  [
    "a subnet without an ACL",
    without(without(base, "networkAcls", "acl-1"), "subnets", "subnet-b", "subnet-public"),
    [
      "subnet subnet-a: its network ACL is not in the input: it has none",
      "nat-gateway nat-1: its subnet is not in the input",
    ],
  ],
  // Interfaces, NAT gateways, endpoints.
  [
    "an address",
    eniA({ addresses: missing }),
    ["network-interface eni-a: its subnet or its address is not known"],
  ],
  [
    "a subnet",
    eniA({ subnet: missing }),
    ["network-interface eni-a: its subnet or its address is not known"],
  ],
  ["groups", eniA({ groups: missing }), ["network-interface eni-a: its groups are not known"]],
  [
    "a check",
    eniA({ sourceDestCheck: missing }),
    ["network-interface eni-a: whether its source/destination check is on is not known"],
  ],
  [
    "a public address",
    eniA({ hasPublicIpv4: missing }),
    ["network-interface eni-a: whether it has a public address is not known"],
  ],
  [
    "an interface of no VPC",
    eniA({ vpc: parseId("vpc-9") }),
    ["network-interface eni-a: its VPC is not in the input"],
  ],
  [
    "an interface of no subnet",
    eniA({ subnet: known(parseId("subnet-9")) }),
    ["network-interface eni-a: its subnet is not in the input"],
  ],
  [
    "an address that two have",
    withRows(base, {
      networkInterfaces: [
        networkInterface("eni-z", { vpc: "vpc-1", subnet: "subnet-a", addresses: "10.0.1.10", groups: [] }),
      ],
    }),
    ["network-interface eni-z: another interface has its address"],
  ],
  [
    "the routes of a regional NAT gateway",
    withRows(without(base, "gateways", "igw-1"), {
      natGateways: [
        { ...natGateway("nat-1", "vpc-1", "?", "10.0.0.5"), availability: "regional", subnet: undefined },
      ],
      routeTables: [table("rtb-public", "vpc-1", [local], { subnets: ["subnet-public"] })],
    }),
    ["nat-gateway nat-1: the routes of this regional one are not known"],
  ],
  ["the VPC of a NAT gateway", nat({ vpc: missing }), ["nat-gateway nat-1: its VPC is not known"]],
  [
    "the addresses of a NAT gateway",
    nat({ addresses: missing }),
    ["nat-gateway nat-1: its addresses are not known"],
  ],
  [
    "the subnet of a NAT gateway",
    nat({ subnet: missing }),
    ["nat-gateway nat-1: its subnet is not in the input"],
  ],
  ["the VPC of an endpoint", endpoint({ vpc: missing }), ["vpc-endpoint vpce-ssm: its VPC is not known"]],
  [
    "the state of an endpoint",
    endpoint({ state: missing }),
    ["vpc-endpoint vpce-ssm: its state is not known"],
  ],
  [
    "an endpoint that may or may not work",
    endpoint({ state: known("partial") }),
    ["vpc-endpoint vpce-ssm: whether it passes traffic in its state is not known"],
  ],
  [
    "the service of an endpoint",
    endpoint({ serviceName: missing }),
    ["vpc-endpoint vpce-ssm: the lab does not know the ports of its service"],
  ],
  [
    "the interfaces of an endpoint",
    endpoint({ networkInterfaces: missing }),
    ["vpc-endpoint vpce-ssm: its interfaces are not in the input"],
  ],
  // Groups and ACLs.
  [
    "a group",
    without(base, "securityGroups", "sg-client"),
    ["security-group sg-client: it is not in the input"],
  ],
  ["rules of a group", groupOf({ egress: missing }), ["security-group sg-client: its rules are not known"]],
  [
    "the peer of a rule",
    groupOf({ ingress: known([{ ...rule, peer: missing }]) }),
    ["security-group sg-client: a rule of it is not known"],
  ],
  [
    "the traffic of a rule",
    groupOf({ egress: known([{ ...rule, traffic: missing }]) }),
    ["security-group sg-client: a rule of it is not known"],
  ],
  [
    "a prefix list of a rule",
    groupOf({ egress: known([{ ...rule, peer: known({ kind: "prefix-list", id: parseId("pl-1") }) }]) }),
    ["security-group sg-client: the entries of a prefix list that a rule of it names are not known"],
  ],
  ["the entries of an ACL", aclOf({ entries: missing }), ["network-acl acl-1: its entries are not known"]],
  [
    "the block of an entry",
    aclOf({ entries: known([{ ...entry, cidr: missing }]) }),
    ["network-acl acl-1: an entry of it is not known"],
  ],
  [
    "the traffic of an entry",
    aclOf({ entries: known([{ ...entry, traffic: missing }]) }),
    ["network-acl acl-1: an entry of it is not known"],
  ],
];

describe("what is not built", () => {
  it.each(cases)("names %s", (_, network, named) => {
    expect(namesOf(network)).toEqual(named);
  });
});
