/** The attributes of a VPC that describe-vpcs does not tell, one at a time. */
import type {
  DescribeVpcAttributeRequest,
  DescribeVpcAttributeResult,
  ModifyVpcAttributeRequest,
  ModifyVpcTenancyRequest,
  ModifyVpcTenancyResult,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination, invalidValue } from "../../error.ts";
import type { VpcAttributes } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";

const attributes = {
  enableDnsSupport: "EnableDnsSupport",
  enableDnsHostnames: "EnableDnsHostnames",
  enableNetworkAddressUsageMetrics: "EnableNetworkAddressUsageMetrics",
} as const satisfies Readonly<Record<keyof VpcAttributes, keyof ModifyVpcAttributeRequest>>;

const names = Object.keys(attributes) as readonly (keyof VpcAttributes)[];

export function describeVpcAttribute(
  { VpcId = "", Attribute }: DescribeVpcAttributeRequest,
  context: Context,
): DescribeVpcAttributeResult {
  const vpc = mustFind(context, "vpcs", VpcId);
  const name = names.find((one) => one === Attribute);
  if (name === undefined) throw invalidValue(`Value (${Attribute}) for parameter attribute is invalid.`);
  return { VpcId, [attributes[name]]: { Value: vpc.attributes[name] } };
}

export function modifyVpcAttribute(input: ModifyVpcAttributeRequest, context: Context): undefined {
  const vpc = mustFind(context, "vpcs", input.VpcId ?? "");
  const given = names.filter((name) => input[attributes[name]]?.Value !== undefined);
  const [name] = given;
  if (name === undefined)
    throw new Ec2Error("MissingParameter", "The request must contain the parameter attribute to modify");
  if (given.length > 1)
    throw invalidCombination(`Fields for multiple attribute types specified: ${given.join(", ")}`);
  context.tables.vpcs.set(vpc.VpcId, {
    ...vpc,
    attributes: { ...vpc.attributes, [name]: input[attributes[name]]?.Value === true },
  });
}

export function modifyVpcTenancy(
  { VpcId = "", InstanceTenancy }: ModifyVpcTenancyRequest,
  context: Context,
): ModifyVpcTenancyResult {
  const vpc = mustFind(context, "vpcs", VpcId);
  if (InstanceTenancy !== "default")
    throw new Ec2Error("UnsupportedTenancy", `The tenancy value ${InstanceTenancy} is not supported.`);
  context.tables.vpcs.set(VpcId, { ...vpc, InstanceTenancy });
  return { ReturnValue: true };
}
