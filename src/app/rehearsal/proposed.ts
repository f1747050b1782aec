/** What people call the endpoints that a plan proposes: they have no id of AWS's yet. */
import type { Facts } from "../../facts/index.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";

export function namesOfProposed(today: Network, after: Network, facts: Facts): ReadonlyMap<string, string> {
  const proposed = [...after.vpcEndpoints.values()].filter(({ id }) => !today.vpcEndpoints.has(id));
  return new Map(
    proposed.map(({ id, serviceName }) => {
      const name = valueOr(serviceName, "");
      return [id, `the proposed ${facts.tokenOf(name) ?? name} endpoint`];
    }),
  );
}
