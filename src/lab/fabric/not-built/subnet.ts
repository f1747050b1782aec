/** Subnets, and what decides for them. */
import { each } from "./gaps.ts";
import type { Asked, GapCheck } from "./gaps.ts";

const subnets = ({ network }: Asked) => network.subnets.values();

/** As the fabric builds them; regional NAT gateways have no ACL. */
const segments = ({ estates }: Asked) => estates.flatMap((estate) => [...estate.segments.values()]);
const built = (asked: Asked) => segments(asked).filter(({ id }) => asked.network.subnets.has(id as never));

export const subnetGaps: readonly GapCheck[] = [
  ["subnet", each(subnets, "its VPC is not in the input", ({ vpc }, { network }) => !network.vpcs.has(vpc))],
  ["subnet", each(subnets, "its address blocks are not known", ({ cidrs }) => !cidrs.known)],
  [
    "subnet",
    each(
      subnets,
      "an address block of it is yet to be picked",
      ({ unreadCidrs = [] }) => unreadCidrs.length > 0,
    ),
  ],
  [
    "subnet",
    each(built, "its route table is not in the input: it has no routes", ({ table }) => table === undefined),
  ],
  ["subnet", each(built, "its network ACL is not in the input: it has none", ({ acl }) => acl === undefined)],
  [
    "nat-gateway",
    each(
      (asked) => segments(asked).filter(({ id }) => asked.network.natGateways.has(id as never)),
      "the routes of this regional one are not known",
      ({ table }) => table === undefined,
    ),
  ],
];
