/** What stands behind each kind of route target. */
import type { RouteTargetKind } from "../../model/entity/route-table.ts";
import { cannotTell } from "../finding.ts";
import { at } from "../hop.ts";
import type { Way } from "../hop.ts";
import { inSeries } from "../outcome.ts";
import { byAppliance } from "./appliance.ts";
import { byEgressOnlyGateway, byInternetGateway } from "./internet.ts";
import { byVpcEndpoint } from "./vpc-endpoint.ts";
import { byNatGateway } from "./nat-gateway.ts";
import { byPeering } from "./peering.ts";
import { byTransitGateway } from "./transit-gateway.ts";
import { byVpnGateway } from "./vpn-gateway.ts";
import { within } from "./within.ts";

/** Known to AWS, and not to this model: what is behind them cannot be told. */
const notModelled: Way = (_, { kind, id }) => {
  const missing = {
    fact: `what ${kind} ${id} does with the packet`,
    settledBy: "denat does not model it: try the connection",
  };
  return inSeries([
    cannotTell(at("forward", "gateway", kind, id), `${kind} ${id} is not modelled`, [missing]),
  ]);
};

export const ways: Readonly<Record<RouteTargetKind, Way>> = {
  local: within,
  "nat-gateway": byNatGateway,
  instance: byAppliance,
  "network-interface": byAppliance,
  "internet-gateway": byInternetGateway,
  "egress-only-internet-gateway": byEgressOnlyGateway,
  "vpc-endpoint": byVpcEndpoint,
  peering: byPeering,
  "transit-gateway": byTransitGateway,
  "vpn-gateway": byVpnGateway,
  "carrier-gateway": notModelled,
  "local-gateway": notModelled,
  "core-network": notModelled,
};
