import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standingOf } from "../../../src/web/ui/report/answer/standing.ts";
import { sentenceOf } from "../../../src/web/ui/report/answer/sentence.ts";
import { balanceOf } from "../../../src/web/ui/report/bill/balance.ts";
import { findChosen, groupIn } from "../../../src/web/ui/report/path/choice.ts";
import { resolveGroups } from "../../../src/web/ui/report/picture/resolve.ts";
import { formatPlace, networks, parsePlace } from "../../../src/web/ui/report/place/place.ts";
import { wordsOf } from "../../../src/web/ui/report/words/index.ts";
import { samplePage } from "./sample.ts";

const data = samplePage();
const groups = resolveGroups(data.picture, data.picture.vpcs[0]!);

describe("a place in the address", () => {
  const name = fc.option(fc.string({ unit: "grapheme" }), { nil: undefined });
  const place = fc.record({
    vpc: name,
    workload: name,
    service: name,
    network: fc.constantFrom(...networks),
  });

  it("comes back as it was written, whatever the names hold", () => {
    fc.assert(
      fc.property(place, (one) => {
        expect(parsePlace(formatPlace(one))).toEqual(one);
      }),
    );
  });

  it("may be nonsense, and is then the network afterwards", () => {
    expect(parsePlace("#%%%&in=nowhere&x")).toEqual({ network: "after" });
    expect(parsePlace("")).toEqual({ network: "after" });
  });
});

describe("the chosen cell", () => {
  it("is the one that is named, by group or by member", () => {
    expect(findChosen(groups, { workload: "web-2", service: "ssmmessages" })).toMatchObject({
      workload: "web-2",
      cell: { service: "ssmmessages" },
    });
    expect(findChosen(groups, { workload: "i-2-1", service: "s3" })).toMatchObject({
      workload: "i-2-1",
      group: { name: "web-2" },
    });
  });

  it("is the first that breaks with the NAT, where none is named or it is not there", () => {
    const first = { workload: "web-0", cell: groups[0]?.cells[0] };
    expect(findChosen(groups, { workload: undefined, service: undefined })).toMatchObject(first);
    expect(findChosen(groups, { workload: "nobody", service: "s3" })).toMatchObject(first);
    expect(findChosen([], { workload: undefined, service: undefined })).toBeUndefined();
  });

  it("goes round the groups of a box", () => {
    const [first, second] = groups.filter(({ boxes }) => boxes.includes("vpc-01-workloads-a"));
    expect(groupIn(groups, "vpc-01-workloads-a", undefined)).toBe(first);
    expect(groupIn(groups, "vpc-01-workloads-a", first)).toBe(second);
    expect(groupIn(groups, "vpc-01-workloads-a", second)).toBe(first);
    expect(groupIn(groups, "nowhere", first)).toBeUndefined();
  });
});

describe("the sentence of a VPC", () => {
  const [vpc] = data.vpcs;
  const standing = standingOf(vpc!, groups);
  const say = (change: Partial<typeof standing>) => sentenceOf({ ...standing, ...change }, wordsOf("en"));

  it("counts what is added, changed, removed and broken", () => {
    expect(standing).toMatchObject({
      nats: 3,
      interfaces: 1,
      gateways: 1,
      changed: 1,
      removed: 1,
      unknowns: 1,
    });
    expect(say({ answer: "safe-with-changes" })).toBe(
      "It can lose its 3 NAT gateways once 1 interface endpoint and 1 gateway endpoint are added, 1 setting changed and 1 endpoint removed.",
    );
    expect(say({ answer: "safe", nats: 1, instancesOnly: true })).toBe(
      "It can lose its NAT instance as it stands.",
    );
    expect(say({ answer: "safe", nats: 0 })).toBe("There is no NAT, and every need that denat found is met.");
    expect(say({ answer: "not-safe", brokenNeeds: 4, brokenWorkloads: 1 })).toBe(
      "4 needs of 1 workload would not be met without NAT, whatever endpoints are added.",
    );
    expect(say({ answer: "not-safe", brokenNeeds: 0 })).toBe("The additions would harm others in the VPC.");
    expect(say({ answer: "cannot-tell" })).toBe("One fact is missing on which the answer depends.");
  });

  it("is told in Japanese", () => {
    const inJapanese = sentenceOf({ ...standing, answer: "safe-with-changes" }, wordsOf("ja"));
    expect(inJapanese).toBe(
      "インターフェイスエンドポイント 1 個とゲートウェイエンドポイント 1 個を追加、設定 1 件を変更、エンドポイント 1 個を削除すれば、NAT ゲートウェイ 3 台を外せます。",
    );
  });
});

describe("the balance of both sides", () => {
  const balance = (change: Partial<typeof data.cost>) =>
    balanceOf({ ...data.cost, ...change }, wordsOf("en"));

  it("says which side wins below and above", () => {
    expect(balance({})).toBe("Below 104.3 GB a month the NAT costs less, above it the endpoints.");
    expect(balance({ breakEvenGb: 0 })).toContain("no more at any volume");
    expect(balance({ breakEvenGb: null })).toContain("the NAT costs less at any volume");
    expect(balance({ breakEvenGb: null, gbMonth: undefined })).toContain("none known");
  });

  it("claims nothing where a price is missing", () => {
    const lines = data.cost.lines.map((line) => ({ ...line, unitPrice: null }));
    expect(balance({ lines })).toContain("want of a price");
  });
});
