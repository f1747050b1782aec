// One VPC and one instance that wants Session Manager and S3. What differs from state to state is only the way out.
// oxlint-disable no-new -- a construct joins the tree by being made
import { CfnOutput, Stack, Tags } from "aws-cdk-lib";
import type { CfnElement, StackProps } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as iam from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { State } from "./states.ts";

const NAME = "session-manager";
const VPC_CIDR = "10.0.0.0/16";

const INTERFACE_ENDPOINTS = [
  { id: "SsmEndpoint", service: ec2.InterfaceVpcEndpointAwsService.SSM },
  { id: "SsmMessagesEndpoint", service: ec2.InterfaceVpcEndpointAwsService.SSM_MESSAGES },
  { id: "Ec2MessagesEndpoint", service: ec2.InterfaceVpcEndpointAwsService.EC2_MESSAGES },
  { id: "Ec2Endpoint", service: ec2.InterfaceVpcEndpointAwsService.EC2 },
] as const;

export class SessionManagerStack extends Stack {
  constructor(scope: Construct, state: State, props: StackProps) {
    super(scope, state.id, { ...props, description: state.description });

    const vpc = addVpc(this, state);
    const instance = addInstance(this, vpc);
    const endpointGroup = addEndpointSecurityGroup(this, vpc);
    if (state.interfaceEndpoints) addInterfaceEndpoints(this, vpc, endpointGroup);
    if (state.gatewayEndpoint) addGatewayEndpoint(this, vpc);

    new CfnOutput(this, "InstanceId", { value: instance.instanceId });
  }

  /** A fixed zone keeps the templates the same for every account, and the VPC at one zone. */
  override get availabilityZones(): string[] {
    return ["ap-northeast-1a"];
  }

  /** The construct path without CDK's hash: `Vpc/PrivateSubnet1/Subnet` becomes `VpcPrivateSubnet1Subnet`. */
  protected override allocateLogicalId(element: CfnElement): string {
    return element.node.scopes
      .slice(this.node.scopes.length)
      .map((scope) => scope.node.id)
      .filter((id) => id !== "Resource")
      .join("")
      .replaceAll(/[^A-Za-z0-9]/g, "");
  }
}

// The private subnet comes first, so that it keeps its addresses when the public one goes.
function addVpc(stack: Stack, { natGateway }: State): ec2.Vpc {
  const privateType = natGateway ? ec2.SubnetType.PRIVATE_WITH_EGRESS : ec2.SubnetType.PRIVATE_ISOLATED;
  const privateSubnet = { name: "Private", subnetType: privateType, cidrMask: 24 };
  const publicSubnet = { name: "Public", subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24 };
  const vpc = new ec2.Vpc(stack, "Vpc", {
    vpcName: NAME,
    ipAddresses: ec2.IpAddresses.cidr(VPC_CIDR),
    enableDnsSupport: true,
    enableDnsHostnames: true,
    natGateways: natGateway ? 1 : 0,
    subnetConfiguration: natGateway ? [privateSubnet, publicSubnet] : [privateSubnet],
  });
  for (const subnet of [...vpc.privateSubnets, ...vpc.isolatedSubnets]) nameTag(subnet, "private");
  for (const subnet of vpc.publicSubnets) nameTag(subnet, "public");
  return vpc;
}

function addInstance(stack: Stack, vpc: ec2.Vpc): ec2.Instance {
  const securityGroup = new ec2.SecurityGroup(stack, "InstanceSecurityGroup", {
    vpc,
    description: "The instance: nothing in, everything out",
  });
  const role = new iam.Role(stack, "InstanceRole", {
    assumedBy: new iam.ServicePrincipal("ec2.amazonaws.com"),
    managedPolicies: ["AmazonSSMManagedInstanceCore", "AmazonS3ReadOnlyAccess"].map((name) =>
      iam.ManagedPolicy.fromAwsManagedPolicyName(name),
    ),
  });
  const instance = new ec2.Instance(stack, "Instance", {
    vpc,
    vpcSubnets: { subnetGroupName: "Private" },
    securityGroup,
    role,
    instanceName: NAME,
    instanceType: ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MICRO),
    machineImage: ec2.MachineImage.latestAmazonLinux2023(),
    httpTokens: ec2.HttpTokens.REQUIRED,
  });
  // The host name stays `ip-name`: CloudFormation's reference asks for that in an IPv4-only subnet, though the record is free.
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ec2-instance-privatednsnameoptions.html
  instance.instance.privateDnsNameOptions = { hostnameType: "ip-name", enableResourceNameDnsARecord: true };
  return instance;
}

function addEndpointSecurityGroup(stack: Stack, vpc: ec2.Vpc): ec2.SecurityGroup {
  const group = new ec2.SecurityGroup(stack, "EndpointSecurityGroup", {
    vpc,
    description: "The interface endpoints: HTTPS from the VPC",
  });
  group.addIngressRule(ec2.Peer.ipv4(vpc.vpcCidrBlock), ec2.Port.HTTPS, "HTTPS from the VPC");
  return group;
}

function addInterfaceEndpoints(stack: Stack, vpc: ec2.Vpc, group: ec2.SecurityGroup): void {
  for (const { id, service } of INTERFACE_ENDPOINTS) {
    const endpoint = new ec2.InterfaceVpcEndpoint(stack, id, {
      vpc,
      service,
      subnets: { subnetGroupName: "Private" },
      securityGroups: [group],
      // The group's one rule is written above; CDK would add its own.
      open: false,
      privateDnsEnabled: true,
    });
    endpoint.addToPolicy(fullAccess());
    nameTag(endpoint, service.shortName);
  }
}

function addGatewayEndpoint(stack: Stack, vpc: ec2.Vpc): void {
  const endpoint = new ec2.GatewayVpcEndpoint(stack, "S3Endpoint", {
    vpc,
    service: ec2.GatewayVpcEndpointAwsService.S3,
    subnets: [{ subnetGroupName: "Private" }],
  });
  endpoint.addToPolicy(fullAccess());
  nameTag(endpoint, "s3");
}

/** The statement of the policy that AWS gives an endpoint by default. */
function fullAccess(): iam.PolicyStatement {
  return new iam.PolicyStatement({ principals: [new iam.StarPrincipal()], actions: ["*"], resources: ["*"] });
}

function nameTag(construct: Construct | ec2.ISubnet, name: string): void {
  Tags.of(construct).add("Name", `${NAME}-${name}`);
}
