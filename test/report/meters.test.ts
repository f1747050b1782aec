import { describe, expect, it } from "vitest";
import { meterLines, meterRows } from "../../src/report/text/meters.ts";
import { trafficText } from "../../src/report/text/traffic.ts";
import { trafficSample } from "./traffic-sample.ts";

const page = { width: 120, paint: (_: string, text: string) => text };

describe("what AWS meters beside what logs count", () => {
  it("warns of a day that does not agree, and says what was scaled", () => {
    const text = trafficText(trafficSample, page);
    expect(text).toMatch(/nat-1 +2026-11-01 +the bill +4\.12 MiB +3\.81 MiB +1\.080 +outside 0\.95 to 1\.05/);
    expect(meterLines(trafficSample)).toEqual([
      "the bill has 1.080 times what is counted: the logs and it do not agree (usage types of NAT gateways)",
      "the month, trafficGb, is multiplied by 1.080",
    ]);
  });

  it("says so where nothing compares, and nothing where no meter was given", () => {
    const [first] = trafficSample.reconciliation;
    const none = { ...first!, ratio: undefined, days: [], scales: false };
    const [line] = meterLines({ ...trafficSample, reconciliation: [none] });
    expect(line).toContain("tells nothing of the same NAT and time");
    const without = { ...trafficSample, reconciliation: [] };
    expect([meterRows(without), meterLines(without)]).toEqual([[], []]);
    expect(trafficText(without, page)).not.toContain("Metered by AWS");
  });
});
