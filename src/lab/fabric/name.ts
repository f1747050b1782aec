/** Names of namespaces and devices, and hardware addresses: made of the ids of the network, so that they never change. */
import { createHash } from "node:crypto";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * `e-` and ten digits: the kernel takes no name over 15 characters, and iproute2 takes bare words such as `via` for its
 * own.
 */
export const shortName = (prefix: string, id: string): string => `${prefix}-${digest(id).slice(0, 10)}`;

/** A locally administered address. */
export function macOf(id: string): string {
  const octets = digest(`mac ${id}`).slice(0, 10).match(/../g) ?? [];
  return ["0a", ...octets].join(":");
}
