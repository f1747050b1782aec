/** Networks drawn at random, all around one plan of a VPC: what varies are routes, ACLs, groups and endpoints. */
import fc from "fast-check";
import { known } from "../../src/model/known.ts";
import type { Network } from "../../src/model/network.ts";
import {
  acl,
  base,
  gatewayEndpoint,
  group,
  interfaceEndpoint,
  networkInterface,
  prefixList,
  region,
  subnet,
  table,
  withRows,
} from "../reach/estate.ts";

/** Where each of the clients is, and to whom they talk. */
export const clients = {
  "eni-a": "10.0.1.10",
  "eni-a2": "10.0.1.11",
  "eni-b": "10.0.2.10",
  "eni-p": "10.0.0.10",
} as const;
export const targets: readonly (readonly [address: string, port: number])[] = [
  ["10.0.1.10", 443],
  ["10.0.1.11", 8080],
  ["10.0.2.10", 443],
  ["10.0.0.10", 80],
  ["10.0.1.99", 443],
  ["10.0.2.20", 443],
  ["10.0.2.20", 80],
  ["52.219.0.5", 443],
  ["8.8.8.8", 443],
];

const ports = fc.constantFrom(
  "443",
  "80",
  "8080",
  "1-1023",
  "1024-65535",
  "0-65535",
  "32768-61000",
  "1024-45000",
);
const blocks = fc.constantFrom(
  "0.0.0.0/0",
  "10.0.0.0/16",
  "10.0.1.0/24",
  "10.0.2.0/24",
  "10.0.1.10/32",
  "8.8.0.0/16",
);
const peers = fc.oneof(
  { weight: 4, arbitrary: blocks },
  { weight: 1, arbitrary: fc.constantFrom("sg-client", "sg-other", "sg-endpoint", "pl-s3") },
);
const groupRule = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(ports, peers).map(([port, peer]) => `tcp ${port} ${peer}`) },
  { weight: 2, arbitrary: peers.map((peer) => `all ${peer}`) },
);
const groupRules = fc
  .tuple(fc.array(groupRule, { maxLength: 4 }), fc.constantFrom(true, false))
  .map(([rules, isOpen]) => (isOpen ? [...rules, "all 10.0.0.0/16"] : rules));

const aclEntry = (direction: "in" | "out") =>
  fc
    .tuple(fc.constantFrom("allow", "allow", "allow", "allow", "deny"), fc.boolean(), ports, blocks)
    .map(
      ([action, isAll, port, block]) => `${direction} ${action} ${isAll ? "all" : `tcp ${port}`} ${block}`,
    );
const aclEntries = fc
  .tuple(
    fc.array(aclEntry("in"), { maxLength: 3 }),
    fc.array(aclEntry("out"), { maxLength: 3 }),
    fc.constantFrom(true, true, true, false),
  )
  .map(([into, out, isOpen]) => [
    ...into.map((entry, index) => `${100 + index} ${entry}`),
    ...out.map((entry, index) => `${100 + index} ${entry}`),
    ...(isOpen ? ["900 in allow all 0.0.0.0/0", "900 out allow all 0.0.0.0/0"] : []),
  ]);

const route = fc.constantFrom(
  "0.0.0.0/0 nat-1",
  "0.0.0.0/0 nat-1",
  "0.0.0.0/0 igw-1",
  "8.8.0.0/16 nat-1",
  "8.8.8.0/24 igw-1",
  "pl-s3 vpce-s3",
  "pl-s3 vpce-s3",
);
const routes = fc.uniqueArray(route, { maxLength: 3, selector: (text) => text.split(" ")[0] });

export const networks: fc.Arbitrary<Network> = fc
  .record({
    toA: routes,
    toB: routes,
    aclA: aclEntries,
    aclB: aclEntries,
    clientIn: groupRules,
    clientOut: groupRules,
    otherIn: groupRules,
    otherOut: groupRules,
    endpointIn: groupRules,
    isClientOpen: fc.boolean(),
    isPublic: fc.boolean(),
  })
  .map((drawn) =>
    withRows(base, {
      subnets: [
        subnet("subnet-a", "vpc-1", "10.0.1.0/24", "a"),
        subnet("subnet-b", "vpc-1", "10.0.2.0/24", "c"),
      ],
      routeTables: [
        table("rtb-private", "vpc-1", ["10.0.0.0/16 local", ...drawn.toA], { subnets: ["subnet-a"] }),
        table("rtb-b", "vpc-1", ["10.0.0.0/16 local", ...drawn.toB], { subnets: ["subnet-b"] }),
      ],
      networkAcls: [
        acl("acl-a", "vpc-1", drawn.aclA, { subnets: ["subnet-a"] }),
        acl("acl-b", "vpc-1", drawn.aclB, { subnets: ["subnet-b"] }),
      ],
      securityGroups: [
        group("sg-client", "vpc-1", {
          ingress: drawn.clientIn,
          egress: drawn.isClientOpen ? ["all 0.0.0.0/0"] : drawn.clientOut,
        }),
        group("sg-other", "vpc-1", { ingress: drawn.otherIn, egress: drawn.otherOut }),
        group("sg-endpoint", "vpc-1", { ingress: drawn.endpointIn, egress: [] }),
      ],
      networkInterfaces: [
        networkInterface("eni-a", {
          vpc: "vpc-1",
          subnet: "subnet-a",
          addresses: clients["eni-a"],
          groups: ["sg-client"],
        }),
        networkInterface("eni-a2", {
          vpc: "vpc-1",
          subnet: "subnet-a",
          addresses: clients["eni-a2"],
          groups: ["sg-other"],
        }),
        networkInterface("eni-b", {
          vpc: "vpc-1",
          subnet: "subnet-b",
          addresses: clients["eni-b"],
          groups: ["sg-client", "sg-other"],
        }),
        networkInterface(
          "eni-p",
          { vpc: "vpc-1", subnet: "subnet-public", addresses: clients["eni-p"], groups: ["sg-other"] },
          { hasPublicIpv4: known(drawn.isPublic) },
        ),
        networkInterface(
          "eni-ssm",
          { vpc: "vpc-1", subnet: "subnet-b", addresses: "10.0.2.20", groups: ["sg-endpoint"] },
          { client: "endpoint", owner: "vpce-ssm" },
        ),
      ],
      prefixLists: [prefixList("pl-s3", `com.amazonaws.${region}.s3`, ["52.219.0.0/20"])],
      vpcEndpoints: [interfaceEndpoint("ssm"), gatewayEndpoint("s3", ["rtb-private", "rtb-b"])],
    }),
  );
