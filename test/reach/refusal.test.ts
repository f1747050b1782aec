// What AWS would refuse to create is never reachable; a live network has passed these checks.
import { describe, expect, it } from "vitest";
import { parseId } from "../../src/model/entity/entity.ts";
import type { VpcEndpoint } from "../../src/model/entity/vpc-endpoint.ts";
import { known, unknown } from "../../src/model/known.ts";
import type { Network } from "../../src/model/network.ts";
import { ask, inShort } from "./ask.ts";
import { base, gatewayEndpoint, interfaceEndpoint, region, scope, subnet, vpc, withRows } from "./estate.ts";

const planned = (network: Network): Network => ({
  ...network,
  scopes: new Map([[scope, { id: scope, account: "111122223333", region, kind: "template" }]]),
});
const subnets = (...ids: readonly string[]) => known(ids.map((id) => parseId<never>(id)));
const endpoint = (service: string, changes: Partial<VpcEndpoint> = {}) =>
  interfaceEndpoint(service, {
    subnets: subnets("subnet-a"),
    networkInterfaces: unknown("its interfaces", "deploy it"),
    ...changes,
  });
const withEndpoint = (...endpoints: readonly VpcEndpoint[]) => withRows(base, { vpcEndpoints: endpoints });
const vpceId = "vpce-0a1b2c3d4e5f67890";
const inboundOnly = { privateDnsOnlyForInboundResolver: known(true) };

const cases: readonly (readonly [string, Network, string, string])[] = [
  ["a sound endpoint", withEndpoint(endpoint("ssm")), "ssm", ""],
  [
    "two subnets of one zone",
    withEndpoint(endpoint("ssm", { subnets: subnets("subnet-a", "subnet-public") })),
    "ssm",
    "VPCE_SUBNETS_SHARE_AZ",
  ],
  [
    "a second owner of the name",
    withEndpoint(endpoint("ssm"), { ...endpoint("ssm"), id: parseId("vpce-2") }),
    "ssm",
    "VPCE_PRIVATE_DNS_CONFLICT",
  ],
  [
    "a zone of the same name",
    withRows(withEndpoint({ ...endpoint("ssm"), id: parseId(vpceId) }), {
      hostedZones: [
        {
          id: parseId("zone-1"),
          aliases: [],
          scope,
          origin: { file: "estate" },
          zoneName: `ssm.${region}.amazonaws.com`,
          visibility: "private",
          vpcs: known([parseId("vpc-1")]),
          records: known([
            {
              name: `ssm.${region}.amazonaws.com`,
              type: "CNAME",
              values: [`${vpceId}.ssm.${region}.vpce.amazonaws.com`],
            },
          ]),
        },
      ],
    }),
    "ssm",
    "VPCE_PRIVATE_DNS_CONFLICT",
  ],
  [
    "a gateway for a service without one",
    withEndpoint(endpoint("ssm"), gatewayEndpoint("ssm", ["rtb-private"], { id: parseId("vpce-gw") })),
    "ssm",
    "",
  ],
  [
    "an attribute is off",
    withRows(withEndpoint(endpoint("ssm")), {
      vpcs: [vpc("vpc-1", ["10.0.0.0/16"], { enableDnsHostnames: known(false) })],
    }),
    "ssm",
    "DNS_HOSTNAMES_DISABLED",
  ],
  [
    "S3 private DNS for the inbound resolver without a gateway",
    withEndpoint({ ...endpoint("s3", inboundOnly), id: parseId(vpceId) }),
    `${vpceId}.s3.${region}.vpce.amazonaws.com`,
    "VPCE_GATEWAY_REQUIRED",
  ],
  [
    "two gateways in one table",
    withEndpoint(
      gatewayEndpoint("s3", ["rtb-private"]),
      gatewayEndpoint("s3", ["rtb-private"], { id: parseId("vpce-2") }),
    ),
    "s3",
    "VPCE_ROUTE_TABLE_CONFLICT",
  ],
];

describe("in a template", () => {
  it.each(cases)("%s", (_, network, to, code) => {
    const trace = ask(planned(network), { to });
    const found = trace.explanations.map((explanation) => explanation.code);
    expect(code === "" ? [trace.verdict] : found).toContain(code === "" ? "reachable" : code);
    expect(trace.verdict).toBe(code === "" ? "reachable" : "blocked");
  });
});

describe("in a live network", () => {
  it("is not asked again", () => {
    const network = withEndpoint(endpoint("ssm", { subnets: subnets("subnet-a", "subnet-public") }));
    expect(inShort(ask(network, { to: "ssm" }))).toBe("reachable interface-endpoint");
  });
});

it("finds a service that is not in the zone", () => {
  const service = {
    id: "svc",
    aliases: [],
    scope,
    origin: { file: "estate" },
    serviceName: `com.amazonaws.${region}.ssm`,
    types: ["interface"],
    availabilityZones: [`${region}c`],
    privateDnsNames: [],
    policySupported: known(true),
  } as const;
  const network = withRows(withEndpoint(endpoint("ssm")), {
    endpointServices: [service],
    subnets: [subnet("subnet-a", "vpc-1", "10.0.1.0/24", "a")],
  });
  expect(inShort(ask(planned(network), { to: "ssm" }))).toBe("blocked VPCE_SERVICE_NOT_INSTALLED_IN_AZ");
});
