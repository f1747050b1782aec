/** Where packets enter a VPC: peering connections, and tables of gateways. */
import { valueOr } from "../../../model/known.ts";
import { isActive } from "../estate.ts";
import { each } from "./gaps.ts";
import type { Asked, GapCheck } from "./gaps.ts";

const peerings = ({ network }: Asked) => [...network.peerings.values()].filter(isActive);

/** Regional NAT gateways have tables of their own too. */
const edgeTables = ({ network }: Asked) =>
  [...network.routeTables.values()].filter(({ gateways }) =>
    gateways.some((id) => !network.natGateways.has(id as never)),
  );

export const edgeGaps: readonly GapCheck[] = [
  [
    "peering",
    each(
      peerings,
      "a VPC of it is not known",
      ({ requester, accepter }) => !requester.vpc.known || !accepter.vpc.known,
    ),
  ],
  [
    "route-table",
    each(
      edgeTables,
      "the lab does not redirect what enters by a gateway",
      ({ routes }) =>
        !routes.known ||
        valueOr(routes, []).some(({ target }) => valueOr(target, undefined)?.kind !== "local"),
    ),
  ],
];
