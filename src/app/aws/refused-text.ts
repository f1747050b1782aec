/** A refusal in words: what is missing first, then what AWS said. */
import type { Reason, Refused } from "../../readers/aws/index.ts";

const words: Readonly<Record<Reason, (refused: Refused) => string>> = {
  denied: ({ action }) => `not allowed: needs ${action}`,
  "region-off": () => "the account has not enabled this Region",
  unavailable: () => "not offered there, or out of reach",
  gone: () => "deleted while it was read",
  failed: () => "failed",
};

export function whyRefused(refused: Refused): string {
  const { because, message, times } = refused;
  const often = times === 1 ? "" : ` (${times.toLocaleString("en-US")} times)`;
  return `${words[because](refused)}${often}: ${message}`;
}
