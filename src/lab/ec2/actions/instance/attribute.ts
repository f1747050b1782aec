/** Attributes of an instance: one a request, by name or by a field of their own. */
import type {
  DescribeInstanceAttributeRequest,
  InstanceAttribute,
  ModifyInstanceAttributeRequest,
  ShutdownBehavior,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination, invalidValue, missingParameter, unsupported } from "../../error.ts";
import type { InstanceRow, NetworkInterfaceRow, VolumeRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { interfacesOn } from "../interface/attach.ts";
import { groupsIn } from "../interface/make-interface.ts";
import { mustInstanceType } from "../image/instance-type.ts";
import { modifyDevices, toMapping, volumesOf } from "../volume/launch-volume.ts";
import { checkedUserData } from "./run.ts";

interface Shown {
  readonly row: InstanceRow;
  readonly primary: NetworkInterfaceRow | undefined;
  readonly volumes: readonly VolumeRow[];
}

const shown: Readonly<Record<string, (one: Shown) => Omit<InstanceAttribute, "InstanceId">>> = {
  instanceType: ({ row }) => ({ InstanceType: { Value: row.InstanceType } }),
  kernel: () => ({ KernelId: {} }),
  ramdisk: () => ({ RamdiskId: {} }),
  userData: ({ row }) => ({ UserData: row.userData === undefined ? {} : { Value: row.userData } }),
  disableApiTermination: ({ row }) => ({ DisableApiTermination: row.attributes.DisableApiTermination }),
  disableApiStop: ({ row }) => ({ DisableApiStop: row.attributes.DisableApiStop }),
  instanceInitiatedShutdownBehavior: ({ row }) => ({
    InstanceInitiatedShutdownBehavior: row.attributes.InstanceInitiatedShutdownBehavior,
  }),
  rootDeviceName: ({ row }) => ({ RootDeviceName: { Value: row.RootDeviceName } }),
  blockDeviceMapping: ({ volumes }) => ({ BlockDeviceMappings: volumes.flatMap(toMapping) }),
  productCodes: () => ({ ProductCodes: [] }),
  sourceDestCheck: ({ primary }) => ({ SourceDestCheck: { Value: primary?.SourceDestCheck ?? true } }),
  groupSet: ({ primary }) => ({ Groups: primary?.Groups ?? [] }),
  ebsOptimized: ({ row }) => ({ EbsOptimized: { Value: row.EbsOptimized ?? false } }),
  sriovNetSupport: () => ({ SriovNetSupport: { Value: "simple" } }),
  enaSupport: ({ row }) => ({ EnaSupport: { Value: row.EnaSupport ?? true } }),
  enclaveOptions: () => ({ EnclaveOptions: { Enabled: false } }),
};

export function describeInstanceAttribute(
  { InstanceId = "", Attribute }: DescribeInstanceAttributeRequest,
  context: Context,
): InstanceAttribute {
  const row = mustFind(context, "instances", InstanceId);
  const show = Attribute === undefined ? undefined : shown[Attribute];
  if (show === undefined)
    throw invalidValue(`Value (${Attribute}) for parameter attribute is invalid. Unknown attribute.`);
  return {
    InstanceId,
    ...show({ row, primary: primaryOf(row, context), volumes: volumesOf(context, InstanceId) }),
  };
}

const primaryOf = ({ InstanceId }: InstanceRow, context: Context) =>
  interfacesOn(context, InstanceId).find(({ Attachment }) => Attachment?.DeviceIndex === 0);

/** An attribute's new value, whichever way the request wrote it. */
type Change = (value: string, row: InstanceRow, context: Context) => Partial<InstanceRow> | undefined;

function flagOf(value: string): boolean {
  if (value === "true" || value === "false") return value === "true";
  throw invalidValue(`Value (${value}) is invalid. It must be true or false`);
}

const attribute = (row: InstanceRow, change: Partial<InstanceRow["attributes"]>): Partial<InstanceRow> => ({
  attributes: { ...row.attributes, ...change },
});

const changes: Readonly<Record<string, Change>> = {
  instanceType: (value, row) => {
    mustBeStopped(row);
    return { InstanceType: mustInstanceType(value) };
  },
  userData: (value, row) => {
    mustBeStopped(row);
    return { userData: checkedUserData(value) };
  },
  ebsOptimized: (value, row) => {
    mustBeStopped(row);
    return { EbsOptimized: flagOf(value) };
  },
  disableApiTermination: (value, row) => attribute(row, { DisableApiTermination: { Value: flagOf(value) } }),
  disableApiStop: (value, row) => attribute(row, { DisableApiStop: { Value: flagOf(value) } }),
  instanceInitiatedShutdownBehavior: (value, row) => {
    const behaviors: readonly ShutdownBehavior[] = ["stop", "terminate"];
    const Value = behaviors.find((one) => one === value);
    if (Value === undefined)
      throw invalidValue(`Value (${value}) for parameter instanceInitiatedShutdownBehavior is invalid.`);
    return attribute(row, { InstanceInitiatedShutdownBehavior: { Value } });
  },
  sourceDestCheck: (value, row, context) => {
    const eni = mustOnlyInterface(row, context);
    context.tables.networkInterfaces.set(eni.NetworkInterfaceId, { ...eni, SourceDestCheck: flagOf(value) });
    return undefined;
  },
  groupSet: (value, row, context) => {
    const eni = mustOnlyInterface(row, context);
    const Groups = groupsIn(context, row.VpcId, value.split(","));
    context.tables.networkInterfaces.set(eni.NetworkInterfaceId, { ...eni, Groups });
    return undefined;
  },
};

function mustBeStopped({ InstanceId, State }: InstanceRow): void {
  if (State.Name !== "stopped")
    throw new Ec2Error(
      "IncorrectInstanceState",
      `The instance '${InstanceId}' is not in the 'stopped' state.`,
    );
}

function mustOnlyInterface(row: InstanceRow, context: Context): NetworkInterfaceRow {
  const [only, second] = interfacesOn(context, row.InstanceId);
  if (only !== undefined && second === undefined) return only;
  throw new Ec2Error(
    "InvalidInstanceID",
    `There are multiple interfaces attached to instance '${row.InstanceId}'. Please specify an interface ID for the operation instead.`,
  );
}

/** The fields of a request, and the attributes that they set. */
const fields: Readonly<
  Partial<Record<keyof ModifyInstanceAttributeRequest, (input: ModifyInstanceAttributeRequest) => string>>
> = {
  SourceDestCheck: ({ SourceDestCheck }) => String(SourceDestCheck?.Value),
  DisableApiTermination: ({ DisableApiTermination }) => String(DisableApiTermination?.Value),
  DisableApiStop: ({ DisableApiStop }) => String(DisableApiStop?.Value),
  InstanceType: ({ InstanceType }) => InstanceType?.Value ?? "",
  UserData: ({ UserData }) => Buffer.from(UserData?.Value ?? new Uint8Array()).toString("base64"),
  InstanceInitiatedShutdownBehavior: (input) => input.InstanceInitiatedShutdownBehavior?.Value ?? "",
  Groups: ({ Groups }) => (Groups ?? []).join(","),
  EbsOptimized: ({ EbsOptimized }) => String(EbsOptimized?.Value),
};

const attributeOfField = (field: string) =>
  field === "Groups" ? "groupSet" : field.charAt(0).toLowerCase() + field.slice(1);

export function modifyInstanceAttribute(input: ModifyInstanceAttributeRequest, context: Context): undefined {
  const row = mustFind(context, "instances", input.InstanceId ?? "");
  const given = (Object.keys(input) as (keyof ModifyInstanceAttributeRequest)[]).filter(
    (name) => !["InstanceId", "DryRun", "Value"].includes(name),
  );
  const [field] = given;
  if (field === undefined) throw missingParameter("attribute to modify");
  if (given.length > 1)
    throw invalidCombination(`Fields for multiple attribute types specified: ${given.join(", ")}`);
  if (field === "BlockDeviceMappings")
    return modifyDevices(context, row.InstanceId, input.BlockDeviceMappings ?? []);
  const name = field === "Attribute" ? (input.Attribute ?? "") : attributeOfField(field);
  const value = field === "Attribute" ? input.Value : fields[field]?.(input);
  const change = changes[name];
  if (change === undefined) throw unsupported(`The lab does not change the attribute ${name} of an instance`);
  if (value === undefined) throw missingParameter("value");
  const changed = change(value, row, context);
  if (changed !== undefined) context.tables.instances.set(row.InstanceId, { ...row, ...changed });
}
