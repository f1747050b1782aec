import { describe, expect, it } from "vitest";
import { readAccount } from "../../../src/readers/aws/index.ts";
import type { Snapshot } from "../../../src/readers/aws/index.ts";
import { readDescribe } from "../../../src/readers/describe/index.ts";
import type { Reading } from "../../../src/model/network.ts";
import { createAccount, refusal } from "./account.ts";
import type { Account } from "./account.ts";

const account = "123456789012";

function read(one: Account, region = "eu-west-1"): Promise<Snapshot> {
  return readAccount({ account, regions: [{ region, call: one.call }] });
}

function valueOf({ files }: Snapshot, name: string): unknown {
  return files.find(({ path }) => path.endsWith(`/${name}.json`))?.value;
}

function describeOf({ files }: Snapshot): Reading {
  return readDescribe(
    files.map(({ path, value }) => ({ path: `snapshot/${path}`, value, text: JSON.stringify(value) })),
    { region: undefined },
  );
}

const gapsOf = (reading: Reading) =>
  Object.fromEntries(
    [...reading.network.gaps.values()].flatMap((gaps) =>
      [...gaps].map(([table, gap]) => [table, gap.settledBy]),
    ),
  );

describe("an account with nothing in it", () => {
  it("is whole: every call has answered, and no table is missing", async () => {
    const snapshot = await read(
      createAccount({
        DescribeVpcBlockPublicAccessOptions: {
          VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: "off" },
        },
      }),
    );
    expect(snapshot.refused).toEqual([]);
    expect(valueOf(snapshot, "ec2-describe-vpcs")).toEqual({ Vpcs: [] });
    expect(gapsOf(describeOf(snapshot))).toEqual({});
    expect(describeOf(snapshot).unused).toEqual([]);
  });
});

describe("what Lambda polls", () => {
  const kafka = "arn:aws:kafka:eu-west-1:123456789012:cluster/orders/0a1b-2";
  const broker = "arn:aws:mq:eu-west-1:123456789012:broker:mail:b-0a1b";
  const document = "arn:aws:rds:eu-west-1:123456789012:cluster:people";
  const mapping = (EventSourceArn: string, index: number) => ({
    UUID: `u-${index}`,
    FunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:f",
    State: "Enabled",
    EventSourceArn,
  });

  it("is asked about by its ARN, and stands where the answers say", async () => {
    const queue = "arn:aws:sqs:eu-west-1:123456789012:queue";
    const one = createAccount({
      ListEventSourceMappings: { EventSourceMappings: [kafka, broker, document, queue].map(mapping) },
      DescribeClusterV2: {
        ClusterInfo: {
          ClusterArn: kafka,
          Provisioned: { BrokerNodeGroupInfo: { ClientSubnets: ["subnet-k"], SecurityGroups: ["sg-k"] } },
        },
      },
      DescribeBroker: {
        BrokerArn: broker,
        BrokerId: "b-0a1b",
        EngineType: "ACTIVEMQ",
        SubnetIds: ["subnet-b"],
        SecurityGroups: ["sg-b"],
      },
      DescribeDBClusters: {
        DBClusters: [
          {
            DBClusterArn: document,
            DBSubnetGroup: "inner",
            VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-d" }],
          },
        ],
      },
      DescribeDBSubnetGroups: {
        DBSubnetGroups: [{ DBSubnetGroupName: "inner", Subnets: [{ SubnetIdentifier: "subnet-d" }] }],
      },
    });
    const { network } = describeOf(await read(one));
    const places = [...network.workloads.values()]
      .filter(({ kind }) => kind === "event-source-mapping")
      .flatMap(({ networkInterfaces }) => networkInterfaces)
      .map((id) => network.networkInterfaces.get(id)?.subnet);
    expect(places).toEqual(["subnet-k", "subnet-b", "subnet-d"].map((value) => ({ known: true, value })));
    const about = ["DescribeClusterV2", "DescribeBroker", "DescribeDBClusters", "DescribeDBSubnetGroups"];
    expect(one.asked.filter(({ operation }) => about.includes(operation)).map(({ input }) => input)).toEqual([
      { ClusterArn: kafka },
      { BrokerId: "b-0a1b" },
      { DBClusterIdentifier: "people" },
      { DBSubnetGroupName: "inner" },
    ]);
  });
});

describe("pages", () => {
  it("are joined, with nothing left of the paging", async () => {
    const one = createAccount({
      DescribeSubnets: ({ NextToken }) =>
        NextToken === undefined
          ? { Subnets: [{ SubnetId: "subnet-1" }], NextToken: "two" }
          : { Subnets: [{ SubnetId: "subnet-2" }] },
    });
    expect(valueOf(await read(one), "ec2-describe-subnets")).toEqual({
      Subnets: [{ SubnetId: "subnet-1" }, { SubnetId: "subnet-2" }],
    });
    expect(
      one.asked.filter(({ operation }) => operation === "DescribeSubnets").map(({ input }) => input),
    ).toEqual([{}, { NextToken: "two" }]);
  });

  it.each([
    ["ListFunctions", "Marker", { NextMarker: "two" }, "lambda-list-functions", "Functions"],
    [
      "ListHostedZones",
      "Marker",
      { NextMarker: "two", IsTruncated: true },
      "route53-list-hosted-zones",
      "HostedZones",
    ],
    [
      "ListResolverRules",
      "NextToken",
      { NextToken: "two" },
      "route53resolver-list-resolver-rules",
      "ResolverRules",
    ],
    [
      "DescribeAutoScalingGroups",
      "NextToken",
      { NextToken: "two" },
      "autoscaling-describe-auto-scaling-groups",
      "AutoScalingGroups",
    ],
  ])("of %s go on with %s", async (operation, field, more, file, list) => {
    const one = createAccount({
      [operation]: (input: Readonly<Record<string, unknown>>) =>
        input[field] === "two" ? { [list]: [{ n: 2 }], IsTruncated: false } : { [list]: [{ n: 1 }], ...more },
    });
    expect(valueOf(await read(one), file)).toEqual({ [list]: [{ n: 1 }, { n: 2 }] });
  });

  it("of IAM and of records end where the answer says so, whatever token stands beside", async () => {
    const one = createAccount({
      GetAccountAuthorizationDetails: ({ Marker }) =>
        Marker === undefined
          ? { RoleDetailList: [{ RoleName: "a" }], IsTruncated: true, Marker: "m" }
          : { RoleDetailList: [{ RoleName: "b" }], IsTruncated: false, Marker: "m" },
    });
    expect(valueOf(await read(one), "iam-get-account-authorization-details")).toEqual({
      RoleDetailList: [{ RoleName: "a" }, { RoleName: "b" }],
      Policies: [],
    });
  });

  it("leave nothing behind when a later one is refused", async () => {
    const one = createAccount({
      DescribeSubnets: ({ NextToken }) =>
        NextToken === undefined
          ? { Subnets: [{ SubnetId: "subnet-1" }], NextToken: "two" }
          : refusal("failed"),
    });
    const snapshot = await read(one);
    expect(valueOf(snapshot, "ec2-describe-subnets")).toBeUndefined();
    expect(gapsOf(describeOf(snapshot))).toMatchObject({ subnets: "aws ec2 describe-subnets" });
  });

  it("that lead round in a circle are a refusal, not a loop", async () => {
    const one = createAccount({ DescribeSubnets: { Subnets: [], NextToken: "again" } });
    expect((await read(one)).refused).toMatchObject([{ call: "ec2 describe-subnets", because: "failed" }]);
  });
});

describe("answers", () => {
  it("are as the CLI prints them: dates in ISO, documents decoded, nothing absent", async () => {
    const one = createAccount({
      DescribeNatGateways: {
        NatGateways: [{ NatGatewayId: "nat-1", CreateTime: new Date(0), SubnetId: undefined }],
      },
      GetAccountAuthorizationDetails: {
        RoleDetailList: [
          { RoleName: "r", AssumeRolePolicyDocument: "%7B%22Version%22%3A%222012-10-17%22%7D" },
        ],
      },
      DescribeVpcEndpoints: {
        VpcEndpoints: [{ VpcEndpointId: "vpce-1", PolicyDocument: '{"Version":"2008-10-17"}' }],
      },
    });
    const snapshot = await read(one);
    expect(valueOf(snapshot, "ec2-describe-nat-gateways")).toEqual({
      NatGateways: [{ NatGatewayId: "nat-1", CreateTime: "1970-01-01T00:00:00.000Z" }],
    });
    expect(valueOf(snapshot, "iam-get-account-authorization-details")).toMatchObject({
      RoleDetailList: [{ AssumeRolePolicyDocument: { Version: "2012-10-17" } }],
    });
    expect(valueOf(snapshot, "ec2-describe-vpc-endpoints")).toMatchObject({
      VpcEndpoints: [{ PolicyDocument: '{"Version":"2008-10-17"}' }],
    });
  });
});

describe("what is asked one by one", () => {
  it("asks both DNS attributes of each VPC", async () => {
    const one = createAccount({
      DescribeVpcs: { Vpcs: [vpc("vpc-1"), vpc("vpc-2")] },
      DescribeVpcAttribute: ({ VpcId, Attribute }) =>
        Attribute === "enableDnsSupport"
          ? { VpcId, EnableDnsSupport: { Value: true } }
          : { VpcId, EnableDnsHostnames: { Value: VpcId === "vpc-2" } },
    });
    const { network } = describeOf(await read(one));
    expect([...network.vpcs.values()]).toMatchObject([
      { id: "vpc-1", enableDnsSupport: { value: true }, enableDnsHostnames: { value: false } },
      { id: "vpc-2", enableDnsSupport: { value: true }, enableDnsHostnames: { value: true } },
    ]);
  });

  it("names in an answer what it is about where the answer does not: prefix lists and transit tables", async () => {
    const one = createAccount({
      DescribeManagedPrefixLists: {
        PrefixLists: [
          { PrefixListId: "pl-1a", PrefixListName: "own" },
          { PrefixListId: "pl-2b", PrefixListName: "none" },
        ],
      },
      GetManagedPrefixListEntries: ({ PrefixListId }) =>
        PrefixListId === "pl-1a" ? { Entries: [{ Cidr: "10.1.0.0/16" }] } : {},
      DescribeTransitGateways: { TransitGateways: [{ TransitGatewayId: "tgw-1", State: "available" }] },
      DescribeTransitGatewayRouteTables: {
        TransitGatewayRouteTables: [
          { TransitGatewayRouteTableId: "tgw-rtb-0a", TransitGatewayId: "tgw-1", State: "available" },
        ],
      },
      SearchTransitGatewayRoutes: {
        Routes: [{ DestinationCidrBlock: "10.2.0.0/16", State: "blackhole", Type: "static" }],
        AdditionalRoutesAvailable: false,
      },
    });
    const { network } = describeOf(await read(one));
    expect([...network.prefixLists.values()]).toMatchObject([
      { id: "pl-1a", entries: { value: [{ text: "10.1.0.0/16" }] } },
      { id: "pl-2b", entries: { value: [] } },
    ]);
    expect([...network.transitGatewayRouteTables.values()]).toMatchObject([
      { id: "tgw-rtb-0a", routes: { value: [{ state: "blackhole" }] } },
    ]);
  });

  it("reads private zones with their VPCs and records, and the zones of others", async () => {
    const one = createAccount({
      DescribeVpcs: { Vpcs: [vpc("vpc-1")] },
      ListHostedZones: {
        HostedZones: [zone("Z1PRIVATE", "corp.example.", true), zone("Z2PUBLIC", "example.com.", false)],
        IsTruncated: false,
      },
      GetHostedZone: {
        HostedZone: zone("Z1PRIVATE", "corp.example.", true),
        VPCs: [{ VPCId: "vpc-1", VPCRegion: "eu-west-1" }],
      },
      ListResourceRecordSets: ({ HostedZoneId, StartRecordName }) =>
        HostedZoneId !== "Z1PRIVATE"
          ? refusal("failed")
          : StartRecordName === undefined
            ? {
                ResourceRecordSets: [
                  { Name: "a.corp.example.", Type: "A", ResourceRecords: [{ Value: "10.0.0.9" }] },
                ],
                IsTruncated: true,
                NextRecordName: "b.corp.example.",
                NextRecordType: "A",
                MaxItems: 1,
              }
            : {
                ResourceRecordSets: [
                  { Name: "b.corp.example.", Type: "A", ResourceRecords: [{ Value: "10.0.0.8" }] },
                ],
                IsTruncated: false,
                MaxItems: 1,
              },
      ListHostedZonesByVPC: {
        HostedZoneSummaries: [
          { HostedZoneId: "Z1PRIVATE", Name: "corp.example.", Owner: { OwningAccount: account } },
          { HostedZoneId: "Z3OTHER", Name: "other.example.", Owner: { OwningAccount: "999999999999" } },
          {
            HostedZoneId: "Z4EFS",
            Name: "fs-1.efs.eu-west-1.amazonaws.com.",
            Owner: { OwningService: "efs.amazonaws.com" },
          },
        ],
        MaxItems: 100,
      },
    });
    const snapshot = await read(one);
    expect(snapshot.refused).toEqual([]);
    expect(one.asked.find(({ operation }) => operation === "ListHostedZonesByVPC")?.input).toEqual({
      VPCId: "vpc-1",
      VPCRegion: "eu-west-1",
    });
    const { network } = describeOf(snapshot);
    expect([...network.hostedZones.keys()].sort()).toEqual(["Z1PRIVATE", "Z2PUBLIC", "Z3OTHER"]);
    expect(network.hostedZones.get("Z1PRIVATE" as never)).toMatchObject({
      vpcs: { value: ["vpc-1"] },
      records: { value: [{ name: "a.corp.example" }, { name: "b.corp.example" }] },
    });
    expect(network.hostedZones.get("Z3OTHER" as never)).toMatchObject({
      vpcs: { known: false },
      visibility: "private",
    });
  });

  it("reads services, tasks and what they run, in lots as small as ECS takes", async () => {
    const arns = Array.from(
      { length: 12 },
      (_, index) => `arn:aws:ecs:eu-west-1:${account}:service/main/s${index}`,
    );
    const definition = `arn:aws:ecs:eu-west-1:${account}:task-definition/web:1`;
    const one = createAccount({
      ListClusters: { clusterArns: [`arn:aws:ecs:eu-west-1:${account}:cluster/main`] },
      ListServices: ({ nextToken }) =>
        nextToken === undefined
          ? { serviceArns: arns.slice(0, 10), nextToken: "n" }
          : { serviceArns: arns.slice(10) },
      DescribeServices: ({ services }) => ({
        services: (services as string[]).map((serviceArn) => ({
          serviceArn,
          serviceName: serviceArn.split("/").at(-1),
          clusterArn: `arn:aws:ecs:eu-west-1:${account}:cluster/main`,
          status: "ACTIVE",
          taskDefinition: definition,
        })),
        failures: [],
      }),
      DescribeTaskDefinition: {
        taskDefinition: {
          taskDefinitionArn: definition,
          containerDefinitions: [{ image: "public.ecr.aws/x:1" }],
        },
      },
    });
    const snapshot = await read(one);
    const asked = one.asked.filter(({ operation }) => operation === "DescribeServices");
    expect(asked.map(({ input }) => (input["services"] as string[]).length)).toEqual([10, 2]);
    expect(one.asked.filter(({ operation }) => operation === "DescribeTaskDefinition")).toHaveLength(1);
    const { network } = describeOf(snapshot);
    expect(network.workloads.size).toBe(12);
    expect(network.workloads.get("s11" as never)).toMatchObject({ clues: [{ kind: "image" }] });
  });

  it("reads the versions of launch templates that groups and node groups name", async () => {
    const one = createAccount({
      DescribeAutoScalingGroups: {
        AutoScalingGroups: [
          {
            AutoScalingGroupName: "a",
            LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "3" },
            Instances: [],
          },
          {
            AutoScalingGroupName: "b",
            MixedInstancesPolicy: {
              LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: "lt-1" } },
            },
            Instances: [],
          },
        ],
      },
      // ECS has an operation of the same name, with another field.
      ListClusters: { clusters: ["k"] },
      ListNodegroups: { nodegroups: ["n"] },
      DescribeNodegroup: {
        nodegroup: { nodegroupName: "n", clusterName: "k", launchTemplate: { name: "nodes", version: "1" } },
      },
      DescribeCluster: { cluster: { name: "k", resourcesVpcConfig: { clusterSecurityGroupId: "sg-1" } } },
    });
    const snapshot = await read(one);
    const asked = one.asked.filter(({ operation }) => operation === "DescribeLaunchTemplateVersions");
    expect(asked.map(({ input }) => input)).toEqual([
      { LaunchTemplateId: "lt-1", Versions: ["3", "$Default"] },
      { LaunchTemplateName: "nodes", Versions: ["1"] },
    ]);
    expect([...describeOf(snapshot).network.workloads.keys()].sort()).toEqual(["a", "b", "n"]);
  });

  it("leaves alone what is terminated", async () => {
    const one = createAccount({
      DescribeInstances: {
        Reservations: [
          { Instances: [{ InstanceId: "i-1", State: { Name: "running" } }] },
          { Instances: [{ InstanceId: "i-2", State: { Name: "terminated" } }] },
        ],
      },
      DescribeInstanceAttribute: ({ InstanceId }) => ({
        InstanceId,
        UserData: { Value: btoa("curl https://example.com") },
      }),
    });
    const { network } = describeOf(await read(one));
    expect(one.asked.filter(({ operation }) => operation === "DescribeInstanceAttribute")).toHaveLength(1);
    expect(network.workloads.get("i-1" as never)).toMatchObject({
      clues: [{ text: "curl https://example.com" }],
    });
  });
});

describe("Systems Manager", () => {
  it("is asked for the account's own session documents, and for the text of each", async () => {
    const name = "SSM-SessionManagerRunShell";
    const one = createAccount({
      ListDocuments: ({ Filters }) => ({
        DocumentIdentifiers: JSON.stringify(Filters).includes("Self")
          ? [{ Name: name, DocumentType: "Session" }]
          : [],
      }),
      GetDocument: ({ Name }) => ({
        Name,
        DocumentType: "Session",
        Content: JSON.stringify({ inputs: { kmsKeyId: "alias/a" } }),
      }),
    });
    const { network } = describeOf(await read(one));
    expect([...network.sessionDocuments.values()]).toMatchObject([
      { documentName: name, inputs: { value: { kmsKeyId: "alias/a" } } },
    ]);
  });

  it("is asked for the images of instances by their names", async () => {
    const one = createAccount({
      DescribeInstances: {
        Reservations: [
          { Instances: [{ InstanceId: "i-1", ImageId: "ami-1", State: { Name: "running" } }] },
          { Instances: [{ InstanceId: "i-2", ImageId: "ami-1", State: { Name: "running" } }] },
        ],
      },
      DescribeImages: { Images: [{ ImageId: "ami-1", Name: "al2023-ami-x" }] },
    });
    const { network } = describeOf(await read(one));
    expect(network.workloads.get("i-2" as never)).toMatchObject({ image: "al2023-ami-x" });
    expect(one.asked.filter(({ operation }) => operation === "DescribeImages")).toHaveLength(1);
  });
});

describe("refusals", () => {
  it.each([
    ["DescribeSubnets", "subnets", "aws ec2 describe-subnets"],
    ["DescribeRouteTables", "routeTables", "aws ec2 describe-route-tables"],
    ["DescribeInstances", "workloads", "aws ec2 describe-instances"],
    ["DescribeInstanceInformation", "managedInstances", "aws ssm describe-instance-information"],
    ["ListHostedZones", "hostedZones", "aws route53 list-hosted-zones"],
    ["ListResolverRules", "resolverRules", "aws route53resolver list-resolver-rules"],
    ["GetAccountAuthorizationDetails", "roles", "aws iam get-account-authorization-details"],
  ])("of %s leave %s unknown, settled by the call", async (operation, table, settledBy) => {
    const snapshot = await read(createAccount({ [operation]: refusal("denied") }));
    expect(snapshot.refused).toMatchObject([
      {
        account,
        region: "eu-west-1",
        because: "denied",
        action: expect.stringMatching(new RegExp(`:${operation}$`)),
      },
    ]);
    expect(gapsOf(describeOf(snapshot))).toMatchObject({ [table]: settledBy });
  });

  it("of one thing among many leave only that one unknown", async () => {
    const one = createAccount({
      DescribeVpcs: { Vpcs: [vpc("vpc-1"), vpc("vpc-2")] },
      DescribeVpcAttribute: ({ VpcId }) =>
        VpcId === "vpc-1" ? refusal("denied") : { VpcId, EnableDnsSupport: { Value: true } },
    });
    const snapshot = await read(one);
    const { network } = describeOf(snapshot);
    expect(network.vpcs.get("vpc-1" as never)).toMatchObject({
      enableDnsSupport: {
        known: false,
        settledBy: "aws ec2 describe-vpc-attribute --vpc-id vpc-1 --attribute enableDnsSupport",
      },
    });
    expect(network.vpcs.get("vpc-2" as never)).toMatchObject({ enableDnsSupport: { value: true } });
    expect(snapshot.refused.every(({ times }) => times === 1)).toBe(true);
  });

  it("are not collected a thousand times over", async () => {
    const ids = Array.from({ length: 500 }, (_, index) => `pl-${index.toString(16)}`);
    const one = createAccount({
      DescribeManagedPrefixLists: { PrefixLists: ids.map((PrefixListId) => ({ PrefixListId })) },
      GetManagedPrefixListEntries: refusal("denied"),
    });
    const snapshot = await read(one);
    expect(
      one.asked.filter(({ operation }) => operation === "GetManagedPrefixListEntries").length,
    ).toBeLessThan(10);
    expect(snapshot.refused).toMatchObject([{ action: "ec2:GetManagedPrefixListEntries", times: 500 }]);
  });

  it("that something is gone say nothing of the others", async () => {
    const one = createAccount({
      DescribeManagedPrefixLists: {
        PrefixLists: ["pl-1", "pl-2", "pl-3", "pl-4"].map((PrefixListId) => ({ PrefixListId })),
      },
      GetManagedPrefixListEntries: ({ PrefixListId }) =>
        PrefixListId === "pl-4" ? { Entries: [] } : refusal("gone"),
    });
    expect((await read(one)).refused).toMatchObject([{ because: "gone", times: 3 }]);
  });
});

describe("several Regions", () => {
  it("ask what is the account's once, in the first that is open", async () => {
    const off = createAccount({ DescribeVpcs: refusal("region-off") });
    const first = createAccount({});
    const second = createAccount({});
    const snapshot = await readAccount({
      account,
      regions: [
        { region: "me-south-1", call: off.call },
        { region: "eu-west-1", call: first.call },
        { region: "us-east-1", call: second.call },
      ],
    });
    const roles = (one: Account) =>
      one.asked.filter(({ operation }) => operation === "GetAccountAuthorizationDetails");
    expect([roles(off), roles(first), roles(second)].map(({ length }) => length)).toEqual([0, 1, 0]);
    expect(off.asked).toHaveLength(1);
    expect(snapshot.refused).toMatchObject([{ region: "me-south-1", because: "region-off" }]);
    const reading = describeOf(snapshot);
    expect([...reading.network.scopes.keys()].sort()).toEqual([
      `${account}/eu-west-1`,
      `${account}/us-east-1`,
    ]);
    expect(gapsOf(reading)).not.toHaveProperty("roles");
  });
});

function vpc(id: string): object {
  return {
    VpcId: id,
    CidrBlock: "10.0.0.0/16",
    CidrBlockAssociationSet: [{ CidrBlock: "10.0.0.0/16", CidrBlockState: { State: "associated" } }],
    DhcpOptionsId: "dopt-1",
    OwnerId: account,
  };
}

function zone(id: string, name: string, isPrivate: boolean): object {
  return { Id: `/hostedzone/${id}`, Name: name, Config: { PrivateZone: isPrivate } };
}
