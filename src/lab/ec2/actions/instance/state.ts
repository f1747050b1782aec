/**
 * Instances started, stopped, rebooted and terminated; what AWS takes a while for is done at once, and the answer names
 * the state on the way there.
 */
import type {
  InstanceState,
  InstanceStateChange,
  InstanceStateName,
  RebootInstancesRequest,
  StartInstancesRequest,
  StartInstancesResult,
  StopInstancesRequest,
  StopInstancesResult,
  TerminateInstancesRequest,
  TerminateInstancesResult,
} from "@aws-sdk/client-ec2";
import { Ec2Error } from "../../error.ts";
import type { InstanceRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { withAssociation } from "../gateway/association.ts";
import { interfacesOn } from "../interface/attach.ts";
import { removeInterface } from "../interface/create.ts";
import { releaseVolumes } from "../volume/launch-volume.ts";
import { mustFindInstances } from "./find-instances.ts";
import { givePublicAddress } from "./launch-interface.ts";
import { without } from "../without.ts";

const states = {
  pending: { Code: 0, Name: "pending" },
  running: { Code: 16, Name: "running" },
  "shutting-down": { Code: 32, Name: "shutting-down" },
  terminated: { Code: 48, Name: "terminated" },
  stopping: { Code: 64, Name: "stopping" },
  stopped: { Code: 80, Name: "stopped" },
} as const satisfies Readonly<Record<InstanceStateName, InstanceState>>;

interface Step {
  readonly to: InstanceStateName;
  /** What the answer says. */
  readonly via: InstanceStateName;
  /** Of an instance in this state nothing has to be done. */
  readonly isThere: (state: InstanceStateName | undefined) => boolean;
  readonly what: string;
}

const starting: Step = {
  to: "running",
  via: "pending",
  isThere: (state) => state === "running",
  what: "started",
};
const stopping: Step = {
  to: "stopped",
  via: "stopping",
  isThere: (state) => state === "stopped",
  what: "stopped",
};

function step(id: string, context: Context, { to, via, isThere, what }: Step): InstanceStateChange {
  const row = mustFind(context, "instances", id);
  const PreviousState = row.State;
  if (isThere(PreviousState.Name)) return { InstanceId: id, CurrentState: PreviousState, PreviousState };
  if (PreviousState.Name === "terminated")
    throw new Ec2Error(
      "IncorrectInstanceState",
      `The instance '${id}' is not in a state from which it can be ${what}.`,
    );
  const changed: InstanceRow =
    to === "running"
      ? { ...without(row, "StateReason"), LaunchTime: context.now, StateTransitionReason: "" }
      : { ...row, ...byUser(context) };
  context.tables.instances.set(id, { ...changed, State: states[to] });
  return { InstanceId: id, CurrentState: states[via], PreviousState };
}

/** Why an instance does not run any more. */
const byUser = ({ now }: Context) => ({
  StateReason: {
    Code: "Client.UserInitiatedShutdown",
    Message: "Client.UserInitiatedShutdown: User initiated shutdown",
  },
  StateTransitionReason: `User initiated (${now.toISOString().replace("T", " ").slice(0, 19)} GMT)`,
});

/** All of them or none: a wrong id stops the request. */
export function startInstances(
  { InstanceIds = [] }: StartInstancesRequest,
  context: Context,
): StartInstancesResult {
  const StartingInstances = mustFindInstances(InstanceIds, context).map(({ InstanceId: id }) => {
    const change = step(id, context, starting);
    if (change.PreviousState?.Name === "stopped") restorePublicAddress(id, context);
    return change;
  });
  return { StartingInstances };
}

export function stopInstances(
  { InstanceIds = [] }: StopInstancesRequest,
  context: Context,
): StopInstancesResult {
  const StoppingInstances = mustFindInstances(InstanceIds, context).map(({ InstanceId: id, attributes }) => {
    if (attributes.DisableApiStop?.Value === true)
      throw new Ec2Error(
        "OperationNotPermitted",
        `The instance '${id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
      );
    const change = step(id, context, stopping);
    dropPublicAddress(id, context);
    return change;
  });
  return { StoppingInstances };
}

/** A stopped instance loses the public address that it was given at launch, and gets another when it starts. */
function dropPublicAddress(id: string, context: Context): void {
  for (const eni of interfacesOn(context, id)) {
    const given = eni.PrivateIpAddresses.find(({ Association }) => Association?.IpOwnerId === "amazon");
    if (given !== undefined)
      context.tables.networkInterfaces.set(
        eni.NetworkInterfaceId,
        withAssociation(eni, given.PrivateIpAddress, undefined),
      );
  }
}

function restorePublicAddress(id: string, context: Context): void {
  const [eni, second] = interfacesOn(context, id);
  if (eni === undefined || second !== undefined) return;
  if (context.tables.subnets.get(eni.SubnetId)?.MapPublicIpOnLaunch === true)
    givePublicAddress(context, eni.NetworkInterfaceId);
}

export function rebootInstances({ InstanceIds = [] }: RebootInstancesRequest, context: Context): undefined {
  const rows = mustFindInstances(InstanceIds, context);
  for (const { InstanceId, State } of rows) {
    if (State.Name === "terminated")
      throw new Ec2Error(
        "IncorrectInstanceState",
        `The instance '${InstanceId}' is not in a state from which it can be rebooted.`,
      );
  }
  for (const { InstanceId, State } of rows) if (State.Name === "running") context.onReboot(InstanceId);
}

export function terminateInstances(
  { InstanceIds = [] }: TerminateInstancesRequest,
  context: Context,
): TerminateInstancesResult {
  return {
    TerminatingInstances: mustFindInstances(InstanceIds, context).map((row) => terminate(row, context)),
  };
}

function terminate(row: InstanceRow, context: Context): InstanceStateChange {
  const { InstanceId: id } = row;
  const PreviousState = row.State;
  if (PreviousState.Name === "terminated")
    return { InstanceId: id, CurrentState: states.terminated, PreviousState };
  if (row.attributes.DisableApiTermination?.Value === true)
    throw new Ec2Error(
      "OperationNotPermitted",
      `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    );
  for (const eni of interfacesOn(context, id)) {
    const { Attachment } = eni;
    if (Attachment?.DeleteOnTermination === true) removeInterface(context, eni);
    else
      context.tables.networkInterfaces.set(eni.NetworkInterfaceId, {
        ...without(eni, "Attachment"),
        Status: "available",
      });
  }
  releaseVolumes(context, id);
  context.tables.instances.set(id, {
    ...row,
    State: states.terminated,
    ...byUser(context),
    terminatedAtMs: context.now.getTime(),
  });
  return { InstanceId: id, CurrentState: states["shutting-down"], PreviousState };
}
