/** The public address of an interface that has one. */
import { createHash } from "node:crypto";
import { mustAddress } from "../../../src/model/address.ts";
import type { Address } from "../../../src/model/address.ts";

const first = mustAddress("18.176.0.10");

/** Of an id always the same: few enough have one that they do not meet. */
export function publicAddressOf(id: string): Address {
  return (first + BigInt(createHash("sha256").update(id).digest().readUInt16BE() % 60_000)) as Address;
}
