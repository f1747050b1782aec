// Data that is packed comes out as it went in.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pack, unpack } from "../../src/report/html/report/pack.ts";

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

describe("packed data", () => {
  it("is the same again, over the wire too", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(unpack(asJson(pack(value)) as ReturnType<typeof pack>)).toEqual(asJson(value));
      }),
    );
  });

  it("leaves out what is undefined, and tells nothing from an empty list or object", () => {
    const value = { a: undefined, b: null, c: [], d: {}, e: [0, "0", false] };
    expect(unpack(pack(value))).toEqual({ b: null, c: [], d: {}, e: [0, "0", false] });
  });

  it("has everything once", () => {
    const need = { service: "ssm", why: "a role" };
    const { values, shapes } = pack(Array.from({ length: 100 }, () => ({ need: { ...need } })));
    expect(shapes).toEqual([["need"], ["service", "why"]]);
    expect(values.filter((value) => value === "ssm")).toHaveLength(1);
    expect(values).toHaveLength(5);
  });

  it("keeps a key that objects are born with", () => {
    const value = JSON.parse('{"__proto__":{"x":1},"constructor":2}') as unknown;
    const again = unpack(pack(value)) as object;
    expect(JSON.stringify(again)).toBe('{"__proto__":{"x":1},"constructor":2}');
    expect(Object.getPrototypeOf(again)).toBe(Object.prototype);
  });
});
