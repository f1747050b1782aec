/** The words of the drawing in English. */
import type { BoxKind, Fate } from "../../../../../report/html/report/page-data.ts";

const kinds: Readonly<Record<BoxKind, string>> = {
  vpc: "VPC",
  zone: "zone",
  subnet: "subnet",
  workloads: "workloads",
  endpoint: "endpoint",
  "nat-gateway": "NAT gateway",
  "nat-instance": "NAT instance",
  "internet-gateway": "internet gateway",
  "egress-only-internet-gateway": "egress-only internet gateway",
  "interface-endpoint": "interface endpoint",
  "gateway-endpoint": "gateway endpoint",
  "transit-gateway": "transit gateway",
  "vpn-gateway": "VPN gateway",
  peering: "peering connection",
  internet: "internet",
  aws: "AWS",
};

const fates: Readonly<Record<Fate, string>> = {
  kept: "stays",
  added: "added",
  removed: "removed",
  changed: "changed",
};

/** The box of workloads that holds what is left over has no name of its own. */
const counted = (count: number) => (count === 1 ? "1 workload" : `${count} workloads`);

export const drawing = {
  counted,
  title: "The VPC",
  kinds,
  fates,
  views: { both: "Side by side", before: "Before", after: "After" },
  viewLegend: "Network shown",
  sheets: { before: "The VPC before the change", after: "The VPC after the change" },
  scroll: (sheet: string) => `${sheet}, scrollable`,
  size: "Size",
  larger: "Larger",
  smaller: "Smaller",
  all: "All of it",
  hint: "Choose a workload to see its way. With the keyboard: Tab to the drawing, arrow keys to move, Enter to choose.",
  inWords: "This drawing in words",
  way: "The way",
  noWay: "No way is lit.",
  /** Several boxes where the way forks. */
  fork: (names: readonly string[]) => names.join(" or "),
  outcomes: {
    pass: "arrives",
    drop: "no answer comes back",
    some: "arrives in part",
    unknown: "what follows cannot be told",
  },
};

export type DrawingWords = typeof drawing;
