/** Settings of accounts and VPCs that stand above every route, and tables that were not read. */
import { findGap } from "../../../model/network.ts";
import type { TableName } from "../../../model/network.ts";
import { valueOr } from "../../../model/known.ts";
import { each } from "./gaps.ts";
import type { Asked, GapCheck } from "./gaps.ts";

const vpcs = ({ network }: Asked) => network.vpcs.values();
const settings = ({ network }: Asked) => network.blockPublicAccess.values();

/** Without these rows something is left out, and no other row tells of it. */
const uncollected = (table: TableName, noun: string): GapCheck => [
  "scope",
  each(
    ({ network }) => network.scopes.values(),
    `its ${noun} were not read`,
    ({ id }, { network }) => findGap(network, table, id) !== undefined,
  ),
];

export const accountGaps: readonly GapCheck[] = [
  uncollected("networkInterfaces", "network interfaces"),
  uncollected("blockPublicAccess", "settings of Block Public Access"),
  ["block-public-access", each(settings, "its mode is not known", ({ mode }) => !mode.known)],
  [
    "block-public-access",
    each(settings, "the lab does not block public access", ({ mode }) => valueOr(mode, "off") !== "off"),
  ],
  ["vpc", each(vpcs, "its address blocks are not known", ({ cidrs }) => !cidrs.known)],
  [
    "vpc",
    each(
      vpcs,
      "an address block of it is yet to be picked",
      ({ unreadCidrs = [] }) => unreadCidrs.length > 0,
    ),
  ],
  [
    "vpc",
    each(
      vpcs,
      "whether it enforces encryption in transit is not known",
      ({ encryptionControl }) => !encryptionControl.known,
    ),
  ],
  [
    "vpc",
    each(
      vpcs,
      "the lab does not enforce encryption in transit",
      ({ encryptionControl }) => valueOr(encryptionControl, "off") === "enforce",
    ),
  ],
];
