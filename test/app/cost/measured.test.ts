/** What `denat traffic` prints is read back whole; what it never prints is refused. */
import { describe, expect, it } from "vitest";
import { parseMeasured } from "../../../src/app/cost/measured.ts";
import { trafficJson } from "../../../src/report/json.ts";
import { trafficSample } from "../../report/traffic-sample.ts";

const printed = JSON.parse(trafficJson(trafficSample)) as Record<string, unknown>;
const parse = (value: unknown) => parseMeasured(value, "traffic.json");

describe("an answer of denat traffic", () => {
  it("comes back with all its flows, and with what was absent absent", () => {
    const answer = parse(printed);
    expect(answer?.flows).toEqual(JSON.parse(JSON.stringify(trafficSample.flows)));
    expect(answer?.flows[0]?.host).toBeUndefined();
    expect(answer?.period).toEqual(trafficSample.period);
  });

  it("is none where there are totals alone", () => {
    expect(parse({ trafficGb: { nat: 4 } })).toBeUndefined();
  });

  it.each([
    ["answer", "perhaps", /answer is neither known nor unknown/],
    ["period", null, /it has no period/],
    ["coverage", {}, /it has no coverage/],
    ["hosts", {}, /hosts is no list/],
    ["endpoints", [{ endpoint: "vpce-1" }], /endpoints do not count bytes/],
    ["flows", [{}], /flows\[0\] does not count bytes/],
    ["flows", [{ bytesOut: 1, bytesIn: -1 }], /flows\[0\] does not count bytes/],
    [
      "flows",
      [{ bytesOut: 1, bytesIn: 1, class: "other", nat: "nat-1" }],
      /flows\[0\] has no class or no NAT/,
    ],
  ])("is refused where %s is %j", (field, value, message) => {
    expect(() => parse({ ...printed, [field]: value })).toThrow(message);
  });
});
