import { describe, expect, it } from "vitest";
import { mustAddress } from "../../../src/model/address.ts";
import { known } from "../../../src/model/known.ts";
import { gapsOf, only, read } from "./answers.ts";

const subnet = (id: string, third: number) => ({
  SubnetId: id,
  VpcId: "vpc-1",
  CidrBlock: `10.0.${third}.0/24`,
  MapPublicIpOnLaunch: false,
});
const Subnets = [subnet("subnet-1", 1), subnet("subnet-2", 2)];
const eni = (id: string, more: object = {}) => ({
  NetworkInterfaceId: id,
  VpcId: "vpc-1",
  SubnetId: "subnet-1",
  Status: "in-use",
  SourceDestCheck: true,
  Groups: [{ GroupId: "sg-1" }],
  PrivateIpAddress: "10.0.1.5",
  ...more,
});
const instance = (more: object = {}) => ({
  Instances: [{ InstanceId: "i-1", State: { Name: "running" }, ...more }],
});
const role = "arn:aws:iam::123456789012:role/app";

describe("interfaces", () => {
  it.each([
    [
      { InterfaceType: "nat_gateway", Description: "Interface for NAT Gateway nat-1" },
      "nat-gateway",
      "nat-1",
      0,
    ],
    [
      { InterfaceType: "vpc_endpoint", Description: "VPC Endpoint Interface vpce-1" },
      "endpoint",
      "vpce-1",
      0,
    ],
    [{ InterfaceType: "network_load_balancer", Description: "ELB net/n/1" }, "load-balancer", "net/n/1", 0],
    [{ InterfaceType: "interface", Description: "ELB app/a/1" }, "load-balancer", "app/a/1", 0],
    [
      { InterfaceType: "lambda", Description: "AWS Lambda VPC ENI-fn-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f" },
      "lambda",
      "fn",
      1,
    ],
    [{ Description: "RDSNetworkInterface" }, "unknown", "RDSNetworkInterface", 0],
    [{ Description: "something new" }, "unknown", "something new", 1],
    [{ Description: "", Status: "available" }, "unknown", "", 0],
  ])("%j", (more, client, owner, workloads) => {
    const { network } = read({ NetworkInterfaces: [eni("eni-1", more)] });
    expect(only(network, "networkInterfaces")).toMatchObject({ client, owner });
    expect(network.workloads.size).toBe(workloads);
  });

  it("takes addresses of both families, delegated prefixes, and public ones", () => {
    const { addresses, hasPublicIpv4 } = only(
      read({
        NetworkInterfaces: [
          eni("eni-1", {
            PrivateIpAddresses: [
              { PrivateIpAddress: "10.0.1.5" },
              { PrivateIpAddress: "10.0.1.6", Association: { PublicIp: "203.0.113.9" } },
            ],
            Ipv6Addresses: [{ Ipv6Address: "2001:db8::5" }],
            Ipv4Prefixes: [{ Ipv4Prefix: "10.0.1.16/28" }],
          }),
        ],
      }).network,
      "networkInterfaces",
    );
    expect(addresses.known && addresses.value).toHaveLength(2 + 16 + 1);
    expect(addresses.known && addresses.value).toContain(mustAddress("10.0.1.31"));
    expect(hasPublicIpv4).toEqual(known(true));
  });

  it("come from instances where nobody asked for them, and leave a gap", () => {
    const { network } = read({
      Reservations: [instance({ NetworkInterfaces: [eni("eni-1", { SourceDestCheck: false })] })],
    });
    expect(only(network, "networkInterfaces")).toMatchObject({
      id: "eni-1",
      owner: "i-1",
      client: "linux",
      sourceDestCheck: known(false),
    });
    expect(gapsOf(network)).toMatchObject({
      networkInterfaces: "aws ec2 describe-network-interfaces",
      workloads: "aws ec2 describe-network-interfaces",
    });
  });
});

describe("instances", () => {
  it("have a platform, a state, and the interfaces attached to them", () => {
    const { network } = read({
      Reservations: [
        instance({ Platform: "windows", State: { Name: "stopped" }, Tags: [{ Key: "Name", Value: "db" }] }),
      ],
      NetworkInterfaces: [
        eni("eni-1", { Attachment: { InstanceId: "i-1" } }),
        eni("eni-2", { Attachment: { InstanceId: "i-1" } }),
      ],
    });
    expect(only(network, "workloads")).toMatchObject({
      id: "i-1",
      aliases: ["db"],
      platform: "windows",
      state: "stopped",
      roles: known([]),
      networkInterfaces: ["eni-1", "eni-2"],
    });
    expect(network.networkInterfaces.get("eni-1" as never)?.client).toBe("windows");
  });

  const profile = { IamInstanceProfile: { Arn: "arn:aws:iam::123456789012:instance-profile/p" } };

  it("act under the role of their profile, or ask for it", () => {
    const held = { InstanceProfile: { InstanceProfileName: "p", Roles: [{ RoleName: "app", Arn: role }] } };
    const rolesOf = (...more: readonly object[]) =>
      only(read({ Reservations: [instance(profile)] }, ...more).network, "workloads").roles;
    expect(rolesOf()).toMatchObject({
      known: false,
      settledBy: "aws iam get-instance-profile --instance-profile-name p",
    });
    expect(rolesOf(held)).toEqual(known([role]));
  });

  it("have what their role may do, of whichever calls were made", () => {
    const held = { InstanceProfile: { InstanceProfileName: "p", Roles: [{ RoleName: "app", Arn: role }] } };
    const attached = [
      "list-attached-role-policies-app.json",
      { AttachedPolicies: [{ PolicyName: "own", PolicyArn: "arn:aws:iam::123456789012:policy/own" }] },
    ] as const;
    const inline = ["list-role-policies-app.json", { PolicyNames: ["in"] }] as const;
    const text = { RoleName: "app", PolicyName: "in", PolicyDocument: "%7B%22Statement%22%3A%5B%5D%7D" };
    const version = [
      "get-policy-version-own.json",
      { PolicyVersion: { Document: { Statement: [] }, VersionId: "v1" } },
    ] as const;
    const rows = [held, attached, inline, text, version];
    const documentsOf = (answers: typeof rows) => only(read(...answers).network, "roles").documents;
    const all = documentsOf(rows);
    expect(all.known && all.value.map(({ json }) => json)).toEqual([{ Statement: [] }, { Statement: [] }]);
    expect(documentsOf([held, inline])).toMatchObject({
      settledBy: "aws iam list-attached-role-policies --role-name app",
    });
    expect(documentsOf([held, attached])).toMatchObject({
      settledBy: "aws iam list-role-policies --role-name app",
    });
    expect(documentsOf([held, attached, inline, version])).toMatchObject({
      settledBy: "aws iam get-role-policy --role-name app --policy-name in",
    });
    expect(documentsOf([held, attached, inline, text])).toMatchObject({
      known: false,
      fact: "policy arn:aws:iam::123456789012:policy/own",
    });
  });

  it("have everything from get-account-authorization-details alone", () => {
    const detail = {
      RoleName: "app",
      Arn: role,
      AttachedManagedPolicies: [{ PolicyName: "own", PolicyArn: "arn:aws:iam::123456789012:policy/own" }],
      RolePolicyList: [{ PolicyName: "in", PolicyDocument: { Statement: [1] } }],
      InstanceProfileList: [{ InstanceProfileName: "p", Roles: [] }],
    };
    const policy = {
      PolicyName: "own",
      Arn: "arn:aws:iam::123456789012:policy/own",
      PolicyVersionList: [{ IsDefaultVersion: true, Document: { Statement: [2] } }],
    };
    const { network } = read(
      { Reservations: [instance(profile)] },
      { RoleDetailList: [detail], Policies: [policy] },
    );
    expect(only(network, "workloads").roles).toEqual(known([role]));
    const { documents } = only(network, "roles");
    expect(documents.known && documents.value.map(({ json }) => json)).toEqual([
      { Statement: [1] },
      { Statement: [2] },
    ]);
  });
});

describe("Auto Scaling groups", () => {
  const group = {
    AutoScalingGroupName: "web",
    VPCZoneIdentifier: "subnet-1,subnet-2",
    LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "$Latest" },
    Instances: [{ InstanceId: "i-1" }],
  };
  const version = (VersionNumber: number, group1: string) => ({
    LaunchTemplateId: "lt-1",
    VersionNumber,
    DefaultVersion: VersionNumber === 1,
    LaunchTemplateData: { SecurityGroupIds: [group1], UserData: btoa("dnf install x") },
  });
  const running = {
    Reservations: [instance()],
    NetworkInterfaces: [eni("eni-1", { Attachment: { InstanceId: "i-1" } })],
  };

  it("send from their members, and will from the subnets without one", () => {
    const { network } = read({
      Subnets,
      AutoScalingGroups: [group],
      ...running,
      LaunchTemplateVersions: [version(1, "sg-old"), version(2, "sg-new")],
    });
    const web = network.workloads.get("web" as never);
    expect(web).toMatchObject({
      kind: "auto-scaling-group",
      platform: "linux",
      networkInterfaces: ["eni-1", "web@subnet-2"],
      clues: [{ kind: "user-data", text: "dnf install x" }],
    });
    expect(network.networkInterfaces.get("web@subnet-2" as never)).toMatchObject({
      owner: "web",
      vpc: "vpc-1",
      groups: known(["sg-new"]),
      addresses: { known: false },
      hasPublicIpv4: known(false),
    });
  });

  it("ask for the template, and for a subnet that is not in the input", () => {
    const { network } = read({ AutoScalingGroups: [{ ...group, Instances: [] }] });
    const implied = network.networkInterfaces.get("web@subnet-1" as never);
    expect(implied?.groups).toMatchObject({
      settledBy: "aws ec2 describe-launch-template-versions --launch-template-id lt-1 --versions '$Latest'",
    });
    expect(network.unresolved.get(implied?.vpc ?? "")).toMatchObject({
      settledBy: "aws ec2 describe-subnets --subnet-ids subnet-1",
    });
  });
});

describe("Lambda functions", () => {
  const arn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
  const fn = (name: string, groups: readonly string[]) => ({
    FunctionName: name,
    FunctionArn: arn(name),
    Role: role,
    VpcConfig: { SubnetIds: ["subnet-1"], SecurityGroupIds: groups, VpcId: "vpc-1" },
    Environment: { Variables: { A: "b" } },
  });
  const shared = eni("eni-1", {
    InterfaceType: "lambda",
    Description: "AWS Lambda VPC ENI-first-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f",
  });

  it("share interfaces by subnet and groups, whatever the description says", () => {
    const { network } = read({
      Subnets,
      NetworkInterfaces: [shared],
      Functions: [fn("first", ["sg-1"]), fn("second", ["sg-1"]), fn("third", ["sg-3"])],
    });
    expect(
      [...network.workloads.values()].map(({ id, networkInterfaces }) => [id, networkInterfaces]),
    ).toEqual([
      ["first", ["eni-1"]],
      ["second", ["eni-1"]],
      ["third", ["third@subnet-1"]],
    ]);
    expect(network.workloads.get("first" as never)).toMatchObject({
      aliases: [arn("first")],
      roles: known([role]),
      clues: [{ kind: "environment", text: "A=b" }],
    });
    expect(only(network, "roles")).toMatchObject({
      id: role,
      managedPolicies: { settledBy: "aws iam list-attached-role-policies --role-name app" },
    });
  });

  it("are seen by their interfaces when nobody listed them, and are left out outside a VPC", () => {
    expect(only(read({ NetworkInterfaces: [shared] }).network, "workloads")).toMatchObject({
      id: "first",
      kind: "lambda",
      roles: { known: false },
    });
    const { network, unused } = read({ Functions: [{ FunctionName: "free", FunctionArn: arn("free") }] });
    expect(network.workloads.size).toBe(0);
    expect(unused).toMatchObject([{ reason: "free runs outside every VPC" }]);
    expect(only(read(fn("one", ["sg-1"])).network, "workloads").id).toBe("one");
  });
});

describe("ECS", () => {
  const cluster = "arn:aws:ecs:eu-west-1:123456789012:cluster/c";
  const definition = {
    taskDefinitionArn: "arn:td:1",
    executionRoleArn: role,
    containerDefinitions: [
      {
        image: "nginx",
        logConfiguration: { logDriver: "awslogs" },
        secrets: [{ name: "S", valueFrom: "arn:s" }],
        environment: [],
      },
    ],
  };
  const service = {
    serviceName: "web",
    serviceArn: "arn:aws:ecs:eu-west-1:123456789012:service/c/web",
    clusterArn: cluster,
    taskDefinition: "arn:td:1",
    runningCount: 1,
    launchType: "FARGATE",
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: ["subnet-1", "subnet-2"],
        securityGroups: ["sg-1"],
        assignPublicIp: "DISABLED",
      },
    },
  };
  const task = (group: string) => ({
    taskArn: "arn:aws:ecs:eu-west-1:123456789012:task/c/abc",
    clusterArn: cluster,
    group,
    taskDefinitionArn: "arn:td:1",
    lastStatus: "RUNNING",
    attachments: [{ details: [{ name: "networkInterfaceId", value: "eni-1" }] }],
  });

  it("services send from their tasks, and will from the other subnets", () => {
    const { network } = read(
      { Subnets, NetworkInterfaces: [eni("eni-1")] },
      { services: [service] },
      { tasks: [task("service:web")] },
      { taskDefinition: definition },
    );
    expect(only(network, "workloads")).toMatchObject({
      id: "web",
      kind: "ecs-service",
      aliases: ["c/web", service.serviceArn],
      networkInterfaces: ["eni-1", "web@subnet-2"],
      roles: known([]),
      executionRoles: known([role]),
      clues: [
        { kind: "image", text: "nginx" },
        { kind: "log-driver", text: "awslogs" },
        { kind: "secret", text: "arn:s" },
        { kind: "launch-type", text: "FARGATE" },
      ],
    });
  });

  it("containers tell of their files, credentials and collectors, and services of ECS Exec", () => {
    const containerDefinitions = [
      {
        image: "nginx",
        environmentFiles: [{ type: "s3", value: "arn:aws:s3:::b/x.env" }],
        repositoryCredentials: { credentialsParameter: "arn:aws:secretsmanager:r:1:secret:hub" },
        logConfiguration: { logDriver: "splunk", options: { "splunk-url": "https://x.splunkcloud.com" } },
      },
    ];
    const { network } = read(
      { Subnets, NetworkInterfaces: [] },
      { services: [{ ...service, enableExecuteCommand: true }] },
      { taskDefinition: { ...definition, containerDefinitions } },
    );
    expect(only(network, "workloads").clues.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      "image: nginx",
      "log-collector: https://x.splunkcloud.com",
      "secret: arn:aws:secretsmanager:r:1:secret:hub",
      "environment-file: arn:aws:s3:::b/x.env",
      "launch-type: FARGATE",
      "ecs-exec: true",
    ]);
  });

  it("tasks of no service stand for themselves, and a definition not asked for is unknown", () => {
    const { network } = read({ NetworkInterfaces: [eni("eni-1")] }, { tasks: [task("family:job")] });
    expect(only(network, "workloads")).toMatchObject({
      id: "abc",
      kind: "ecs-task",
      networkInterfaces: ["eni-1"],
      roles: { settledBy: "aws ecs describe-task-definition --task-definition arn:td:1" },
    });
  });
});

describe("EKS node groups", () => {
  it("are their instances, and in other subnets nodes with the cluster's group", () => {
    const nodegroup = {
      nodegroupName: "ng",
      clusterName: "k",
      subnets: ["subnet-1", "subnet-2"],
      nodeRole: role,
      amiType: "AL2023_x86_64_STANDARD",
    };
    const tags = [
      { Key: "eks:nodegroup-name", Value: "ng" },
      { Key: "eks:cluster-name", Value: "k" },
    ];
    const { network } = read(
      {
        Subnets,
        NetworkInterfaces: [eni("eni-1", { Attachment: { InstanceId: "i-1" } })],
        Reservations: [instance({ Tags: tags })],
      },
      { nodegroup },
      { cluster: { name: "k", resourcesVpcConfig: { clusterSecurityGroupId: "sg-k" } } },
    );
    expect(network.workloads.get("ng" as never)).toMatchObject({
      kind: "eks-nodegroup",
      state: "running",
      roles: known([role]),
      networkInterfaces: ["eni-1", "ng@subnet-2"],
    });
    expect(network.networkInterfaces.get("ng@subnet-2" as never)?.groups).toEqual(known(["sg-k"]));
  });

  it("tell how they reach the API server, and which add-ons run on them", () => {
    const nodegroup = { nodegroupName: "ng", clusterName: "k", subnets: ["subnet-1"], nodeRole: role };
    const cluesWith = (...answers: readonly object[]) =>
      read({ Subnets, NetworkInterfaces: [] }, { nodegroup }, ...answers).network.workloads.get("ng" as never)
        ?.clues;
    const cluster = (endpointPrivateAccess: boolean) => ({
      cluster: { name: "k", resourcesVpcConfig: { endpointPrivateAccess } },
    });
    expect(cluesWith(cluster(true), { addon: { addonName: "vpc-cni", clusterName: "k" } })).toMatchObject([
      { kind: "eks-cluster", text: "private access" },
      { kind: "eks-addon", text: "vpc-cni" },
    ]);
    expect(cluesWith(cluster(false))).toMatchObject([{ text: "public access only" }]);
    expect(cluesWith()).toMatchObject([{ missing: { settledBy: "aws eks describe-cluster --name k" } }]);
  });
});
