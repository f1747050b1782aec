import { describe, expect, it } from "vitest";
import { trafficJson } from "../../src/report/json.ts";
import { trafficSample } from "./traffic-sample.ts";

describe("traffic as JSON", () => {
  const printed = JSON.parse(trafficJson(trafficSample)) as Record<string, unknown>;

  it("names its schema and holds every field of the answer", () => {
    expect(printed["schema"]).toBe("denat.traffic/1");
    expect(Object.keys(printed).sort()).toEqual(["schema", ...Object.keys(trafficSample)].sort());
    expect(printed["nat"]).toEqual(trafficSample.nat);
  });

  it("says null for what is not known, so that a script may ask for it", () => {
    const [, internet] = printed["byService"] as Record<string, unknown>[];
    expect(internet).toMatchObject({ class: "internet", service: null, region: null });
  });
});
