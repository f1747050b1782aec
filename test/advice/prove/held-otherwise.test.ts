// Changes that lead an answer otherwise though it hardly shows: none of them may be taken from the network before.
import { describe, expect, it } from "vitest";
import { createFleet } from "../../../src/advice/fleet.ts";
import type { Member } from "../../../src/advice/member.ts";
import { needOfService } from "../../../src/advice/need/index.ts";
import { heldAfter } from "../../../src/advice/prove/held.ts";
import { known, unknown } from "../../../src/model/known.ts";
import type { Network } from "../../../src/model/network.ts";
import { createWorld, kept } from "../../../src/reach/index.ts";
import { facts } from "../../reach/ask.ts";
import {
  base,
  gatewayEndpoint,
  group,
  interfaceEndpoint,
  networkInterface,
  prefixList,
  scope,
  subnet,
  table,
  vpc,
  withEndpoints,
  withRows,
  without,
} from "../../reach/estate.ts";

const local = "10.0.0.0/16 local";
const local6 = "2001:db8::/56 local";
const s3List = prefixList("pl-s3", "com.amazonaws.ap-northeast-1.s3", ["52.219.0.0/20"]);
const denying = known({
  kind: "document" as const,
  json: { Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }] },
});

const nat64 = withRows(without(base, "networkInterfaces", "eni-a"), {
  vpcs: [vpc("vpc-1", ["10.0.0.0/16", "2001:db8::/56"])],
  subnets: [subnet("subnet-6", "vpc-1", "2001:db8:0:1::/64", "a", { enableDns64: known(true) })],
  prefixLists: [s3List],
  routeTables: [
    table("rtb-6", "vpc-1", [local, local6, "64:ff9b::/96 nat-1"], { subnets: ["subnet-6"] }),
    table("rtb-public", "vpc-1", [local, local6, "0.0.0.0/0 igw-1"], { subnets: ["subnet-public"] }),
  ],
  networkInterfaces: [
    networkInterface("eni-6", {
      vpc: "vpc-1",
      subnet: "subnet-6",
      addresses: "2001:db8:0:1::10",
      groups: ["sg-client"],
    }),
  ],
});

const anyService = (isPrivate: boolean) =>
  withRows(withEndpoints(base, "ssm"), {
    securityGroups: [group("sg-endpoint", "vpc-1", { ingress: [], egress: [] })],
    vpcEndpoints: [
      interfaceEndpoint("ssm", {
        serviceName: unknown("parameter Service", "--parameter Service=…"),
        privateDnsEnabled: known(isPrivate),
      }),
    ],
  });

/** A zone of the VPC leads STS's name to that of Systems Manager. */
const leadAstray = (isPrivate: boolean) =>
  withRows(withEndpoints(base, "ssm"), {
    hostedZones: [
      {
        id: "Z1",
        aliases: [],
        scope,
        origin: { file: "x" },
        zoneName: "sts.ap-northeast-1.amazonaws.com",
        visibility: "private",
        vpcs: known(["vpc-1"]),
        records: known([
          {
            name: "sts.ap-northeast-1.amazonaws.com",
            type: "CNAME",
            values: ["ssm.ap-northeast-1.amazonaws.com"],
          },
        ]),
      } as never,
    ],
    vpcEndpoints: [interfaceEndpoint("ssm", { privateDnsEnabled: known(isPrivate) })],
  });

interface Step {
  readonly what: string;
  readonly before: Network;
  readonly after: Network;
  readonly service: string;
  readonly from?: string;
  readonly nats?: readonly string[];
}

const steps: readonly Step[] = [
  {
    what: "a NAT is deleted, and a route still leads to it",
    before: base,
    after: without(base, "natGateways", "nat-1"),
    service: "ssm",
    nats: ["nat-1"],
  },
  {
    what: "private DNS of an endpoint whose service is not known",
    before: anyService(false),
    after: anyService(true),
    service: "sts",
  },
  {
    what: "private DNS of a name to which a zone leads another's",
    before: leadAstray(false),
    after: leadAstray(true),
    service: "sts",
  },
  {
    what: "a gateway endpoint behind a NAT64, which denies",
    before: nat64,
    after: withRows(nat64, {
      vpcEndpoints: [gatewayEndpoint("s3", ["rtb-public"], { policy: denying })],
      routeTables: [
        table("rtb-public", "vpc-1", [local, local6, "0.0.0.0/0 igw-1", "pl-s3 vpce-s3"], {
          subnets: ["subnet-public"],
        }),
      ],
    }),
    service: "s3",
    from: "eni-6",
  },
  {
    what: "the way out behind a NAT64",
    before: nat64,
    after: withRows(nat64, {
      routeTables: [table("rtb-public", "vpc-1", [local, local6], { subnets: ["subnet-public"] })],
    }),
    service: "ssm",
    from: "eni-6",
  },
  {
    what: "a gateway endpoint that answers with IPv6 alone",
    before: withRows(base, { prefixLists: [s3List] }),
    after: withRows(base, {
      prefixLists: [s3List],
      vpcEndpoints: [gatewayEndpoint("s3", ["rtb-private"], { dnsRecordIpType: known("ipv6") })],
      routeTables: [
        table("rtb-private", "vpc-1", [local, "0.0.0.0/0 nat-1", "pl-s3 vpce-s3"], {
          subnets: ["subnet-a", "subnet-b"],
        }),
      ],
    }),
    service: "s3",
  },
];

describe("what a step leads otherwise is walked anew", () => {
  it.each(steps)("$what", ({ before, after, service, from = "eni-a", nats = [] }) => {
    const [was, is] = [createWorld(before, facts), createWorld(kept(before, after), facts)];
    const member: Member = {
      id: "m",
      kind: "instance",
      vpc: base.subnets.values().next().value?.vpc as Member["vpc"],
      subnets: [],
      group: undefined,
      sources: [{ kind: "interface", id: from as never }],
      workload: undefined,
      origin: "",
    } as unknown as Member;
    const need = needOfService(facts, service);
    const earlier = createFleet(was, false);
    const proven = createFleet(is, false, { fleet: earlier, holds: heldAfter(was, is, new Set(nats)) });
    const fresh = createFleet(createWorld(after, facts), false);
    const told = (fleet: typeof fresh) => {
      const { verdict, via } = fleet.ask(member, need);
      return [verdict, via?.id];
    };
    expect(told(fresh)).not.toEqual(told(earlier));
    expect(told(proven)).toEqual(told(fresh));
  });
});
