import { describe, expect, it } from "vitest";
import { clues, doubtful, ground, interfaces, plain, read, row, told } from "./read.ts";

const estate = (resources: string) =>
  read(
    `${ground}
  Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: g, VpcId: !Ref Vpc } }
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }
  Profile: { Type: AWS::IAM::InstanceProfile, Properties: { Roles: [!Ref Role] } }
${resources}`,
    { head: doubtful },
  );
const one = (type: string, properties: string, more = "") =>
  estate(`  One: { Type: ${type}, Properties: { ${properties} } }\n${more}`);
const linux = '"{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}"';
const windows = '"{{resolve:ssm:/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base}}"';

describe("an instance", () => {
  it.each([
    { properties: "SubnetId: !Ref Subnet", is: "Vpc/Subnet Vpc.default any private unknown" },
    {
      properties: "SubnetId: !Ref Subnet, SecurityGroupIds: [!Ref Group, sg-1]",
      is: "Vpc/Subnet Group+sg-1 any private unknown",
    },
    {
      properties: "SubnetId: !Ref Subnet, PrivateIpAddress: 10.0.0.9",
      is: "Vpc/Subnet Vpc.default 10.0.0.9 private unknown",
    },
    {
      properties: `SubnetId: !Ref Subnet, ImageId: ${linux}`,
      is: "Vpc/Subnet Vpc.default any private linux",
    },
    {
      properties: `SubnetId: !Ref Subnet, ImageId: ${windows}`,
      is: "Vpc/Subnet Vpc.default any private windows",
    },
    { properties: "SubnetId: !Ref Subnet, ImageId: ami-1", is: "Vpc/Subnet Vpc.default any private unknown" },
    {
      properties:
        "NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: !Ref Subnet, GroupSet: [!Ref Group], AssociatePublicIpAddress: true, PrivateIpAddress: 10.0.0.7 }]",
      is: "Vpc/Subnet Group 10.0.0.7 public unknown",
    },
  ])("with { $properties } is at $is", ({ properties, is }) => {
    const reading = one("AWS::EC2::Instance", properties);
    expect(interfaces(reading)).toEqual({ "One@Subnet": is });
    expect(row(reading, "workloads", "One")).toMatchObject({
      kind: "instance",
      state: "planned",
      networkInterfaces: ["One@Subnet"],
    });
  });

  it("has a public address by its subnet or an Elastic IP", () => {
    const mapped = ground.replace(
      "CidrBlock: 10.0.0.0/24",
      "CidrBlock: 10.0.0.0/24, MapPublicIpOnLaunch: true",
    );
    const instance = "  One: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref Subnet } }";
    expect(interfaces(read(`${mapped}${instance}`))["One@Subnet"]).toContain(" public ");
    for (const elastic of [
      "  Ip: { Type: AWS::EC2::EIP, Properties: { InstanceId: !Ref One } }",
      "  Ip: { Type: AWS::EC2::EIPAssociation, Properties: { InstanceId: !Ref One, AllocationId: e } }",
    ]) {
      expect(interfaces(read(`${ground}${instance}\n${elastic}`))["One@Subnet"]).toContain(" public ");
    }
  });

  it("has what its launch template adds", () => {
    const template = `
  Template: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateName: mine, LaunchTemplateData: { ImageId: ${linux}, SecurityGroupIds: [!Ref Group], IamInstanceProfile: { Arn: !GetAtt Profile.Arn }, UserData: !Base64 "echo template" } } }`;
    for (const named of ["LaunchTemplateId: !Ref Template", "LaunchTemplateName: mine"]) {
      const reading = one(
        "AWS::EC2::Instance",
        `SubnetId: !Ref Subnet, LaunchTemplate: { ${named}, Version: 1 }`,
        template,
      );
      expect(interfaces(reading)["One@Subnet"]).toBe("Vpc/Subnet Group any private linux");
      expect(plain(row(reading, "workloads", "One").roles)).toEqual(["Role"]);
      expect(clues(reading, "One")).toEqual(["user-data: echo template"]);
    }
    const own = one(
      "AWS::EC2::Instance",
      "SubnetId: !Ref Subnet, SecurityGroupIds: [sg-1], LaunchTemplate: { LaunchTemplateId: !Ref Template, Version: 1 }",
      template,
    );
    expect(interfaces(own)["One@Subnet"]).toContain(" sg-1 ");
  });

  it("of an outside launch template has groups and roles that nobody knows", () => {
    const reading = one(
      "AWS::EC2::Instance",
      "SubnetId: !Ref Subnet, LaunchTemplate: { LaunchTemplateId: lt-1, Version: 1 }",
    );
    expect(interfaces(reading)["One@Subnet"]).toMatch(/\? launch template lt-1/);
    expect(row(reading, "workloads", "One").roles.known).toBe(false);
  });

  it("without a subnet is in the default VPC", () => {
    const reading = read("  One: { Type: AWS::EC2::Instance, Properties: { ImageId: ami-1 } }");
    expect(Object.keys(interfaces(reading))).toEqual(["One@unknown-subnet"]);
    expect(row(reading, "networkInterfaces", "One@unknown-subnet").subnet).toMatchObject({
      fact: "a default subnet of the default VPC of eu-west-1",
    });
  });

  it("passes packets of others on when told so", () => {
    const reading = one("AWS::EC2::Instance", "SubnetId: !Ref Subnet, SourceDestCheck: false");
    expect(plain(row(reading, "networkInterfaces", "One@Subnet").sourceDestCheck)).toBe(false);
  });

  it.each([
    { data: '!Base64 "yum update"', is: "yum update" },
    { data: "eXVtIHVwZGF0ZQ==", is: "yum update" },
    {
      data: '!Base64 { "Fn::Sub": "aws s3 cp s3://${Bucket}/x . --region ${AWS::Region}" }',
      is: "aws s3 cp s3://${Bucket}/x . --region eu-west-1",
    },
  ])("shows its user data $data in clear", ({ data, is }) => {
    const bucket = "  Bucket: { Type: AWS::S3::Bucket }";
    expect(
      clues(one("AWS::EC2::Instance", `SubnetId: !Ref Subnet, UserData: ${data}`, bucket), "One"),
    ).toEqual([`user-data: ${is}`]);
  });

  it("that may not exist is judged as if it ran, in a state that nobody knows", () => {
    const reading = estate(
      "  One: { Type: AWS::EC2::Instance, Condition: Maybe, Properties: { SubnetId: !Ref Subnet } }",
    );
    expect(row(reading, "workloads", "One").state).toBe("unknown");
  });
});

describe("a network interface", () => {
  const eni =
    "SubnetId: !Ref Subnet, GroupSet: [!Ref Group], PrivateIpAddress: 10.0.0.8, SourceDestCheck: false";

  it("is a workload of its own while nothing has it", () => {
    const reading = one("AWS::EC2::NetworkInterface", eni);
    expect(interfaces(reading)).toEqual({ One: "Vpc/Subnet Group 10.0.0.8 private unknown" });
    expect(row(reading, "workloads", "One")).toMatchObject({ kind: "interface", networkInterfaces: ["One"] });
  });

  it.each([
    {
      side: "attachment",
      more: "  Attach: { Type: AWS::EC2::NetworkInterfaceAttachment, Properties: { InstanceId: !Ref Machine, NetworkInterfaceId: !Ref One, DeviceIndex: 1 } }",
      list: "SubnetId: !Ref Subnet",
    },
    {
      side: "instance",
      more: "",
      list: "NetworkInterfaces: [{ NetworkInterfaceId: !Ref One, DeviceIndex: 0 }]",
    },
  ])("belongs to the instance that its $side names", ({ more, list }) => {
    const machine = `  Machine: { Type: AWS::EC2::Instance, Properties: { ImageId: ${linux}, ${list} } }`;
    const reading = one("AWS::EC2::NetworkInterface", eni, `${machine}\n${more}`);
    expect(row(reading, "networkInterfaces", "One")).toMatchObject({ owner: "Machine", client: "linux" });
    expect(row(reading, "workloads", "Machine").networkInterfaces).toContain("One");
    expect(reading.network.workloads.has("One" as never)).toBe(false);
  });
});

describe("an Auto Scaling group", () => {
  const template = `  Template: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: { ImageId: ${linux}, NetworkInterfaces: [{ DeviceIndex: 0, Groups: [!Ref Group], AssociatePublicIpAddress: true }] } } }`;
  const config = `  Config: { Type: AWS::AutoScaling::LaunchConfiguration, Properties: { ImageId: ${windows}, SecurityGroups: [!Ref Group], IamInstanceProfile: !Ref Profile, InstanceType: m5.large } }`;

  it.each([
    {
      launch: "LaunchTemplate: { LaunchTemplateId: !Ref Template, Version: 1 }",
      more: template,
      is: "Vpc/Subnet Group any public linux",
    },
    {
      launch:
        "MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: !Ref Template, Version: 1 } } }",
      more: template,
      is: "Vpc/Subnet Group any public linux",
    },
    {
      launch: "LaunchConfigurationName: !Ref Config",
      more: config,
      is: "Vpc/Subnet Group any private windows",
    },
  ])("launched by { $launch } is at $is", ({ launch, more, is }) => {
    for (const subnets of ["[!Ref Subnet]", "!Ref Subnet"]) {
      const reading = one(
        "AWS::AutoScaling::AutoScalingGroup",
        `MinSize: 1, MaxSize: 1, VPCZoneIdentifier: ${subnets}, ${launch}`,
        more,
      );
      expect(interfaces(reading)).toEqual({ "One@Subnet": is });
      expect(row(reading, "workloads", "One").kind).toBe("auto-scaling-group");
    }
  });

  it("launched from outside has groups that nobody knows", () => {
    const reading = one(
      "AWS::AutoScaling::AutoScalingGroup",
      "MinSize: 1, MaxSize: 1, VPCZoneIdentifier: [!Ref Subnet], LaunchConfigurationName: other",
    );
    expect(interfaces(reading)["One@Subnet"]).toMatch(
      /\? launch configuration other of One, which is outside/,
    );
  });

  it("takes its subnets from one text with commas too", () => {
    const reading = one(
      "AWS::AutoScaling::AutoScalingGroup",
      `MinSize: 1, MaxSize: 1, VPCZoneIdentifier: "subnet-1,subnet-2", LaunchConfigurationName: !Ref Config`,
      config,
    );
    expect(Object.keys(interfaces(reading))).toEqual(["One@subnet-1", "One@subnet-2"]);
  });
});

describe("a Lambda function", () => {
  const config = "VpcConfig: { SubnetIds: [!Ref Subnet], SecurityGroupIds: [!Ref Group] }";

  it("in a VPC has interfaces without public addresses", () => {
    const reading = one(
      "AWS::Lambda::Function",
      `Role: !GetAtt Role.Arn, ${config}, Environment: { Variables: { TABLE: t, URL: !Ref Stage } }`,
    );
    expect(interfaces(reading)).toEqual({ "One@Subnet": "Vpc/Subnet Group any private lambda" });
    expect(plain(row(reading, "workloads", "One").roles)).toEqual(["Role"]);
    expect(clues(reading, "One")).toEqual(["environment: TABLE=t", "environment: URL=${Stage}"]);
  });

  it.each(["", "VpcConfig: { SubnetIds: [], SecurityGroupIds: [] }"])(
    "outside every VPC ('%s') is no workload",
    (properties) => {
      expect(one("AWS::Lambda::Function", properties).network.workloads.size).toBe(0);
    },
  );

  it("of SAM has a role made of its policies", () => {
    const head = "Transform: AWS::Serverless-2016-10-31";
    const sam = (policies: string) =>
      read(
        `${ground}  One: { Type: AWS::Serverless::Function, Properties: { VpcConfig: { SubnetIds: [!Ref Subnet], SecurityGroupIds: [sg-1] }, Policies: ${policies} } }`,
        { head },
      );
    const reading = sam(
      "[AmazonS3ReadOnlyAccess, { Statement: [{ Effect: Allow, Action: 's3:GetObject', Resource: '*' }] }]",
    );
    const [role] = told(row(reading, "workloads", "One").roles, (ids) => ids) ?? [];
    const made = row(reading, "roles", String(role));
    expect(plain(made.managedPolicies)).toContain("AmazonS3ReadOnlyAccess");
    expect(told(made.documents, (all) => all.map(({ json }) => json))).toEqual([
      { Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] },
    ]);
    const templated = sam("[{ HousePolicy: { BucketName: b } }]");
    const [other] = told(row(templated, "workloads", "One").roles, (ids) => ids) ?? [];
    expect(plain(row(templated, "roles", String(other)).documents)).toMatch(
      /SAM policy template HousePolicy/,
    );
    const polling = sam("[{ SQSPollerPolicy: { QueueName: q } }]");
    const [own] = told(row(polling, "workloads", "One").roles, (ids) => ids) ?? [];
    expect(
      told(row(polling, "roles", String(own)).documents, (all) => all.map(({ json }) => json)),
    ).toMatchObject([
      { Statement: [{ Effect: "Allow", Action: expect.arrayContaining(["sqs:ReceiveMessage"]) }] },
    ]);
  });
});

describe("an ECS service", () => {
  const task = `
  Secret: { Type: AWS::SecretsManager::Secret }
  Task: { Type: AWS::ECS::TaskDefinition, Properties: { TaskRoleArn: !GetAtt Role.Arn, ExecutionRoleArn: arn:aws:iam::1:role/pull, NetworkMode: awsvpc, ContainerDefinitions: [{ Image: "1.dkr.ecr.eu-west-1.amazonaws.com/a:1", LogConfiguration: { LogDriver: awslogs }, Secrets: [{ Name: s, ValueFrom: !Ref Secret }, { Name: p, ValueFrom: /path }], Environment: [{ Name: A, Value: b }] }] } }`;
  const network =
    "NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref Subnet], SecurityGroups: [!Ref Group], AssignPublicIp: ENABLED } }";
  const told = [
    "image: 1.dkr.ecr.eu-west-1.amazonaws.com/a:1",
    "log-driver: awslogs",
    "secret: arn:aws:secretsmanager:::secret:Secret",
    "secret: /path",
    "environment: A=b",
  ];

  it.each([
    {
      launch: "LaunchType: FARGATE, PlatformVersion: 1.3.0",
      types: ["FARGATE", "FARGATE 1.3.0"],
      client: "linux",
    },
    {
      launch: "CapacityProviderStrategy: [{ CapacityProvider: FARGATE_SPOT }]",
      types: ["FARGATE"],
      client: "linux",
    },
    { launch: "LaunchType: EC2", types: ["EC2"], client: "unknown" },
    { launch: "", types: ["EC2"], client: "unknown" },
    { launch: "LaunchType: !Ref Stage", types: ["FARGATE", "EC2"], client: "linux" },
  ])("launched by '$launch' tells what it runs", ({ launch, types, client }) => {
    const reading = one("AWS::ECS::Service", `TaskDefinition: !Ref Task, ${network}, ${launch}`, task);
    expect(interfaces(reading)).toEqual({ "One@Subnet": `Vpc/Subnet Group any public ${client}` });
    expect(clues(reading, "One")).toEqual([...types.map((type) => `launch-type: ${type}`), ...told]);
    expect(plain(row(reading, "workloads", "One").roles)).toEqual(["Role"]);
    expect(plain(row(reading, "workloads", "One").executionRoles)).toEqual(["arn:aws:iam::1:role/pull"]);
  });

  const running = (container: string, more = "") =>
    clues(
      one(
        "AWS::ECS::Service",
        `TaskDefinition: !Ref Own, LaunchType: FARGATE, ${network}${more}`,
        `  Registry: { Type: AWS::ECR::Repository }
  Own: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [{ ${container} }] } }`,
      ),
      "One",
    ).slice(1);

  it.each([
    [
      "Image: !Sub '${Registry.RepositoryUri}:1'",
      ["image: unknown-account.dkr.ecr.eu-west-1.amazonaws.com/registry"],
    ],
    [
      "Image: !GetAtt Registry.RepositoryUri",
      ["image: unknown-account.dkr.ecr.eu-west-1.amazonaws.com/registry"],
    ],
    [
      "LogConfiguration: { LogDriver: awslogs, Options: { awslogs-region: us-east-1 } }",
      ["log-driver: awslogs in us-east-1"],
    ],
    [
      "LogConfiguration: { LogDriver: splunk, Options: { splunk-url: 'https://x.splunkcloud.com' } }",
      ["log-collector: https://x.splunkcloud.com"],
    ],
    ["LogConfiguration: { LogDriver: fluentd }", []],
    [
      "LogConfiguration: { LogDriver: awsfirelens, Options: { Name: datadog, Host: http-intake.logs.datadoghq.com } }",
      ["log-output: datadog", "log-collector: tcp://http-intake.logs.datadoghq.com"],
    ],
    [
      "LogConfiguration: { LogDriver: awsfirelens, Options: { Name: cloudwatch_logs, region: eu-west-1 } }",
      ["log-output: cloudwatch_logs in eu-west-1"],
    ],
    ["LogConfiguration: { LogDriver: awsfirelens }", ["log-driver: awsfirelens"]],
    [
      "EnvironmentFiles: [{ Type: s3, Value: 'arn:aws:s3:::b/x.env' }]",
      ["environment-file: arn:aws:s3:::b/x.env"],
    ],
    [
      "FirelensConfiguration: { Type: fluentbit, Options: { config-file-type: s3, config-file-value: 'arn:aws:s3:::b/c.conf' } }",
      ["environment-file: arn:aws:s3:::b/c.conf"],
    ],
    [
      "RepositoryCredentials: { CredentialsParameter: 'arn:aws:secretsmanager:eu-west-1:1:secret:hub' }",
      ["secret: arn:aws:secretsmanager:eu-west-1:1:secret:hub"],
    ],
  ])("tells of a container with %s", (container, told) => {
    expect(running(container)).toEqual(told);
  });

  it("tells that ECS Exec is turned on", () => {
    expect(running("Image: a", ", EnableExecuteCommand: true")).toContain("ecs-exec: true");
  });

  it("says what is missing of a container that is not known", () => {
    const reading = one(
      "AWS::ECS::Service",
      `TaskDefinition: !Ref Own, ${network}`,
      "  Own: { Type: AWS::ECS::TaskDefinition, Properties: { TaskRoleArn: !GetAtt Role.Arn, ContainerDefinitions: [{ Image: !Ref Stage, Environment: [{ Name: A, Value: !Ref Stage }] }, !Ref Stage] } }",
    );
    const { clues: all, roles } = row(reading, "workloads", "One");
    expect(plain(roles)).toEqual(["Role"]);
    expect(
      all.filter(({ missing }) => missing !== undefined).map(({ kind, text }) => `${kind}: ${text}`),
    ).toEqual(["image: ${Stage}", "environment: A=${Stage}", "image: ${ContainerDefinitions}"]);
  });

  it("without interfaces of its own sends from somewhere in its VPC", () => {
    const reading = one("AWS::ECS::Service", "TaskDefinition: !Ref Task, LaunchType: EC2", task);
    expect(Object.keys(interfaces(reading))).toEqual(["One@unknown-subnet"]);
    expect(row(reading, "networkInterfaces", "One@unknown-subnet").vpc).toBe("Vpc");
  });

  it("of an outside task definition has roles that nobody knows", () => {
    const reading = one("AWS::ECS::Service", `TaskDefinition: other, ${network}`);
    expect(row(reading, "workloads", "One").roles).toMatchObject({
      settledBy: "aws ecs describe-task-definition --task-definition other",
    });
  });

  it.each([
    {
      type: "AWS::Events::Rule",
      target:
        "Targets: [{ Id: t, Arn: arn:x, EcsParameters: { TaskDefinitionArn: !Ref Task, LaunchType: FARGATE, NetworkConfiguration: { AwsVpcConfiguration: { Subnets: [!Ref Subnet] } } } }]",
    },
    {
      type: "AWS::Scheduler::Schedule",
      target:
        "Target: { Arn: arn:x, EcsParameters: { TaskDefinitionArn: !Ref Task, LaunchType: FARGATE, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref Subnet] } } } }",
    },
  ])("is not needed for a task that $type runs", ({ type, target }) => {
    const reading = one(type, target, task);
    expect(row(reading, "workloads", "Task")).toMatchObject({
      kind: "ecs-task",
      networkInterfaces: ["Task@Subnet"],
    });
    expect(clues(reading, "Task")).toEqual(["launch-type: FARGATE", ...told]);
  });
});

describe("EKS", () => {
  const cluster =
    "  Cluster: { Type: AWS::EKS::Cluster, Properties: { ResourcesVpcConfig: { SubnetIds: [!Ref Subnet] } } }";
  const nodes = "ClusterName: !Ref Cluster, NodeRole: !GetAtt Role.Arn, Subnets: [!Ref Subnet]";

  it("runs nodes in the cluster's own group", () => {
    const reading = one("AWS::EKS::Nodegroup", nodes, cluster);
    expect(interfaces(reading)).toEqual({
      "One@Subnet": "Vpc/Subnet Cluster.cluster-security-group any private linux",
    });
    expect(row(reading, "securityGroups", "Cluster.cluster-security-group").vpc).toBe("Vpc");
    expect(row(reading, "workloads", "One")).toMatchObject({
      kind: "eks-nodegroup",
      roles: { value: ["Role"] },
    });
  });

  it("runs nodes in the groups of a launch template, and Windows by its type", () => {
    const template =
      "  Template: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: { SecurityGroupIds: [!Ref Group] } } }";
    const reading = one(
      "AWS::EKS::Nodegroup",
      `${nodes}, AmiType: WINDOWS_CORE_2022_x86_64, LaunchTemplate: { Id: x, LaunchTemplateId: !Ref Template }`,
      `${cluster}\n${template}`,
    );
    expect(interfaces(reading)["One@Subnet"]).toBe("Vpc/Subnet Group any private windows");
  });

  it("runs pods of a Fargate profile", () => {
    const reading = one(
      "AWS::EKS::FargateProfile",
      "ClusterName: !Ref Cluster, PodExecutionRoleArn: !GetAtt Role.Arn, Subnets: [!Ref Subnet]",
      cluster,
    );
    expect(interfaces(reading)["One@Subnet"]).toBe(
      "Vpc/Subnet Cluster.cluster-security-group any private linux",
    );
  });
});

describe("other clients", () => {
  it.each([
    {
      type: "AWS::CodeBuild::Project",
      properties:
        "ServiceRole: !Ref Role, VpcConfig: { VpcId: !Ref Vpc, Subnets: [!Ref Subnet], SecurityGroupIds: [!Ref Group] }",
    },
    {
      type: "AWS::SageMaker::NotebookInstance",
      properties: "RoleArn: !GetAtt Role.Arn, SubnetId: !Ref Subnet, SecurityGroupIds: [!Ref Group]",
    },
    {
      type: "AWS::Batch::ComputeEnvironment",
      properties:
        "ComputeResources: { Subnets: [!Ref Subnet], SecurityGroupIds: [!Ref Group], InstanceRole: !Ref Profile }",
    },
    {
      type: "AWS::MWAA::Environment",
      properties:
        "ExecutionRoleArn: !GetAtt Role.Arn, NetworkConfiguration: { SubnetIds: [!Ref Subnet], SecurityGroupIds: [!Ref Group] }",
    },
    {
      type: "AWS::KinesisAnalyticsV2::Application",
      properties:
        "ServiceExecutionRole: !GetAtt Role.Arn, ApplicationConfiguration: { VpcConfigurations: [{ SubnetIds: [!Ref Subnet], SecurityGroupIds: [!Ref Group] }] }",
    },
  ])("of type $type have interfaces", ({ type, properties }) => {
    const reading = one(type, properties);
    expect(interfaces(reading)).toEqual({ "One@Subnet": "Vpc/Subnet Group any private unknown" });
    expect(row(reading, "workloads", "One")).toMatchObject({ kind: "interface", roles: { value: ["Role"] } });
  });

  it.each([
    "AWS::KafkaConnect::Connector, Properties: { KafkaCluster: { ApacheKafkaCluster: { Vpc: { Subnets: [!Ref Subnet], SecurityGroups: [!Ref Group] } } } }",
    "AWS::Novel::Thing, Properties: { Net: [{ SubnetId: !Ref Subnet, SecurityGroupIds: [!Ref Group] }] }",
  ])("of a type that nobody has read about have interfaces, and call what nobody knows: %s", (resource) => {
    const reading = estate(`  One: { Type: ${resource} }`);
    expect(interfaces(reading)).toEqual({ "One@Subnet": "Vpc/Subnet Group any private unknown" });
    expect(plain(row(reading, "workloads", "One").roles)).toMatch(/what One \(AWS::\w+::\w+\) calls/);
  });

  it.each([
    "AWS::RDS::DBSubnetGroup, Properties: { SubnetIds: [!Ref Subnet] }",
    "AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [!Ref Subnet] }",
    "AWS::S3::Bucket",
  ])("are none that serve others or are elsewhere: %s", (resource) => {
    expect(estate(`  One: { Type: ${resource} }`).network.workloads.size).toBe(0);
  });

  it("that are in no VPC are no workloads", () => {
    expect(one("AWS::CodeBuild::Project", "Name: p").network.workloads.size).toBe(0);
  });
});
