/** Options of an instance that have calls of their own: metadata, private names, the IAM profile, monitoring. */
import type {
  AssociateIamInstanceProfileRequest,
  AssociateIamInstanceProfileResult,
  DescribeIamInstanceProfileAssociationsRequest,
  DescribeIamInstanceProfileAssociationsResult,
  DisassociateIamInstanceProfileRequest,
  DisassociateIamInstanceProfileResult,
  HostnameType,
  IamInstanceProfileAssociation,
  ModifyInstanceMetadataOptionsRequest,
  ModifyInstanceMetadataOptionsResult,
  ModifyPrivateDnsNameOptionsRequest,
  ModifyPrivateDnsNameOptionsResult,
  MonitorInstancesRequest,
  MonitorInstancesResult,
  MonitoringState,
  UnmonitorInstancesRequest,
  UnmonitorInstancesResult,
  ReplaceIamInstanceProfileAssociationRequest,
  ReplaceIamInstanceProfileAssociationResult,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidValue } from "../../error.ts";
import type { InstanceRow } from "../../store/rows.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable } from "../ask/filter.ts";
import { pageOf } from "../ask/page.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { mustFindInstances } from "./find-instances.ts";
import { metadataOptions, toProfile } from "./run.ts";
import { without } from "../without.ts";

export function modifyInstanceMetadataOptions(
  input: ModifyInstanceMetadataOptionsRequest,
  context: Context,
): ModifyInstanceMetadataOptionsResult {
  const row = mustFind(context, "instances", input.InstanceId ?? "");
  const MetadataOptions = metadataOptions(input, row.MetadataOptions);
  context.tables.instances.set(row.InstanceId, { ...row, MetadataOptions });
  return {
    InstanceId: row.InstanceId,
    InstanceMetadataOptions: { ...MetadataOptions, State: "pending" },
  };
}

export function monitorInstances(
  { InstanceIds = [] }: MonitorInstancesRequest,
  context: Context,
): MonitorInstancesResult {
  return setMonitoring(InstanceIds, context, { to: "enabled", via: "pending" });
}

export function unmonitorInstances(
  { InstanceIds = [] }: UnmonitorInstancesRequest,
  context: Context,
): UnmonitorInstancesResult {
  return setMonitoring(InstanceIds, context, { to: "disabled", via: "disabling" });
}

/** `via` is what the answer says. */
function setMonitoring(
  ids: readonly string[],
  context: Context,
  { to, via }: { readonly to: MonitoringState; readonly via: MonitoringState },
): MonitorInstancesResult {
  const InstanceMonitorings = mustFindInstances(ids, context).map((row) => {
    context.tables.instances.set(row.InstanceId, { ...row, Monitoring: { State: to } });
    return { InstanceId: row.InstanceId, Monitoring: { State: via } };
  });
  return { InstanceMonitorings };
}

const hostnameTypes: readonly HostnameType[] = ["ip-name", "resource-name"];

export function modifyPrivateDnsNameOptions(
  input: ModifyPrivateDnsNameOptionsRequest,
  context: Context,
): ModifyPrivateDnsNameOptionsResult {
  const row = mustFind(context, "instances", input.InstanceId ?? "");
  const before = row.PrivateDnsNameOptions ?? {};
  const {
    PrivateDnsHostnameType: HostnameType = before.HostnameType,
    EnableResourceNameDnsARecord = before.EnableResourceNameDnsARecord,
    EnableResourceNameDnsAAAARecord = before.EnableResourceNameDnsAAAARecord,
  } = input;
  if (!hostnameTypes.some((type) => type === HostnameType))
    throw invalidValue(`Value (${HostnameType}) for parameter privateDnsHostnameType is invalid.`);
  if (HostnameType !== before.HostnameType && row.State.Name !== "stopped")
    throw new Ec2Error(
      "IncorrectInstanceState",
      `The instance '${row.InstanceId}' is not in the 'stopped' state.`,
    );
  context.tables.instances.set(row.InstanceId, {
    ...row,
    PrivateDnsNameOptions: { HostnameType, EnableResourceNameDnsARecord, EnableResourceNameDnsAAAARecord },
  });
  return { Return: true };
}

function toAssociation({ InstanceId, IamInstanceProfile }: InstanceRow): IamInstanceProfileAssociation {
  return {
    AssociationId: `iip-assoc-${InstanceId.slice("i-".length)}`,
    InstanceId,
    IamInstanceProfile,
    State: "associated",
  };
}

export function associateIamInstanceProfile(
  { InstanceId = "", IamInstanceProfile = {} }: AssociateIamInstanceProfileRequest,
  context: Context,
): AssociateIamInstanceProfileResult {
  const row = mustFind(context, "instances", InstanceId);
  if (row.IamInstanceProfile !== undefined)
    throw new Ec2Error("IncorrectState", `There is an existing association for instance ${InstanceId}`);
  const changed = { ...row, IamInstanceProfile: toProfile(context, IamInstanceProfile) };
  context.tables.instances.set(InstanceId, changed);
  return { IamInstanceProfileAssociation: { ...toAssociation(changed), State: "associating" } };
}

export function disassociateIamInstanceProfile(
  { AssociationId = "" }: DisassociateIamInstanceProfileRequest,
  context: Context,
): DisassociateIamInstanceProfileResult {
  const row = mustAssociated(AssociationId, context);
  context.tables.instances.set(row.InstanceId, without(row, "IamInstanceProfile"));
  return { IamInstanceProfileAssociation: { ...toAssociation(row), State: "disassociating" } };
}

function mustAssociated(id: string, context: Context): InstanceRow {
  const row = context.tables.instances
    .rows()
    .find((one) => one.IamInstanceProfile !== undefined && toAssociation(one).AssociationId === id);
  if (row === undefined)
    throw new Ec2Error("NoSuchAssociation", `An invalid association-id of '${id}' was given`);
  return row;
}

export function replaceIamInstanceProfileAssociation(
  { AssociationId = "", IamInstanceProfile = {} }: ReplaceIamInstanceProfileAssociationRequest,
  context: Context,
): ReplaceIamInstanceProfileAssociationResult {
  const row = mustAssociated(AssociationId, context);
  const changed = { ...row, IamInstanceProfile: toProfile(context, IamInstanceProfile) };
  context.tables.instances.set(row.InstanceId, changed);
  return { IamInstanceProfileAssociation: { ...toAssociation(changed), State: "associating" } };
}

const filters: FilterTable<IamInstanceProfileAssociation> = {
  "instance-id": ({ InstanceId }) => InstanceId,
  state: ({ State }) => State,
};

export function describeIamInstanceProfileAssociations(
  input: DescribeIamInstanceProfileAssociationsRequest,
  context: Context,
): DescribeIamInstanceProfileAssociationsResult {
  const ids = input.AssociationIds ?? [];
  const all = context.tables.instances
    .rows()
    .filter(({ IamInstanceProfile }) => IamInstanceProfile !== undefined)
    .map(toAssociation)
    .filter(({ AssociationId }) => ids.length === 0 || ids.includes(AssociationId ?? ""));
  const { rows, NextToken } = pageOf(filterRows(all, input.Filters, filters), input, {
    idOf: ({ AssociationId }) => AssociationId ?? "",
  });
  return { IamInstanceProfileAssociations: [...rows], NextToken };
}
