/**
 * What a design is billed for, before any price is known.
 *
 * NAT gateways, endpoints and attachments bill started hours, so `hours` is rounded up for each gateway and for each
 * endpoint and zone; public IPv4 addresses and instances bill by the second
 * (https://aws.amazon.com/vpc/pricing/, https://aws.amazon.com/privatelink/pricing/, read 2026-11-29).
 */
import type { CostSide } from "../../model/cost-answer.ts";
import type { Design } from "../design.ts";
import { endpointCharges } from "./endpoint.ts";
import { natCharges } from "./nat.ts";
import { otherCharges } from "./other.ts";

export interface Charge {
  readonly item: string;
  readonly side: CostSide;
  /** Of the price table; the first that it has. */
  readonly rows: readonly string[];
  readonly quantity: number;
  readonly unit: string;
  readonly note: string | undefined;
}

const chargeRows = [...natCharges, ...endpointCharges, ...otherCharges];
const interRegionItem = "inter-region-gb";

/** The names of all line items: those that a design may give a price for. */
export const costItems: readonly string[] = [
  ...new Set([...chargeRows.map(({ item }) => item), interRegionItem]),
];

/** The charges of `design` that are not nought, in the order in which reports show them. */
export function chargesOf(design: Design): readonly Charge[] {
  const charges = chargeRows.map(({ item, side, row, unit, of, note }) => ({
    item,
    side,
    rows: [row],
    quantity: of(design),
    unit,
    note: typeof note === "function" ? note(design) : note,
  }));
  return [...charges, ...interRegionCharges(design)].filter(({ quantity }) => quantity > 0);
}

const usEast = ["us-east-1", "us-east-2"];

/** Prices hang on both ends; between the two Regions of the US East they are lower than to anywhere else. */
function interRegionCharges({ region, interRegionGb }: Design): readonly Charge[] {
  return Object.entries(interRegionGb).map(([to, quantity]) => ({
    item: interRegionItem,
    side: "other",
    rows: [
      `inter_region_gb_to_${to.replaceAll("-", "_")}`,
      usEast.includes(region) && usEast.includes(to)
        ? "inter_region_gb_us_east"
        : "inter_region_gb_other_regions",
    ],
    quantity,
    unit: "GB",
    note: `to ${to}`,
  }));
}
