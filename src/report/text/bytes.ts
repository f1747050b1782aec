/** Amounts of data in words. */
import { quantity } from "./words.ts";

const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** In powers of 1,024, as AWS bills. */
export function bytes(number: number): string {
  const power = number < 1 ? 0 : Math.min(Math.floor(Math.log2(number) / 10), units.length - 1);
  return `${quantity(number / 1024 ** power)} ${units[power] ?? "B"}`;
}
