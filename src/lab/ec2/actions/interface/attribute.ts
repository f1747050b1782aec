/** Attributes of an interface, one a request. */
import type {
  DescribeNetworkInterfaceAttributeRequest,
  DescribeNetworkInterfaceAttributeResult,
  ModifyNetworkInterfaceAttributeRequest,
  ResetNetworkInterfaceAttributeRequest,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination, invalidValue, missingParameter, unsupported } from "../../error.ts";
import type { NetworkInterfaceRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { groupsIn } from "./make-interface.ts";

const shown: Readonly<
  Record<
    string,
    (row: NetworkInterfaceRow) => Omit<DescribeNetworkInterfaceAttributeResult, "NetworkInterfaceId">
  >
> = {
  description: ({ Description }) => ({ Description: { Value: Description } }),
  groupSet: ({ Groups }) => ({ Groups }),
  sourceDestCheck: ({ SourceDestCheck }) => ({ SourceDestCheck: { Value: SourceDestCheck } }),
  attachment: ({ Attachment }) => ({ Attachment }),
};

export function describeNetworkInterfaceAttribute(
  { NetworkInterfaceId = "", Attribute }: DescribeNetworkInterfaceAttributeRequest,
  context: Context,
): DescribeNetworkInterfaceAttributeResult {
  const row = mustFind(context, "networkInterfaces", NetworkInterfaceId);
  const show = Attribute === undefined ? undefined : shown[Attribute];
  if (show === undefined)
    throw invalidValue(`Value (${Attribute}) for parameter attribute is invalid. Unknown attribute.`);
  return { NetworkInterfaceId, ...show(row) };
}

type Change = (
  input: ModifyNetworkInterfaceAttributeRequest,
  row: NetworkInterfaceRow,
  context: Context,
) => Partial<NetworkInterfaceRow>;

const changes: Readonly<Partial<Record<keyof ModifyNetworkInterfaceAttributeRequest, Change>>> = {
  Description: ({ Description }) => ({ Description: Description?.Value ?? "" }),
  SourceDestCheck: ({ SourceDestCheck }) => ({ SourceDestCheck: SourceDestCheck?.Value !== false }),
  Groups: ({ Groups }, row, context) => ({ Groups: groupsIn(context, row.VpcId, Groups) }),
  Attachment: ({ Attachment }, row) => {
    if (row.Attachment === undefined || row.Attachment.AttachmentId !== Attachment?.AttachmentId)
      throw new Ec2Error(
        "InvalidAttachmentID.NotFound",
        `The attachment '${Attachment?.AttachmentId}' does not exist`,
      );
    return {
      Attachment: { ...row.Attachment, DeleteOnTermination: Attachment?.DeleteOnTermination === true },
    };
  },
};

export function modifyNetworkInterfaceAttribute(
  input: ModifyNetworkInterfaceAttributeRequest,
  context: Context,
): undefined {
  const row = mustFind(context, "networkInterfaces", input.NetworkInterfaceId ?? "");
  const given = (Object.keys(input) as (keyof ModifyNetworkInterfaceAttributeRequest)[]).filter(
    (name) => name !== "NetworkInterfaceId" && name !== "DryRun",
  );
  const [name] = given;
  if (name === undefined) throw missingParameter("attribute to modify");
  if (given.length > 1)
    throw invalidCombination(`Fields for multiple attribute types specified: ${given.join(", ")}`);
  const change = changes[name];
  if (change === undefined)
    throw unsupported(`The lab does not know the attribute ${name} of a network interface`);
  if (row.RequesterManaged && name !== "Description")
    throw new Ec2Error("AuthFailure", "You do not have permission to access the specified resource.");
  context.tables.networkInterfaces.set(row.NetworkInterfaceId, { ...row, ...change(input, row, context) });
}

export function resetNetworkInterfaceAttribute(
  { NetworkInterfaceId = "" }: ResetNetworkInterfaceAttributeRequest,
  context: Context,
): undefined {
  const row = mustFind(context, "networkInterfaces", NetworkInterfaceId);
  context.tables.networkInterfaces.set(NetworkInterfaceId, { ...row, SourceDestCheck: true });
}
