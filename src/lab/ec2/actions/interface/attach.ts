/** Interfaces on instances. */
import type {
  AttachNetworkInterfaceRequest,
  AttachNetworkInterfaceResult,
  DetachNetworkInterfaceRequest,
  NetworkInterfaceAttachment,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidValue } from "../../error.ts";
import type { NetworkInterfaceRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { without } from "../without.ts";

/** The interfaces of an instance, in the order of its devices. */
export function interfacesOn(
  { tables }: Pick<Context, "tables">,
  instanceId: string,
): readonly NetworkInterfaceRow[] {
  return tables.networkInterfaces
    .rows()
    .filter(({ Attachment }) => Attachment?.InstanceId === instanceId)
    .toSorted((a, b) => (a.Attachment?.DeviceIndex ?? 0) - (b.Attachment?.DeviceIndex ?? 0));
}

interface Seat {
  readonly instanceId: string;
  readonly index: number;
  readonly deleteOnTermination: boolean;
}

export function toAttachment(
  context: Context,
  { instanceId, index, deleteOnTermination }: Seat,
): NetworkInterfaceAttachment {
  return {
    AttachmentId: context.newId("eni-attach"),
    AttachTime: context.now,
    DeleteOnTermination: deleteOnTermination,
    DeviceIndex: index,
    NetworkCardIndex: 0,
    InstanceId: instanceId,
    InstanceOwnerId: context.account,
    Status: "attached",
  };
}

export function attachNetworkInterface(
  { NetworkInterfaceId = "", InstanceId = "", DeviceIndex = 0 }: AttachNetworkInterfaceRequest,
  context: Context,
): AttachNetworkInterfaceResult {
  const row = mustFind(context, "networkInterfaces", NetworkInterfaceId);
  const instance = mustFind(context, "instances", InstanceId);
  mustBeFree(row);
  if (instance.State.Name === "terminated")
    throw new Ec2Error(
      "IncorrectInstanceState",
      `The instance '${InstanceId}' is not in a state from which it can be attached to.`,
    );
  if (instance.Placement.AvailabilityZone !== row.AvailabilityZone)
    throw invalidValue(
      "You may not attach a network interface to an instance if they are not in the same availability zone",
    );
  if (interfacesOn(context, InstanceId).some(({ Attachment }) => Attachment?.DeviceIndex === DeviceIndex))
    throw invalidValue(
      `Instance '${InstanceId}' already has an interface attached at device index '${DeviceIndex}'.`,
    );
  const attachment = toAttachment(context, {
    instanceId: InstanceId,
    index: DeviceIndex,
    deleteOnTermination: false,
  });
  context.tables.networkInterfaces.set(NetworkInterfaceId, {
    ...row,
    Status: "in-use",
    Attachment: attachment,
  });
  return { AttachmentId: attachment.AttachmentId, NetworkCardIndex: 0 };
}

export function mustBeFree({ NetworkInterfaceId, Attachment }: NetworkInterfaceRow): void {
  if (Attachment !== undefined)
    throw new Ec2Error("InvalidNetworkInterface.InUse", `Interface: [${NetworkInterfaceId}] in use.`);
}

export function detachNetworkInterface(
  { AttachmentId = "" }: DetachNetworkInterfaceRequest,
  context: Context,
): undefined {
  const row = context.tables.networkInterfaces
    .rows()
    .find(({ Attachment }) => Attachment?.AttachmentId === AttachmentId);
  if (row?.Attachment === undefined)
    throw new Ec2Error("InvalidAttachmentID.NotFound", `The attachment '${AttachmentId}' does not exist`);
  if (row.Attachment.InstanceId === undefined)
    throw new Ec2Error("AuthFailure", "You do not have permission to access the specified resource.");
  if (row.Attachment.DeviceIndex === 0)
    throw new Ec2Error(
      "OperationNotPermitted",
      "The network interface at device index 0 and networkCard index 0 cannot be detached.",
    );
  const free = without(row, "Attachment");
  context.tables.networkInterfaces.set(row.NetworkInterfaceId, { ...free, Status: "available" });
}
