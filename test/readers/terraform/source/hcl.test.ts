import { describe, expect, it } from "vitest";
import { locateHcl } from "../../../../src/readers/terraform/source/hcl.ts";

const text = `# resource "aws_nat_gateway" "comment" {}
/* resource "aws_eip" "comment" { */
module "vpc" { source = "./vpc" }

resource "aws_x" "y" {
  a = <<-EOT
    } not the end "
  EOT
  b = "x\${foo("a}", { b = "}" })}y"
  c = [for x in y : x if x != "{"][0]
  d = cond ? { a = 1 } : {
    b = 2
  }
  dynamic "route" {
    for_each = x
    content { a = 1 }
  }
  depends_on = [
    aws_a.b, # }
  ]
}

locals { z = 1 }
`;

describe("blocks of Terraform's sources", () => {
  const { blocks } = locateHcl({ path: "main.tf", text });

  it("are found past comments, texts, templates and heredocs", () => {
    expect(blocks.map(({ type, labels, line }) => [type, ...labels, line])).toEqual([
      ["module", "vpc", 3],
      ["resource", "aws_x", "y", 5],
      ["locals", 23],
    ]);
    const [, resource] = blocks;
    expect(resource?.attributes.map(({ name }) => name)).toEqual(["a", "b", "c", "d", "depends_on"]);
    expect(resource?.blocks.map(({ type, labels }) => [type, ...labels])).toEqual([["dynamic", "route"]]);
  });

  it("are whole lines, from the first to the brace that closes them", () => {
    const [, resource] = blocks;
    const whole = text.slice(resource?.start, resource?.end);
    expect(whole.startsWith('resource "aws_x" "y" {\n')).toBe(true);
    expect(whole.endsWith("  ]\n}\n")).toBe(true);
  });

  it("of a text that breaks off are those before it", () => {
    const cut = locateHcl({ path: "x", text: text.slice(0, text.indexOf("dynamic")) });
    expect(cut.blocks.map(({ type }) => type)).toEqual(["module"]);
  });
});
