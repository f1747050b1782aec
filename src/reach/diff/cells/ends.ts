/** What the rules at the two ends of a path name: groups of the source, and groups or the endpoint of the destination. */
import type { VpcEndpointId } from "../../../model/entity/entity.ts";
import type { VpcEndpoint } from "../../../model/entity/vpc-endpoint.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import { toSet } from "../../../model/interval-set.ts";
import { valueOr } from "../../../model/known.ts";
import { protocolNumbers } from "../../../model/traffic.ts";
import type { Traffic } from "../../../model/traffic.ts";
import { groupsOf } from "../../place.ts";
import type { Source } from "../../question.ts";
import type { World } from "../../world.ts";
import { both, sides } from "../sides.ts";
import type { Sides } from "../sides.ts";
import { rulesOfGroups } from "./block.ts";
import type { Rules } from "./block.ts";
import { joinRules } from "./reading.ts";

/** One object for sources of the same groups. */
export function rulesOfSource(worlds: Sides<World>, source: Sides<Source>): Rules {
  const ids = both(source, (own, side) => {
    const groups = groupsOf(worlds[side], own);
    return groups === "ignored" ? [] : valueOr(groups, []);
  });
  const key = `${ids.before.join("+")} ${ids.after.join("+")} ${worlds.before.numberOf(worlds.after)}`;
  return worlds.before.once("rules of a source", key, () =>
    joinRules(sides.map((side) => rulesOfGroups({ world: worlds[side], side }, ids[side], "egress"))),
  );
}

/** Blocks are those of sources, who are alike to them. One object for destinations that are alike. */
export function trafficAtDestination(
  worlds: Sides<World>,
  rows: Sides<NetworkInterface | undefined>,
): readonly Traffic[] {
  const words = both(rows, (row, side) =>
    row === undefined ? "" : `${endpointOf(worlds[side], row)?.id} ${valueOr(row.groups, []).join("+")}`,
  );
  const key = `${words.before} | ${words.after} ${worlds.before.numberOf(worlds.after)}`;
  return worlds.before.once("traffic at a destination", key, () =>
    sides.flatMap((side) => {
      const row = rows[side];
      if (row === undefined) return [];
      const world = worlds[side];
      const { traffics } = rulesOfGroups({ world, side }, valueOr(row.groups, []), "ingress");
      return [...traffics, ...trafficOfEndpoint(world, row)];
    }),
  );
}

export const endpointOf = ({ network }: World, { owner }: NetworkInterface): VpcEndpoint | undefined =>
  network.vpcEndpoints.get(owner as VpcEndpointId);

function trafficOfEndpoint(world: World, row: NetworkInterface): readonly Traffic[] {
  const { facts } = world;
  const endpoint = endpointOf(world, row);
  if (endpoint === undefined) return [];
  const token = facts.tokenOf(valueOr(endpoint.serviceName, ""));
  const ports = token === undefined ? undefined : facts.findService(token)?.ports;
  const { tcp } = protocolNumbers;
  return ports === undefined
    ? []
    : [{ protocols: [[tcp, tcp]], ports: toSet(ports.map((port) => [port, port] as const)) }];
}
