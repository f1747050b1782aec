import { describe, expect, it } from "vitest";
import { didYouMean, nearNames } from "../../src/model/near-names.ts";

describe("near names", () => {
  it("are those few letters away, nearest first", () => {
    expect(nearNames("instnace", ["Instance", "Instances", "Vpc"])).toEqual(["Instance", "Instances"]);
  });

  it("hold or are held by what was written, whatever the case", () => {
    expect(nearNames("subnet", ["VpcPrivateSubnet1Subnet", "Instance"])).toEqual(["VpcPrivateSubnet1Subnet"]);
    expect(nearNames("SSM", ["ssm", "s3"])).toEqual(["ssm"]);
  });

  it("are at most as many as asked for, each once", () => {
    expect(nearNames("web-1", ["web-2", "web-3", "web-2", "web-4", "web-5"])).toEqual([
      "web-2",
      "web-3",
      "web-4",
    ]);
    expect(nearNames("i-0", ["subnet-9", "eni-77"])).toEqual([]);
  });

  it("are asked after in a sentence", () => {
    expect(didYouMean("plam", ["plan"], "")).toBe("did you mean plan?");
    expect(didYouMean("web-1", ["web-2", "web-3", "web-4"], "")).toBe("did you mean web-2, web-3 or web-4?");
    expect(didYouMean("zzzz", ["plan"], "try denat --help")).toBe("try denat --help");
  });
});
