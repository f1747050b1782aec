import { describe, expect, it } from "vitest";
import { clientRows, serviceBars, serviceRows } from "../../src/report/text/traffic-rows.ts";
import { trafficSample } from "./traffic-sample.ts";

const [s3, internet] = trafficSample.byService;
if (s3 === undefined || internet === undefined) throw new Error("the sample has two services");
const texts = (rows: readonly (readonly { readonly text: string }[])[]) =>
  rows.map((row) => row.map(({ text }) => text));

describe("services", () => {
  it("that would read alike are one row, and the largest comes first", () => {
    const answer = {
      ...trafficSample,
      byService: [
        internet,
        { ...s3, bytesOut: 0, bytesIn: 1_000_000 },
        { ...s3, tags: ["AMAZON", "EC2", "S3"] },
      ],
      nat: { bytes: 5_000_000, bytesOut: 1_000_000, bytesIn: 4_000_000 },
    };
    expect(texts(serviceRows(answer))).toEqual([
      ["s3", "gateway endpoint", "eu-west-1", "878.91 KiB", "2.86 MiB", "78 %"],
      ["internet", "NAT", "", "97.66 KiB", "976.56 KiB", "22 %"],
    ]);
    expect(serviceBars(answer).map(({ text }) => text.length)).toEqual([20, 6]);
  });
});

describe("a long table", () => {
  it("ends with one row that adds up what it does not show", () => {
    const [client] = trafficSample.byClient;
    if (client === undefined) throw new Error("the sample has a client");
    const byClient = Array.from({ length: 15 }, (_, index) => ({
      ...client,
      ip: `10.0.0.${index}`,
      bytesOut: 1024,
      bytesIn: 2048,
    }));
    const rows = texts(clientRows({ ...trafficSample, byClient }));
    expect(rows).toHaveLength(13);
    expect(rows.at(-1)).toEqual(["3 more", "", "", "3 KiB", "6 KiB"]);
  });
});
