/** A VPC with a subnet and a table of its own, for the tests that begin inside one. */
import { startLab } from "./lab.ts";

/** The object's value, where the SDK's types allow for none. */
export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the answer lacks what the test needs");
  return value;
}

export async function newEstate(vpc: object = {}) {
  const lab = await startLab();
  const ec2 = lab.client();
  const VpcId = must((await ec2.createVpc({ CidrBlock: "10.0.0.0/16", ...vpc })).Vpc?.VpcId);
  const inVpc = { Filters: [{ Name: "vpc-id", Values: [VpcId] }] };
  const newSubnet = async (CidrBlock: string, AvailabilityZone = "us-east-1a") =>
    must((await ec2.createSubnet({ VpcId, CidrBlock, AvailabilityZone })).Subnet?.SubnetId);
  const SubnetId = await newSubnet("10.0.1.0/24");
  const RouteTableId = must((await ec2.createRouteTable({ VpcId })).RouteTable?.RouteTableId);
  const routes = async () =>
    must((await ec2.describeRouteTables({ RouteTableIds: [RouteTableId] })).RouteTables?.[0]?.Routes);
  const newGroup = async (GroupName = "web") =>
    must((await ec2.createSecurityGroup({ VpcId, GroupName, Description: GroupName })).GroupId);
  const newInternetGateway = async () => {
    const InternetGatewayId = must((await ec2.createInternetGateway({})).InternetGateway?.InternetGatewayId);
    await ec2.attachInternetGateway({ VpcId, InternetGatewayId });
    return InternetGatewayId;
  };
  const newAddress = async () => must((await ec2.allocateAddress({})).AllocationId);
  const run = async (input: object = {}) =>
    must(
      (
        await ec2.runInstances({
          ImageId: "ami-0123456789abcdef0",
          InstanceType: "t3.micro",
          MinCount: 1,
          MaxCount: 1,
          SubnetId,
          ...input,
        })
      ).Instances?.[0],
    );
  return {
    lab,
    ec2,
    VpcId,
    inVpc,
    SubnetId,
    RouteTableId,
    routes,
    newSubnet,
    newGroup,
    newInternetGateway,
    newAddress,
    run,
  };
}

export const namesDns = { EnableDnsHostnames: { Value: true } };
