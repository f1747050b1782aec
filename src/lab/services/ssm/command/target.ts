/** Which nodes a command is for. */
import type { SendCommandRequest, Target } from "@aws-sdk/client-ssm";
import { ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { stateOf } from "../context.ts";
import type { Plane } from "../context.ts";
import { hasTag } from "../node/describe.ts";

export function nodesFor(
  plane: Plane,
  { InstanceIds = [], Targets = [] }: Pick<SendCommandRequest, "InstanceIds" | "Targets">,
  asked: Asked,
): readonly string[] {
  if (InstanceIds.length === 0 && Targets.length === 0)
    throw new ServiceFault("InvalidInstanceId", "No instances were given: neither InstanceIds nor Targets");
  if (InstanceIds.length > 0 && Targets.length > 0)
    throw new ServiceFault("ValidationException", "InstanceIds and Targets cannot be given together");
  const managed = managedNodes(plane, asked);
  const named = [...InstanceIds, ...Targets.flatMap(({ Key, Values = [] }) => (isIds(Key) ? Values : []))];
  const strays = named.filter((id) => !managed.includes(id));
  if (strays.length > 0)
    throw new ServiceFault(
      "InvalidInstanceId",
      `Instances [[${strays.join(", ")}]] not in a valid state for account ${asked.account}`,
    );
  const tagged = Targets.filter(({ Key }) => !isIds(Key));
  if (tagged.length === 0) return [...new Set(named)];
  return managed.filter((id) => tagged.every((target) => isTarget(plane, asked, id, target)));
}

const isIds = (key: string | undefined): boolean => key?.toLowerCase() === "instanceids";

/** Those that were heard of, whether they are online or not. */
function managedNodes(plane: Plane, asked: Asked): readonly string[] {
  const { nodes } = stateOf(plane, asked);
  return [...nodes.values()].filter(({ lastPingAtMs }) => lastPingAtMs !== undefined).map(({ id }) => id);
}

function isTarget(plane: Plane, { region }: Asked, id: string, { Key = "", Values = [] }: Target): boolean {
  if (Key !== "tag-key" && !Key.startsWith("tag:"))
    throw new ServiceFault("InvalidTarget", `The target key ${Key} is not valid, or not in the lab`);
  return hasTag(plane.tagsOf?.(region, id) ?? new Map<string, string>(), Key, Values);
}
