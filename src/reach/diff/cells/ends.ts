/** What rules at the two ends of a path name: groups of the source, and groups or the endpoint of the destination. */
import type { VpcEndpointId } from "../../../model/entity/entity.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import { toSet } from "../../../model/interval-set.ts";
import { valueOr } from "../../../model/known.ts";
import { protocolNumbers } from "../../../model/traffic.ts";
import type { Traffic } from "../../../model/traffic.ts";
import type { Groups } from "../../screen/group-rule.ts";
import type { World } from "../../world.ts";
import { sides } from "../sides.ts";
import type { Sides } from "../sides.ts";
import { rulesOfGroups } from "./block.ts";
import type { Block } from "./block.ts";

export type OwnGroups = Groups | "ignored" | undefined;

const idsOf = (groups: OwnGroups) =>
  groups === "ignored" || groups === undefined ? [] : valueOr(groups, []);

/** One object for the same groups. */
export function blocksNamedBy(worlds: Sides<World>, groups: Sides<OwnGroups>): readonly Block[] {
  const ids = { before: idsOf(groups.before), after: idsOf(groups.after) };
  const key = `${ids.before.join("+")} ${ids.after.join("+")} ${worlds.before.numberOf(worlds.after)}`;
  return worlds.before.once("blocks that a source's groups name", key, () =>
    sides.flatMap((side) => rulesOfGroups({ world: worlds[side], side }, ids[side], "egress").blocks),
  );
}

export const trafficNamedBy = (
  worlds: Sides<World>,
  groups: Sides<OwnGroups>,
  direction: "ingress" | "egress",
): readonly Traffic[] =>
  sides.flatMap(
    (side) => rulesOfGroups({ world: worlds[side], side }, idsOf(groups[side]), direction).traffics,
  );

export const isOfEndpoint = ({ network }: World, { owner }: NetworkInterface): boolean =>
  network.vpcEndpoints.has(owner as VpcEndpointId);

/** Of the endpoints that the interfaces belong to. */
export const trafficBehind = (
  worlds: Sides<World>,
  rows: Sides<NetworkInterface | undefined>,
): readonly Traffic[] =>
  sides.flatMap((side) => {
    const row = rows[side];
    return row === undefined ? [] : trafficOfEndpoint(worlds[side], row);
  });

function trafficOfEndpoint(world: World, { owner }: NetworkInterface): readonly Traffic[] {
  const { facts, network } = world;
  const endpoint = network.vpcEndpoints.get(owner as VpcEndpointId);
  if (endpoint === undefined) return [];
  const token = facts.tokenOf(valueOr(endpoint.serviceName, ""));
  const ports = token === undefined ? undefined : facts.findService(token)?.ports;
  const { tcp } = protocolNumbers;
  return ports === undefined
    ? []
    : [{ protocols: [[tcp, tcp]], ports: toSet(ports.map((port) => [port, port] as const)) }];
}
