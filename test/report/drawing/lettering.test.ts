import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cut, widthOf } from "../../../src/report/html/drawing/lettering.ts";

const plain = { size: 12, bold: false };

describe("text of which the font is not known", () => {
  it("is as wide as in the widest font, wide letters and emoji as wide as they are high", () => {
    // 5.22 em in DejaVu Sans.
    expect(widthOf("abcdefghij", plain)).toBeGreaterThan(5.22 * 12);
    expect(widthOf("abcdefghij", plain)).toBeLessThan(5.22 * 12 * 1.06);
    expect(widthOf("例え", plain)).toBe(24);
    expect(widthOf("e\u0301", plain)).toBe(widthOf("e", plain));
    expect(widthOf("abc", { size: 12, bold: true })).toBeGreaterThan(widthOf("abc", plain));
  });

  it("is cut in its middle, so that names which differ at either end go on to differ", () => {
    expect(cut("private", 100, plain)).toBe("private");
    const shown = ["[0]", "[1]"].map((end) => cut(`module.network.aws_subnet.private${end}`, 120, plain));
    expect(shown).toEqual(["module.n…ivate[0]", "module.n…ivate[1]"]);
  });

  it("fits after it is cut, and no letter is torn from its mark", () => {
    const texts = fc.string({ unit: "grapheme", maxLength: 80 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 300 }), (text, room) => {
        const shown = cut(text, room, plain);
        expect(widthOf(shown, plain)).toBeLessThanOrEqual(room);
        if (shown !== text && shown !== "") {
          const [head = "", tail = ""] = shown.split("…");
          expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
        }
      }),
    );
    expect(cut("👩‍👩‍👧‍👦".repeat(9), 120, plain)).toMatch(/^(?:👩‍👩‍👧‍👦)+…(?:👩‍👩‍👧‍👦)*$/u);
  });
});
