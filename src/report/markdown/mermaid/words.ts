/** What boxes are called in a diagram, and what becomes of them. */
import type { Box, BoxKind, Fate } from "../../../advice/picture/picture.ts";
import type { Count } from "./size.ts";

const nouns: Readonly<Record<BoxKind, string>> = {
  vpc: "VPC",
  zone: "zone",
  subnet: "subnet",
  workloads: "workload",
  "nat-gateway": "NAT gateway",
  "nat-instance": "NAT instance",
  "internet-gateway": "internet gateway",
  "egress-only-internet-gateway": "egress-only gateway",
  "interface-endpoint": "interface endpoint",
  "gateway-endpoint": "gateway endpoint",
  endpoint: "endpoint",
  "transit-gateway": "transit gateway",
  "vpn-gateway": "VPN gateway",
  peering: "peering connection",
  internet: "internet",
  aws: "AWS",
};

/** Of workloads the number, where it is more than one. */
export function titleOf({ kind, name, count }: Box): string {
  if (kind === "workloads" && count !== undefined && (count > 1 || name === "")) {
    return `${name} ${counted(kind, count)}`.trim();
  }
  if (kind === "internet" || kind === "aws") return name;
  return `${nouns[kind]} ${name}`.trim();
}

const counted = (kind: BoxKind, count: number): string => `${count} ${nouns[kind]}${count === 1 ? "" : "s"}`;

export const countText = ({ kind, fate, count }: Count): string =>
  [counted(kind, count), fateText(fate)].filter((part) => part !== "").join(", ");

const fates: Readonly<Record<Fate, string>> = {
  kept: "",
  added: "added",
  removed: "to be removed",
  changed: "changed",
};

export const fateText = (fate: Fate): string => fates[fate];
