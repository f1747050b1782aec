/**
 * Instances. The network knows neither their image nor their type: they get those that the lab's metadata service tells of.
 */
import type { Workload } from "../../../model/entity/workload.ts";
import { valueOr } from "../../../model/known.ts";
import { anyMachine } from "../../any-machine.ts";
import type { InstanceRow, NetworkInterfaceRow } from "../store/rows.ts";
import type { Context } from "../actions/context.ts";
import { mustImage } from "../actions/image/image.ts";
import { machineOf, metadataOptions, toProfile } from "../actions/instance/run.ts";
import { rowsIn, seeded, tagsOf } from "./adopting.ts";
import type { Adopting } from "./adopting.ts";

export function adoptInstances(adopting: Adopting): void {
  const { instances, networkInterfaces } = adopting.context.tables;
  for (const workload of rowsIn(adopting, "workloads")) {
    if (workload.kind !== "instance") continue;
    const [primary] = workload.networkInterfaces.flatMap((id) => networkInterfaces.get(id) ?? []);
    if (primary !== undefined) instances.set(workload.id, toInstanceRow(adopting, workload, primary));
  }
}

function toInstanceRow(adopting: Adopting, workload: Workload, primary: NetworkInterfaceRow): InstanceRow {
  const { id, state, platform } = workload;
  const context = seeded(adopting.context, id);
  const subnet = context.tables.subnets.get(primary.SubnetId);
  return {
    ...machineOf(mustImage(context, anyMachine.imageId)),
    InstanceId: id,
    InstanceType: anyMachine.instanceType,
    State: state === "stopped" ? { Code: 80, Name: "stopped" } : { Code: 16, Name: "running" },
    StateTransitionReason: "",
    AmiLaunchIndex: 0,
    VpcId: primary.VpcId,
    SubnetId: primary.SubnetId,
    Placement: {
      AvailabilityZone: primary.AvailabilityZone,
      AvailabilityZoneId: subnet?.AvailabilityZoneId,
      GroupName: "",
      Tenancy: "default",
    },
    ...(subnet === undefined ? {} : { PrivateDnsNameOptions: subnet.PrivateDnsNameOptionsOnLaunch }),
    ...(platform === "windows" ? { Platform: "Windows" as const, PlatformDetails: "Windows" } : {}),
    EbsOptimized: false,
    Monitoring: { State: "disabled" },
    MetadataOptions: metadataOptions(undefined, undefined),
    ...profileOf(context, workload),
    Tags: tagsOf(adopting, workload),
    reservation: { ReservationId: context.newId("r"), OwnerId: context.account },
    userData: userDataOf(workload),
    attributes: {
      DisableApiTermination: { Value: false },
      DisableApiStop: { Value: false },
      InstanceInitiatedShutdownBehavior: { Value: "stop" },
    },
    terminatedAtMs: undefined,
  };
}

/** Named as its role is, as the metadata service names it: the network knows roles, and not the profiles they come by. */
function profileOf(context: Context, { roles }: Workload): Pick<InstanceRow, "IamInstanceProfile"> {
  const [role] = valueOr(roles, []);
  const Name = role?.split("/").at(-1);
  const isName = Name !== undefined && /^[\w+=,.@-]{1,128}$/.test(Name);
  return isName ? { IamInstanceProfile: toProfile(context, { Name }) } : {};
}

function userDataOf({ clues }: Workload): string | undefined {
  const text = clues.find(({ kind }) => kind === "user-data")?.text;
  return text === undefined ? undefined : Buffer.from(text).toString("base64");
}
