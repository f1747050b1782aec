import { describe, expect, it } from "vitest";
import { AppError } from "../../src/model/app-error.ts";
import { emptyDesign, noTraffic, parseDesign, parseTrafficFile, zonalNat } from "../../src/pricing/index.ts";
import type { Design } from "../../src/pricing/index.ts";

const options = {
  region: undefined,
  hoursPerMonth: undefined,
  discountPercent: undefined,
  trafficGb: {},
  names: { regions: ["ap-northeast-1", "us-east-1"], gatewayServices: ["s3", "dynamodb"] },
};
const least = { schema: "denat.design/1", region: "ap-northeast-1" };
const parse = (fields: object, more: Partial<typeof options> | object = {}): Design =>
  parseDesign({ ...least, ...fields }, "design.json", { ...options, ...more });

function failureOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return `${error.message}: ${error.hint}`;
    throw error;
  }
  return "nothing";
}

describe("a design file", () => {
  it("needs no more than a Region", () => {
    expect(parse({})).toEqual(emptyDesign("ap-northeast-1", 730));
  });

  it("has the documented defaults in each entry", () => {
    const design = parse({
      hoursPerMonth: 720,
      nats: [{}, { kind: "private" }, { kind: "instance", storageGb: 8 }, { kind: "regional", azs: 3 }],
      interfaceEndpoints: [{ service: "ssm" }],
      gatewayEndpoints: [{ service: "s3" }, { service: "com.amazonaws.us-east-1.dynamodb" }],
      gatewayLoadBalancerEndpoints: [{}],
      resolverEndpoints: [{}],
      publicIpv4s: [{}, { state: "idle", count: 2, hours: 3.5 }],
      trafficGb: { nat: 1.5 },
    });
    const nat = zonalNat(720);
    expect(design).toEqual({
      ...emptyDesign("ap-northeast-1", 720),
      nats: [
        nat,
        { ...nat, kind: "private", publicIpv4s: 0 },
        { ...nat, kind: "instance", storageGb: 8 },
        { ...nat, kind: "regional", azs: 3 },
      ],
      interfaceEndpoints: [{ service: "ssm", count: 1, azs: 1, hours: 720 }],
      gatewayEndpoints: [{ service: "s3" }, { service: "com.amazonaws.us-east-1.dynamodb" }],
      gatewayLoadBalancerEndpoints: [{ count: 1, azs: 1, hours: 720 }],
      resolverEndpoints: [{ count: 1, interfaces: 2, hours: 720 }],
      publicIpv4s: [
        { count: 1, state: "in-use", hours: 720 },
        { count: 2, state: "idle", hours: 3.5 },
      ],
      trafficGb: { ...noTraffic, nat: 1.5 },
    });
  });

  it("takes prices as numbers or tiers", () => {
    const tiers = [
      { fromGb: 0, usd: 0.01 },
      { fromGb: 1_048_576, usd: 0.006 },
    ];
    expect(parse({ prices: { "nat-gateway-hours": 0.06, "interface-endpoint-gb": tiers } }).prices).toEqual({
      "nat-gateway-hours": [{ from: 0, price: 0.06 }],
      "interface-endpoint-gb": [
        { from: 0, price: 0.01 },
        { from: 1_048_576, price: 0.006 },
      ],
    });
  });

  it("gives way to the command line: hours, discount, traffic, and a Region that it has not", () => {
    const file = { hoursPerMonth: 730, discountPercent: 5, nats: [{}], trafficGb: { nat: 1, crossAz: 2 } };
    const design = parse(file, { hoursPerMonth: 744, discountPercent: 8, trafficGb: { nat: 3 } });
    expect(design).toMatchObject({
      hoursPerMonth: 744,
      discountPercent: 8,
      nats: [{ hours: 744 }],
      trafficGb: { nat: 3, crossAz: 2 },
    });
    const bare = { schema: "denat.design/1" };
    expect(parseDesign(bare, "d", { ...options, region: "us-east-1" }).region).toBe("us-east-1");
    expect(parse({}, { region: "us-east-1" }).region).toBe("ap-northeast-1");
  });

  it.each([
    [{ region: undefined }, "region is missing: it takes a text of 1 to 40 characters"],
    [{ region: "Tokyo" }, 'region is "Tokyo", which is no Region code: it takes one, as in ap-northeast-1'],
    [
      { region: "ap-northeast-1a" },
      'region is "ap-northeast-1a", which is no Region code: did you mean ap-northeast-1?',
    ],
    [{ schema: "denat.design/2" }, 'schema is "denat.design/2": it takes denat.design/1'],
    [{ natz: [] }, "natz is no such field: did you mean nats?"],
    [{ nats: {} }, "nats is an object: it takes a list: [ … ]"],
    [{ nats: [{}, { count: -1 }] }, "nats[1].count is -1: it takes a whole number from 0 to 1,000,000"],
    [{ nats: [{ count: 1.5 }] }, "nats[0].count is 1.5: it takes a whole number from 0 to 1,000,000"],
    [{ nats: [{ count: "2" }] }, 'nats[0].count is a text, "2": it takes a whole number from 0 to 1,000,000'],
    [{ nats: [{ count: 1e300 }] }, "nats[0].count is 1e+300: it takes a whole number from 0 to 1,000,000"],
    [{ nats: [{ hours: NaN }] }, "nats[0].hours is NaN: it takes a number from 0 to 1,000,000,000"],
    [{ nats: [{ hours: null }] }, "nats[0].hours is null: it takes a number from 0 to 1,000,000,000"],
    [
      { nats: [{ kind: "zonl" }] },
      'nats[0].kind is "zonl": it takes zonal, regional, private, provisioned, instance',
    ],
    [
      { nats: [{ kind: "private", publicIpv4s: 1 }] },
      "nats[0].publicIpv4s is 1: a private NAT gateway has no public address",
    ],
    [{ nats: [{ storageGb: 8 }] }, "nats[0].storageGb is 8: only a NAT instance has a disk"],
    [{ nats: [{ kind: "provisioned" }] }, "nats[0].gbps is missing: say how many Gbps are provisioned"],
    [
      { interfaceEndpoints: [{}] },
      "interfaceEndpoints[0].service is missing: it takes a text of 1 to 255 characters",
    ],
    [
      { gatewayEndpoints: [{ service: "ssm" }] },
      'gatewayEndpoints[0].service is "ssm", which has no gateway endpoint: it takes s3, dynamodb',
    ],
    [
      { trafficGb: { nat: Infinity } },
      "trafficGb.nat is Infinity: it takes a number from 0 to 1,000,000,000,000",
    ],
    [{ trafficGb: { nats: 1 } }, "trafficGb.nats is no such field: did you mean nat?"],
    [{ trafficGb: { scaledFromSeconds: 1 } }, /^design.json: trafficGb.scaledFromSeconds is no such field/],
    [{ hoursPerMonth: 0 }, "hoursPerMonth is 0: it takes a number from 1 to 744"],
    [{ hoursPerMonth: 8760 }, "hoursPerMonth is 8760: it takes a number from 1 to 744"],
    [{ discountPercent: 101 }, "discountPercent is 101: it takes a number from 0 to 100"],
    [{ natStays: "yes" }, 'natStays is a text, "yes": it takes true or false'],
    [
      { prices: { "nat-gateway-hour": 1 } },
      "prices.nat-gateway-hour is no line item: did you mean nat-gateway-hours or nat-gateway-gb?",
    ],
    [
      { prices: { "nat-gateway-hours": -1 } },
      "prices.nat-gateway-hours is -1: it takes a number from 0 to 1,000,000",
    ],
    [
      { prices: { "nat-gateway-gb": [] } },
      "prices.nat-gateway-gb has no tiers: give a number, or tiers from 0 GB on",
    ],
    [
      { prices: { "nat-gateway-gb": [{ fromGb: 5, usd: 1 }] } },
      "prices.nat-gateway-gb[0].fromGb is 5: tiers start at 0 and rise",
    ],
    [
      {
        prices: {
          "nat-gateway-gb": [
            { fromGb: 0, usd: 1 },
            { fromGb: 0, usd: 1 },
          ],
        },
      },
      "prices.nat-gateway-gb[1].fromGb is 0: tiers start at 0 and rise",
    ],
    [
      { interRegionGb: { "ap-northeast-1": 1 } },
      "interRegionGb.ap-northeast-1 is the Region itself: name the other Region",
    ],
    [{ interRegionGb: { Ohio: 1 } }, /^design.json: interRegionGb.Ohio is "Ohio", which is no Region code/],
    [
      { nats: Array.from({ length: 10_001 }, () => ({})) },
      "nats has 10001 entries: give at most 10000: count says how many are alike",
    ],
    [JSON.parse('{ "__proto__": 1 }') as object, /^design.json: __proto__ is no such field/],
  ])("refuses %j", (fields, message) => {
    const said = failureOf(() => parse(fields));
    if (typeof message === "string") expect(said).toBe(`design.json: ${message}`);
    else expect(said).toMatch(message);
  });

  it.each([[[]], [null], ["text"], [7]])("is an object, not %j", (value) => {
    expect(failureOf(() => parseDesign(value, "design.json", options))).toMatch(/^design.json is /);
  });
});

describe("a traffic file", () => {
  it("is what denat traffic prints, or the part of it that counts", () => {
    const trafficGb = {
      nat: 10,
      gateway: 7,
      interface: 2,
      crossAz: 1,
      internetEgress: 0,
      scaledFromSeconds: 60,
    };
    const expected = { nat: 10, gateway: 7, interface: 2, crossAz: 1, internetEgress: 0 };
    expect(parseTrafficFile({ schema: "denat.traffic/1", period: {}, trafficGb }, "t")).toEqual(expected);
    expect(parseTrafficFile({ trafficGb: { nat: 3 } }, "t")).toEqual({ nat: 3 });
  });

  it.each([
    [{}, "t has no trafficGb"],
    [{ trafficGb: null }, "t has no known trafficGb"],
    [[], "t is a list"],
    [{ trafficGb: { nat: -1 } }, "t: trafficGb.nat is -1"],
    [{ trafficGb: { nat: "1" } }, 't: trafficGb.nat is a text, "1"'],
    [{ trafficGb: { total: 1 } }, "t: trafficGb.total is no such field"],
  ])("refuses %j", (value, message) => {
    expect(failureOf(() => parseTrafficFile(value, "t"))).toContain(message);
  });
});
