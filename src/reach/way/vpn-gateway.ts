/** Virtual private gateways: what is behind them is on somebody's premises, and no input tells. */
import { formatOrigin } from "../../model/entity/entity.ts";
import { cannotTell, drop } from "../finding.ts";
import { at } from "../hop.ts";
import type { Way } from "../hop.ts";
import { inSeries, withVia } from "../outcome.ts";

export const byVpnGateway: Way = ({ world, at: here, flow }, { id }) => {
  const via = { kind: "vpn-gateway", id } as const;
  const place = at("forward", "gateway", "vpn-gateway", id);
  const gateway = [...world.network.gateways.values()].find((row) => row.id === id);
  const missing = {
    fact: `what the network behind ${id} does with packets to ${flow.to}`,
    settledBy: "its routers and firewalls",
  };
  if (gateway === undefined || gateway.vpcs.includes(here.vpc)) {
    return withVia(inSeries([cannotTell(place, `${id} leads out of AWS`, [missing])]), via);
  }
  const finding = drop(place, `${id} is not attached to ${here.vpc}`, formatOrigin(gateway.origin), {
    code: "BAD_STATE_VPN",
    direction: "egress",
    message: `${id} is not attached to ${here.vpc}`,
    fix: `attach ${id} to ${here.vpc}`,
  });
  return withVia(inSeries([finding]), via);
};
