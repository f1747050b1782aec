import { describe, expect, it } from "vitest";
import { rowsOf, stemOf } from "../../../src/report/html/drawing/tiers.ts";
import { box } from "./boxes.ts";

const namesOf = (columns: readonly (readonly string[])[]): readonly (readonly (string | undefined)[])[] =>
  rowsOf(columns.map((names) => names.map((name) => box("subnet", name)))).map((row) =>
    columns.map((_, index) => row.get(index)?.name),
  );

describe("subnets of one tier", () => {
  it.each([
    ["PrivateSubnet1", "PrivateSubnet2"],
    ["module.vpc.aws_subnet.private[0]", "module.vpc.aws_subnet.private[1]"],
    ["VpcPrivateSubnet1SubnetF6513F49", "VpcPrivateSubnet2SubnetBEEFCAFE"],
    ["app-eu-west-1a", "app-eu-west-1c"],
    ["subnet-0aaabbbcccddd1112", "subnet-0eeefff0001112223"],
    ["業務サブネット1", "業務サブネット2"],
  ])("are called alike: %s and %s", (one, other) => {
    expect(stemOf(one)).toBe(stemOf(other));
    expect(stemOf(one)).not.toBe("");
  });

  it("stand in one row, public above private above isolated, in whatever order they are told", () => {
    const rows = namesOf([
      ["db-a", "private-a", "public-a"],
      ["public-b", "db-b", "private-b"],
    ]);
    expect(rows).toEqual([
      ["public-a", "public-b"],
      ["private-a", "private-b"],
      ["db-a", "db-b"],
    ]);
  });

  it("leave a gap where a zone has none, and those without fellows share a row", () => {
    const rows = namesOf([["app-a", "batch"], ["app-b"], ["jobs"]]);
    expect(rows).toEqual([
      ["app-a", "app-b", undefined],
      ["batch", undefined, "jobs"],
    ]);
  });

  it("are public with a NAT gateway in them, whatever they are called", () => {
    const withNat = box("subnet", "subnet-1", [box("nat-gateway", "nat-1")]);
    expect(rowsOf([[box("subnet", "subnet-2"), withNat]]).map((row) => row.get(0)?.name)).toEqual([
      "subnet-1",
      "subnet-2",
    ]);
  });
});
