/** Host names of private and public addresses. */
import type { Context } from "../context.ts";
import { internalDomain } from "../vpc/dhcp-options.ts";

/** `ip-10-0-0-5.ec2.internal`, in other Regions `ip-10-0-0-5.REGION.compute.internal`. */
export function privateName(region: string, address: string): string {
  return `ip-${address.replaceAll(".", "-")}.${internalDomain(region)}`;
}

/** `ec2-198-51-100-1.compute-1.amazonaws.com`, in other Regions `ec2-….REGION.compute.amazonaws.com`. */
export function publicName({ facts, region }: Pick<Context, "facts" | "region">, address: string): string {
  const { dnsSuffix } = facts.regionNamed(region).partition;
  const place = region === "us-east-1" ? "compute-1" : `${region}.compute`;
  return `ec2-${address.replaceAll(".", "-")}.${place}.${dnsSuffix}`;
}
