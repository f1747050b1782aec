import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributes, list, literal, printHcl, text, traversal } from "../../../src/emit/tree/hcl.ts";
import { parseHcl } from "../../../src/readers/terraform/applied/parse.ts";

/** Half of a surrogate pair has no form in UTF-8. */
const wellFormed = fc.string({ unit: "binary" }).filter((one) => !/\p{Surrogate}/u.test(one));

const resource = (items: Parameters<typeof attributes>[0]) =>
  printHcl([{ kind: "block", type: "resource", labels: ["aws_x", "x"], items: attributes(items) }]);

describe("HCL", () => {
  it("is printed as terraform fmt would", () => {
    const printed = resource({
      vpc_id: traversal("aws_vpc.this.id"),
      private_dns_enabled: literal(false),
      subnet_ids: list([traversal("aws_subnet.a.id"), text("subnet-1")]),
      tags: {
        kind: "object",
        entries: [
          ["Name", text("a")],
          ["cost center", text("b")],
        ],
      },
    });
    expect(printed).toBe(
      [
        'resource "aws_x" "x" {',
        "  vpc_id              = aws_vpc.this.id",
        "  private_dns_enabled = false",
        '  subnet_ids          = [aws_subnet.a.id, "subnet-1"]',
        "  tags = {",
        '    Name          = "a"',
        '    "cost center" = "b"',
        "  }",
        "}",
        "",
      ].join("\n"),
    );
  });

  it.each([
    '"',
    "${aws_vpc.this.id}",
    "%{ if x }",
    "$${",
    "a\nb",
    "\u0000\u001b[31m",
    "</script>",
    "脱NAT 😀",
    "\\",
    "${",
    "#",
  ])("keeps the text %j a text", async (given) => {
    const printed = resource({
      a: text(given),
      tags: { kind: "object", entries: [[given || "k", text(given)]] },
    });
    const { resources } = await parseHcl("x.tf", printed);
    expect(unescaped(resources[0]?.values["a"])).toBe(given);
    expect(resources).toHaveLength(1);
  });

  it("keeps any text a text, by HashiCorp's own parser", async () => {
    await fc.assert(
      fc.asyncProperty(wellFormed, async (given) => {
        const { resources } = await parseHcl("x.tf", resource({ a: text(given) }));
        expect(unescaped(resources[0]?.values["a"])).toBe(given.normalize("NFC"));
      }),
      { numRuns: 60 },
    );
  });
});

/** The parser leaves doubled signs as they are in texts without templates, and takes one away in those of `%`. */
function unescaped(value: unknown): string {
  return String(value).replaceAll(/([$%])\1(?=\{)/g, "$1");
}
