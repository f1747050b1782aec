/** What the rules at the two ends of a path name: groups of the source, and groups or the endpoint of the destination. */
import type { VpcEndpointId } from "../../../model/entity/entity.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import { toSet } from "../../../model/interval-set.ts";
import { valueOr } from "../../../model/known.ts";
import { protocolNumbers } from "../../../model/traffic.ts";
import type { Traffic } from "../../../model/traffic.ts";
import { groupsOf } from "../../place.ts";
import type { Source } from "../../question.ts";
import type { World } from "../../world.ts";
import { sides } from "../sides.ts";
import type { Sides } from "../sides.ts";
import { rulesOfGroups } from "./block.ts";
import type { Rules } from "./block.ts";
import { joinRules } from "./reading.ts";

export function rulesOfSource(worlds: Sides<World>, source: Sides<Source>): Rules {
  return joinRules(
    sides.map((side) => {
      const groups = groupsOf(worlds[side], source[side]);
      const ids = groups === "ignored" ? [] : valueOr(groups, []);
      return rulesOfGroups({ world: worlds[side], side }, ids, "egress");
    }),
  );
}

/** Blocks are those of sources, who are alike to them. */
export function trafficAtDestination(
  worlds: Sides<World>,
  rows: Sides<NetworkInterface | undefined>,
): readonly Traffic[] {
  return sides.flatMap((side) => {
    const row = rows[side];
    if (row === undefined) return [];
    const world = worlds[side];
    const { traffics } = rulesOfGroups({ world, side }, valueOr(row.groups, []), "ingress");
    return [...traffics, ...trafficOfEndpoint(world, row)];
  });
}

function trafficOfEndpoint({ network, facts }: World, { owner }: NetworkInterface): readonly Traffic[] {
  const endpoint = network.vpcEndpoints.get(owner as VpcEndpointId);
  if (endpoint === undefined) return [];
  const token = facts.tokenOf(valueOr(endpoint.serviceName, ""));
  const ports = token === undefined ? undefined : facts.findService(token)?.ports;
  const { tcp } = protocolNumbers;
  return ports === undefined
    ? []
    : [{ protocols: [[tcp, tcp]], ports: toSet(ports.map((port) => [port, port] as const)) }];
}
