/** What an agent says of its node, and which associations it is told: there are none in the lab. */
import type { ListAssociationsRequest, ListAssociationsResult } from "@aws-sdk/client-ssm";
import { ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { nodeArn, ssmArn, stateOf } from "../context.ts";
import type { Plane } from "../context.ts";
import type { Node, Reported } from "./node.ts";

export type Ping = Reported & { readonly InstanceId: string };

const instanceId = /^i-([0-9a-f]{8}|[0-9a-f]{17})$/;

/** An instance of a template has the name that the template gives it, and its keys bear it too. */
const isInstance = (id: string, { credential }: Asked): boolean =>
  instanceId.test(id) || credential.userId.endsWith(`:${id}`);

/** An instance is managed from its first ping; a hybrid node has to be registered. */
export function updateInstanceInformation(plane: Plane, { InstanceId: id, ...told }: Ping, asked: Asked) {
  const { nodes } = stateOf(plane, asked);
  if (id.startsWith("mi-") ? !nodes.has(id) : !isInstance(id, asked))
    throw new ServiceFault("InvalidInstanceId", `Instance ${id} is not a managed node`);
  asked.permit("ssm:UpdateInstanceInformation", nodeArn(asked, id));
  const before = nodes.get(id) ?? unheard(id, asked.nowMs);
  const reported = { ...before.reported, ...told };
  nodes.set(id, { ...before, reported, lastPingAtMs: asked.nowMs });
  return {};
}

export const unheard = (id: string, registeredAtMs: number): Node => ({
  id,
  registeredAtMs,
  lastPingAtMs: undefined,
  reported: {},
  activationId: undefined,
  role: undefined,
  name: undefined,
  publicKey: undefined,
});

export function listInstanceAssociations(
  _: Plane,
  { InstanceId }: { readonly InstanceId: string },
  asked: Asked,
): ListAssociationsResult {
  asked.permit("ssm:ListInstanceAssociations", nodeArn(asked, InstanceId));
  return { Associations: [] };
}

export function listAssociations(
  _: Plane,
  __: ListAssociationsRequest,
  asked: Asked,
): ListAssociationsResult {
  asked.permit("ssm:ListAssociations", ssmArn(asked, "association/*"));
  return { Associations: [] };
}
