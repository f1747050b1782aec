/** Only an available endpoint passes traffic; one that is partial or being deleted may or may not. */
import { formatOrigin } from "../../model/entity/entity.ts";
import type { EndpointState, VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Blocker, Finding } from "../finding.ts";
import { at } from "../hop.ts";

const indeterminate: readonly EndpointState[] = ["partial", "deleting"];

export function askState(endpoint: VpcEndpoint): Finding {
  const place = at("forward", "endpoint", "vpc-endpoint", endpoint.id);
  const origin = formatOrigin(endpoint.origin);
  const { state } = endpoint;
  if (!state.known) return cannotTell(place, `the state of ${endpoint.id}`, [state], origin);
  if (state.value === "available")
    return pass(place, `${endpoint.id} is available`, origin, endpoint.assumed);
  if (isIndeterminate(state.value)) {
    return cannotTell(place, `${endpoint.id} is ${state.value}`, [stateFact(endpoint, state.value)], origin);
  }
  return drop(place, `${endpoint.id} is ${state.value}`, origin, badState(endpoint, state.value));
}

export const isIndeterminate = (state: EndpointState): boolean => indeterminate.includes(state);

export const stateFact = ({ id }: VpcEndpoint, state: EndpointState) => ({
  fact: `whether ${id}, which is ${state}, still passes traffic`,
  settledBy: `aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${id}`,
});

export const badState = ({ id }: VpcEndpoint, state: EndpointState): Blocker => ({
  code: "BAD_STATE",
  direction: "egress",
  message: `${id} is ${state}: only an available endpoint passes traffic`,
  fix:
    state === "pending-acceptance"
      ? `have the owner of the service accept ${id}`
      : `wait until ${id} is available, or create it again`,
});
