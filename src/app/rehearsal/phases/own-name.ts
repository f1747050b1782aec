/**
 * While private DNS is off, new interface endpoints are dialled by their own names, as the phase's checklist has it done: only so
 * is it seen that they would serve before every client is sent there.
 */
import type { Facts } from "../../../facts/index.ts";
import { endpointNames } from "../../../lab/dns/index.ts";
import { plannedNameOf } from "../../../model/entity/vpc-endpoint.ts";
import { valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import type { Ask } from "../ask.ts";

export interface PhaseAsk extends Ask {
  /** What stands for the endpoint's own name, which AWS has not given yet; undefined where the service is dialled by its name. */
  readonly ownName: string | undefined;
}

/** Of those who need the services of endpoints that are not in `today`, and whose private DNS is off. */
export function ownNameAsks(
  asks: readonly Ask[],
  network: Network,
  today: Network,
  facts: Facts,
): readonly PhaseAsk[] {
  const silent = [...network.vpcEndpoints.values()].filter(
    ({ id, type, privateDnsEnabled }) =>
      type === "interface" && !today.vpcEndpoints.has(id) && !valueOr(privateDnsEnabled, true),
  );
  return silent.flatMap((endpoint) => {
    const [name = ""] = endpointNames({ network, facts }, endpoint);
    const service = facts.tokenOf(valueOr(endpoint.serviceName, ""));
    return asks
      .filter(({ vpc, need }) => need.service === service && valueOr(endpoint.vpc, "") === vpc)
      .map((ask) => ({ ...ask, host: name.replace(/^\*\./, ""), ownName: plannedNameOf(endpoint.id) }));
  });
}
