// What new code refers to is stood in for by ids, and whoever reads the code again must find everybody by the id of before.
import { describe, expect, it } from "vitest";
import type { TerraformInput } from "../../../src/model/source.ts";
import type { Hcl } from "../../../src/readers/terraform/applied/parse.ts";
import { createResolver } from "../../../src/readers/terraform/applied/resolve.ts";

const input: TerraformInput = {
  resources: [],
  nameOf: () => ({ value: undefined, expression: undefined }),
  moduleOf: () => undefined,
  argumentsOf: () => undefined,
  types: new Set(),
  endpointModules: [],
  files: new Set(),
};
const codeOf = (...names: readonly string[]): Hcl => ({
  resources: names.map((name) => ({ type: "aws_vpc_endpoint", name, values: {} })),
  variables: new Map(),
  imports: new Map(),
});

describe("ids that new code is given", () => {
  it("stay in later phases, whatever comes before them in the code", () => {
    const idsOf = (...names: readonly string[]) => {
      const { idOf } = createResolver(input, [codeOf(...names)], "");
      return new Map(names.map((name) => [name, idOf(`aws_vpc_endpoint.${name}`, "id")]));
    };
    const first = idsOf("s3");
    const later = idsOf("ssm", "ec2", "s3");
    expect(later.get("s3")).toBe(first.get("s3"));
    expect(new Set(later.values()).size).toBe(3);
  });
});
