/** What goes with a NAT: every route that leads to it, and then the gateway itself. */
import type { NatGatewayId, VpcId } from "../../model/entity/entity.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import type { NatRef } from "../../advice/plan.ts";
import type { Action } from "./action.ts";

export interface Removal extends NatRef {
  readonly vpc: VpcId;
}

export interface Deletions {
  readonly routes: readonly Action[];
  readonly nats: readonly Action[];
  /** NATs that no phase deletes, and why. */
  readonly remarks: readonly string[];
}

/** Routes that are no default routes go too: a text that still names the gateway could not be applied without it. */
export function deletions(network: Network, removals: readonly Removal[]): Deletions {
  const gateways = removals.filter(({ id }) => network.natGateways.has(id as NatGatewayId));
  const ids = new Map<string, Removal>(removals.map((one) => [one.id, one]));
  for (const { id, owner } of network.networkInterfaces.values()) {
    const instance = ids.get(owner);
    if (instance !== undefined) ids.set(id, instance);
  }
  const routes = [...network.routeTables.values()].flatMap(({ vpc, id, routes: own }) =>
    valueOr(own, []).flatMap(({ destination, target, via }): readonly Action[] => {
      const nat = target.known && via === "static" ? ids.get(target.value.id) : undefined;
      if (nat === undefined || !destination.known) return [];
      return [{ kind: "delete-route", vpc, table: id, destination: destination.value, nat: nat.id }];
    }),
  );
  return {
    routes,
    nats: gateways.map(({ id, vpc }) => ({ kind: "delete-nat", vpc, nat: id as NatGatewayId })),
    remarks: removals
      .filter((one) => !gateways.includes(one))
      .map(({ id, kind }) =>
        kind === "instance" ? instanceRemark(id) : `${id} is not in the input: delete it where it is defined`,
      ),
  };
}

/** What else an instance does no network tells: its disk and its user data do. */
function instanceRemark(id: string): string {
  const why = `${id} is a NAT instance, which may do other work, and keeps running and its address`;
  return /^i-[0-9a-f]+$/.test(id)
    ? `${why}: once nothing routes to it and you know what it runs, aws ec2 stop-instances --instance-ids ${id}, which start-instances undoes`
    : `${why}: once nothing routes to it and you know what it runs, take it out where it is written`;
}
