/** Checks of the string `123456789`, as the catalogue of parametrised CRC algorithms lists them, and of the standards. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { checksumNames, composeChecksum, findChecksum } from "../../../src/lab/services/s3/body/checksum.ts";

const expected: Readonly<Record<string, string>> = {
  CRC32: "cbf43926",
  CRC32C: "e3069283",
  CRC64NVME: "ae8b14860a799888",
  SHA1: "f7c3bc1d808e04732adf679965ccc34ca7ae3441",
  SHA256: "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
};

test.each(Object.entries(expected))("%s", (name, hex) => {
  for (const pieces of [["123456789"], ["1234", "", "56789"]]) {
    const state = findChecksum(name)!.create();
    for (const piece of pieces) state.update(Buffer.from(piece));
    expect(state.digest().toString("hex")).toBe(hex);
  }
});

test("of several parts, the checksum of their checksums", () => {
  const parts = ["a", "b"].map((text) => createHash("sha256").update(text).digest());
  const whole = createHash("sha256").update(Buffer.concat(parts)).digest("base64");
  expect(
    composeChecksum(
      "SHA256",
      parts.map((part) => part.toString("base64")),
    ),
  ).toBe(`${whole}-2`);
  expect(checksumNames.toSorted()).toEqual(Object.keys(expected).toSorted());
});
