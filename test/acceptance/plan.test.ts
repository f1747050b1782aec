/**
 * `denat plan`: what the workloads need, whether it survives the NAT, and what must change. Needs are those of the service
 * guides (AmazonECR and AmazonECS vpc-endpoints, systems-manager setup-create-vpc, lambda configuration-vpc; read 2026-11-24).
 */
import { describe, expect, it } from "vitest";
import { denat, parseAnswer, wordsOf } from "./ask.ts";
import { described, describedFiles, subnetA, subnetB } from "./described.ts";
import {
  gatewayEndpoint,
  group,
  https,
  instance,
  interfaceEndpoint,
  lambdaFunction,
  lines,
  resource,
  template,
  templateOf,
  trustOf,
} from "./estate.ts";

type Answer = "safe" | "safe-with-changes" | "not-safe" | "cannot-tell";

interface Need {
  readonly service: string;
  readonly evidence: "declared" | "inferred" | "observed";
  readonly today: { readonly verdict: string; readonly via: { readonly kind: string } | null };
  readonly withoutNat: { readonly verdict: string; readonly codes: readonly string[] };
  readonly after: { readonly verdict: string };
}
interface Addition {
  readonly service: string;
  readonly type: "gateway" | "interface";
  readonly routeTables?: readonly string[];
  readonly subnets?: readonly string[];
}
interface VpcPlan {
  readonly id: string;
  readonly region: string;
  readonly nats: readonly { readonly id: string; readonly kind: string }[];
  readonly workloads: readonly {
    readonly id: string;
    readonly kind: string;
    readonly needs: readonly Need[];
  }[];
  readonly endpoints: {
    readonly present: readonly unknown[];
    readonly add: readonly Addition[];
    readonly remove: readonly unknown[];
  };
  readonly blockers: readonly { readonly code: string; readonly message: string }[];
  readonly unknowns: readonly { readonly fact: string; readonly settledBy: string }[];
}
interface Plan {
  readonly answer: Answer;
  readonly vpcs: readonly VpcPlan[];
  readonly cost: {
    readonly natMonthly: number | null;
    readonly endpointsMonthly: number | null;
    readonly savingMonthly: number | null;
    readonly lines: readonly { readonly item: string; readonly monthly: number | null }[];
  };
}

const statusOf: Readonly<Record<Answer, number>> = {
  safe: 0,
  "safe-with-changes": 1,
  "not-safe": 1,
  "cannot-tell": 2,
};

/** The plan for the estate with `change`, held to what the contract promises of every plan. */
async function plan(
  change: string,
  options = "",
  files: Readonly<Record<string, string>> = { "template.yaml": template(change) },
  region?: string,
): Promise<Plan> {
  const result = await denat(["plan", ...wordsOf(options)], files, region);
  const answer = parseAnswer<Plan>(result, "denat.plan/1");
  const broken = brokenPromises(answer, result.status);
  if (broken.length > 0) throw new Error(`${answer.answer}: ${broken.join(", ")}`);
  return answer;
}

function brokenPromises(answer: Plan, status: number): readonly string[] {
  const needs = needsOf(answer);
  const is = (one: Answer) => answer.answer === one;
  const promises: readonly (readonly [string, boolean])[] = [
    ["the exit status is that of the answer", status === statusOf[answer.answer]],
    [
      "safe means that every need is met without NAT",
      !is("safe") || needs.every(({ withoutNat }) => withoutNat.verdict === "reachable"),
    ],
    [
      "safe with changes means that every need is met after them",
      !is("safe-with-changes") || needs.every(({ after }) => after.verdict === "reachable"),
    ],
    [
      "what is blocked says why",
      needs.every(({ withoutNat }) => withoutNat.verdict !== "blocked" || withoutNat.codes.length > 0),
    ],
    [
      "cannot tell says what is missing",
      !is("cannot-tell") || answer.vpcs.some(({ unknowns }) => unknowns.length > 0),
    ],
    ["not safe says why", !is("not-safe") || answer.vpcs.some(({ blockers }) => blockers.length > 0)],
  ];
  return promises.flatMap(([promise, kept]) => (kept ? [] : [promise]));
}

function needsOf({ vpcs }: Plan, workload?: string): readonly Need[] {
  const all = vpcs.flatMap(({ workloads }) => workloads);
  return all.filter(({ id }) => workload === undefined || id === workload).flatMap(({ needs }) => needs);
}

function servicesOf(answer: Plan, workload: string): readonly string[] {
  return needsOf(answer, workload).map(({ service }) => service);
}

function additions({ vpcs }: Plan): readonly string[] {
  return vpcs.flatMap(({ endpoints }) => endpoints.add.map(({ service, type }) => `${service} ${type}`));
}

function natKinds({ vpcs }: Plan): readonly string[] {
  return vpcs.flatMap(({ nats }) => nats.map(({ kind }) => kind));
}

const role = (name: string, service: string, policies: string) =>
  resource(
    name,
    "AWS::IAM::Role",
    `${trustOf(service)}${policies === "" ? "" : `, ManagedPolicyArns: [${policies}]`}`,
  );
const managedApp = lines(
  role("AppRole", "ec2", "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"),
  resource("AppProfile", "AWS::IAM::InstanceProfile", "Roles: [!Ref AppRole]"),
  instance("App", "PrivateA", "!Ref AppGroup", "IamInstanceProfile: !Ref AppProfile"),
);

const task = (image: string, launch: string) =>
  lines(
    "App: ~",
    resource("Cluster", "AWS::ECS::Cluster", "ClusterName: main"),
    role(
      "ExecutionRole",
      "ecs-tasks",
      "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    ),
    resource("Logs", "AWS::Logs::LogGroup", "RetentionInDays: 7"),
    resource(
      "Task",
      "AWS::ECS::TaskDefinition",
      `RequiresCompatibilities: [${launch}], NetworkMode: awsvpc, Cpu: "256", Memory: "512", ExecutionRoleArn: !GetAtt ExecutionRole.Arn, ContainerDefinitions: [{ Name: web, Image: "${image}", LogConfiguration: { LogDriver: awslogs, Options: { awslogs-group: !Ref Logs, awslogs-region: !Ref AWS::Region, awslogs-stream-prefix: web } } }]`,
    ),
    resource(
      "Service",
      "AWS::ECS::Service",
      `Cluster: !Ref Cluster, LaunchType: ${launch}, TaskDefinition: !Ref Task, DesiredCount: 1, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref PrivateA, !Ref PrivateB], SecurityGroups: [!Ref AppGroup] } }`,
    ),
  );
const privateImage = "111122223333.dkr.ecr.us-east-1.amazonaws.com/web:1";

describe("what workloads need", () => {
  it("an instance with the SSM policy needs ssm and ssmmessages (user 5)", async () => {
    const answer = await plan(managedApp);
    expect(["safe-with-changes", "cannot-tell"]).toContain(answer.answer);
    expect(servicesOf(answer, "App")).toEqual(expect.arrayContaining(["ssm", "ssmmessages"]));
    expect(additions(answer)).toEqual(expect.arrayContaining(["ssm interface", "ssmmessages interface"]));
    for (const need of needsOf(answer, "App").filter(({ service }) =>
      ["ssm", "ssmmessages"].includes(service),
    )) {
      expect(need.today).toMatchObject({ verdict: "reachable", via: { kind: "nat-gateway" } });
      expect(need.withoutNat).toMatchObject({
        verdict: "blocked",
        codes: expect.arrayContaining(["NO_ROUTE_TO_DESTINATION"]),
      });
      expect(need.after.verdict).toBe("reachable");
    }
  });

  it("Fargate pulling from ECR needs the registry, its API, S3 and its log driver's service (users 1, 2)", async () => {
    const answer = await plan(task(privateImage, "FARGATE"));
    expect(["safe-with-changes", "cannot-tell"]).toContain(answer.answer);
    expect(servicesOf(answer, "Service")).toEqual(
      expect.arrayContaining(["ecr.api", "ecr.dkr", "s3", "logs"]),
    );
    expect(additions(answer)).toEqual(
      expect.arrayContaining(["ecr.api interface", "ecr.dkr interface", "logs interface", "s3 gateway"]),
    );
    expect(answer.vpcs[0]?.endpoints.add.find(({ service }) => service === "s3")?.routeTables).toEqual([
      "PrivateTable",
    ]);
    expect(additions(answer)).not.toContain("ecs interface");
  });

  it("no interface endpoint that is added has two subnets in one zone (user 11)", async () => {
    const zoneOf = (subnet: string) => (subnet === "PrivateB" ? "us-east-1b" : "us-east-1a");
    const answer = await plan(task(privateImage, "FARGATE"));
    const added = answer.vpcs
      .flatMap(({ endpoints }) => endpoints.add)
      .flatMap(({ subnets = [] }) => [subnets]);
    expect(added.map((subnets) => new Set(subnets.map(zoneOf)).size)).toEqual(
      added.map(({ length }) => length),
    );
  });

  it("ECS on instances needs the agent's trio as well (trap 10)", async () => {
    const hosts = lines(
      role("HostRole", "ec2", "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"),
      resource("HostProfile", "AWS::IAM::InstanceProfile", "Roles: [!Ref HostRole]"),
      resource(
        "Host",
        "AWS::EC2::LaunchTemplate",
        'LaunchTemplateData: { ImageId: "{{resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id}}", SecurityGroupIds: [!Ref AppGroup], IamInstanceProfile: { Arn: !GetAtt HostProfile.Arn } }',
      ),
      resource(
        "Hosts",
        "AWS::AutoScaling::AutoScalingGroup",
        'MinSize: "1", MaxSize: "2", VPCZoneIdentifier: [!Ref PrivateA], LaunchTemplate: { LaunchTemplateId: !Ref Host, Version: !GetAtt Host.LatestVersionNumber }',
      ),
    );
    const answer = await plan(lines(task(privateImage, "EC2"), hosts));
    const services = needsOf(answer).map(({ service }) => service);
    expect(services).toEqual(
      expect.arrayContaining(["ecs", "ecs-agent", "ecs-telemetry", "ecr.api", "ecr.dkr", "s3"]),
    );
    expect(answer.answer).not.toBe("safe");
  });

  it("a Lambda function needs what its role may call", async () => {
    const answer = await plan(
      lines("App: ~", lambdaFunction("Fn", "dynamodb:GetItem", "secretsmanager:GetSecretValue")),
    );
    expect(servicesOf(answer, "Fn")).toEqual(expect.arrayContaining(["dynamodb", "secretsmanager"]));
    expect(additions(answer)).toEqual(
      expect.arrayContaining(["dynamodb gateway", "secretsmanager interface"]),
    );
    expect(["safe-with-changes", "cannot-tell"]).toContain(answer.answer);
  });

  it("a Lambda function fed by MSK needs lambda and sts on the way of its events (trap 11)", async () => {
    const mapping = resource(
      "Mapping",
      "AWS::Lambda::EventSourceMapping",
      "FunctionName: !Ref Fn, EventSourceArn: arn:aws:kafka:us-east-1:111122223333:cluster/events/0f2c8a7e-1, Topics: [orders], StartingPosition: LATEST",
    );
    const answer = await plan(lines("App: ~", lambdaFunction("Fn", "kafka:DescribeCluster"), mapping));
    expect(needsOf(answer).map(({ service }) => service)).toEqual(expect.arrayContaining(["lambda", "sts"]));
    expect(answer.answer).not.toBe("safe");
  });

  it("an instance without a role cannot be judged", async () => {
    const answer = await plan("");
    expect(answer.answer).toBe("cannot-tell");
    expect(answer.vpcs[0]?.unknowns.map(({ fact }) => fact).join("\n")).toMatch(/App/);
  });

  it("declared needs are needs", async () => {
    const answer = await plan("", "--needs s3,ssm");
    expect(
      needsOf(answer, "App")
        .filter(({ evidence }) => evidence === "declared")
        .map(({ service }) => service)
        .sort(),
    ).toEqual(["s3", "ssm"]);
    expect(additions(answer)).toEqual(expect.arrayContaining(["s3 gateway", "ssm interface"]));
    expect(["safe-with-changes", "cannot-tell"]).toContain(answer.answer);
  });
});

describe("what keeps the NAT", () => {
  it.each([
    ["Docker Hub (users 4, 24)", "nginx:1.27"],
    ["Docker Hub by its full name", "docker.io/library/nginx:1.27"],
    ["ECR Public (user 4)", "public.ecr.aws/nginx/nginx:1.27"],
    ["GitHub's registry", "ghcr.io/acme/web:1"],
  ])("an image from %s", async (_, image) => {
    expect((await plan(task(image, "FARGATE"))).answer).toBe("not-safe");
  });

  it("an image from a private registry of another Region, whose endpoint is another matter (user 20)", async () => {
    const answer = await plan(task("111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1", "FARGATE"));
    expect(["not-safe", "cannot-tell"]).toContain(answer.answer);
  });

  it("an IPv6-only subnet that reaches IPv4 by NAT64 (trap 12)", async () => {
    const answer = await plan(
      lines(
        'Ipv6: { Type: AWS::EC2::VPCCidrBlock, Properties: { VpcId: !Ref Vpc, Ipv6CidrBlock: "2600:1f18:aaaa:bb00::/56", Ipv6Pool: ipv6pool-ec2-0123456789abcdef0 } }',
        resource(
          "PrivateA",
          "AWS::EC2::Subnet",
          'VpcId: !Ref Vpc, AvailabilityZone: us-east-1a, Ipv6Native: true, AssignIpv6AddressOnCreation: true, EnableDns64: true, Ipv6CidrBlock: "2600:1f18:aaaa:bb00::/64"',
        ),
        resource("Eigw", "AWS::EC2::EgressOnlyInternetGateway", "VpcId: !Ref Vpc"),
        resource(
          "PrivateDefault6",
          "AWS::EC2::Route",
          'RouteTableId: !Ref PrivateTable, DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: !Ref Eigw',
        ),
        resource(
          "Nat64",
          "AWS::EC2::Route",
          'RouteTableId: !Ref PrivateTable, DestinationIpv6CidrBlock: "64:ff9b::/96", NatGatewayId: !Ref Nat',
        ),
      ),
      "--needs ssm",
    );
    expect(answer.answer).not.toBe("safe");
    expect(needsOf(answer, "App").find(({ service }) => service === "ssm")?.withoutNat.verdict).not.toBe(
      "reachable",
    );
  });

  it("a spoke that leaves by this VPC's NAT over a transit gateway", async () => {
    const answer = await plan(
      lines(
        "App: ~",
        resource("Spoke", "AWS::EC2::VPC", "CidrBlock: 10.1.0.0/16, EnableDnsHostnames: true"),
        resource(
          "SpokeSubnet",
          "AWS::EC2::Subnet",
          "VpcId: !Ref Spoke, CidrBlock: 10.1.0.0/24, AvailabilityZone: us-east-1a",
        ),
        resource("SpokeTable", "AWS::EC2::RouteTable", "VpcId: !Ref Spoke"),
        resource(
          "SpokeAssociation",
          "AWS::EC2::SubnetRouteTableAssociation",
          "SubnetId: !Ref SpokeSubnet, RouteTableId: !Ref SpokeTable",
        ),
        resource("SpokeGroup", "AWS::EC2::SecurityGroup", "GroupDescription: spoke, VpcId: !Ref Spoke"),
        resource(
          "Tgw",
          "AWS::EC2::TransitGateway",
          "DefaultRouteTableAssociation: disable, DefaultRouteTablePropagation: disable",
        ),
        resource(
          "HubAttachment",
          "AWS::EC2::TransitGatewayVpcAttachment",
          "TransitGatewayId: !Ref Tgw, VpcId: !Ref Vpc, SubnetIds: [!Ref PrivateA]",
        ),
        resource(
          "SpokeAttachment",
          "AWS::EC2::TransitGatewayVpcAttachment",
          "TransitGatewayId: !Ref Tgw, VpcId: !Ref Spoke, SubnetIds: [!Ref SpokeSubnet]",
        ),
        resource("TgwTable", "AWS::EC2::TransitGatewayRouteTable", "TransitGatewayId: !Ref Tgw"),
        resource(
          "HubAssociated",
          "AWS::EC2::TransitGatewayRouteTableAssociation",
          "TransitGatewayAttachmentId: !Ref HubAttachment, TransitGatewayRouteTableId: !Ref TgwTable",
        ),
        resource(
          "SpokeAssociated",
          "AWS::EC2::TransitGatewayRouteTableAssociation",
          "TransitGatewayAttachmentId: !Ref SpokeAttachment, TransitGatewayRouteTableId: !Ref TgwTable",
        ),
        resource(
          "SpokePropagated",
          "AWS::EC2::TransitGatewayRouteTablePropagation",
          "TransitGatewayAttachmentId: !Ref SpokeAttachment, TransitGatewayRouteTableId: !Ref TgwTable",
        ),
        resource(
          "TgwDefault",
          "AWS::EC2::TransitGatewayRoute",
          "TransitGatewayRouteTableId: !Ref TgwTable, DestinationCidrBlock: 0.0.0.0/0, TransitGatewayAttachmentId: !Ref HubAttachment",
        ),
        resource(
          "SpokeDefault",
          "AWS::EC2::Route",
          "RouteTableId: !Ref SpokeTable, DestinationCidrBlock: 0.0.0.0/0, TransitGatewayId: !Ref Tgw",
        ),
        resource(
          "PublicBack",
          "AWS::EC2::Route",
          "RouteTableId: !Ref PublicTable, DestinationCidrBlock: 10.1.0.0/16, TransitGatewayId: !Ref Tgw",
        ),
        lambdaFunction("Fn", "secretsmanager:GetSecretValue")
          .replaceAll("!Ref PrivateA, !Ref PrivateB", "!Ref SpokeSubnet")
          .replaceAll("!Ref AppGroup", "!Ref SpokeGroup"),
      ),
    );
    expect(answer.answer).not.toBe("safe");
    expect(
      needsOf(answer, "Fn").find(({ service }) => service === "secretsmanager")?.withoutNat.verdict,
    ).toBe("blocked");
  });
});

describe("what is there already", () => {
  it("every need met by an endpoint", async () => {
    const answer = await plan(
      lines(
        "App: ~",
        lambdaFunction("Fn", "dynamodb:GetItem", "dynamodb:PutItem"),
        gatewayEndpoint("dynamodb"),
      ),
    );
    expect(["safe", "cannot-tell"]).toContain(answer.answer);
    expect(needsOf(answer, "Fn").find(({ service }) => service === "dynamodb")?.withoutNat.verdict).toBe(
      "reachable",
    );
    expect(answer.vpcs[0]?.endpoints.add).toEqual([]);
  });

  it("the grants that CDK writes for a table allow its stream too, which no gateway endpoint serves", async () => {
    const grants = ["GetItem", "Query", "Scan", "GetRecords", "GetShardIterator"].map(
      (name) => `dynamodb:${name}`,
    );
    const answer = await plan(lines("App: ~", lambdaFunction("Fn", ...grants), gatewayEndpoint("dynamodb")));
    expect(answer.answer).not.toBe("safe");
    expect(needsOf(answer, "Fn").find(({ service }) => service === "dynamodb")?.withoutNat.verdict).toBe(
      "reachable",
    );
  });

  it("a function whose calls nobody told is not safe", async () => {
    expect((await plan(lines("App: ~", lambdaFunction("Fn")))).answer).toBe("cannot-tell");
  });

  it("an endpoint with private DNS off does not serve, and is not doubled under one name (users 12, 14)", async () => {
    const answer = await plan(lines(managedApp, interfaceEndpoint("ssm", { privateDns: false })));
    expect(answer.answer).not.toBe("safe");
    const need = needsOf(answer, "App").find(({ service }) => service === "ssm");
    expect(need?.withoutNat.verdict).toBe("blocked");
    expect(answer.vpcs[0]?.endpoints.present).not.toEqual([]);
  });

  it("egress to the VPC alone does not reach S3 by the gateway (trap 3)", async () => {
    const answer = await plan(
      lines(
        "App: ~",
        lambdaFunction("Fn", "s3:GetObject"),
        gatewayEndpoint("s3"),
        group("AppGroup", { egress: https("CidrIp: 10.0.0.0/16") }),
      ),
    );
    expect(["safe"]).not.toContain(answer.answer);
    const need = needsOf(answer, "Fn").find(({ service }) => service === "s3");
    expect(need?.withoutNat).toMatchObject({
      verdict: "blocked",
      codes: expect.arrayContaining(["ENI_SG_RULES_MISMATCH"]),
    });
  });

  it("an S3 policy without the bucket of ECR's layers (trap 6)", async () => {
    const narrow = gatewayEndpoint(
      "s3",
      'RouteTableIds: [!Ref PrivateTable], PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: "*", Action: "s3:*", Resource: ["arn:aws:s3:::mine", "arn:aws:s3:::mine/*"] }] }',
    );
    const answer = await plan(
      lines(
        task(privateImage, "FARGATE"),
        narrow,
        interfaceEndpoint("ecr.api"),
        interfaceEndpoint("ecr.dkr"),
        interfaceEndpoint("logs"),
      ),
    );
    expect(answer.answer).not.toBe("safe");
    expect(needsOf(answer, "Service").find(({ service }) => service === "s3")?.withoutNat.verdict).not.toBe(
      "reachable",
    );
  });

  it("with that bucket the pull works", async () => {
    const enough = gatewayEndpoint(
      "s3",
      'RouteTableIds: [!Ref PrivateTable], PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*" }] }',
    );
    const answer = await plan(
      lines(
        task(privateImage, "FARGATE"),
        enough,
        interfaceEndpoint("ecr.api"),
        interfaceEndpoint("ecr.dkr"),
        interfaceEndpoint("logs"),
      ),
    );
    expect(needsOf(answer, "Service").find(({ service }) => service === "s3")?.withoutNat.verdict).not.toBe(
      "blocked",
    );
  });
});

describe("which NAT", () => {
  it.each([
    ["zonal", ""],
    [
      "regional",
      lines(
        resource("Nat", "AWS::EC2::NatGateway", "VpcId: !Ref Vpc, AvailabilityMode: regional"),
        "NatAddress: ~",
      ),
    ],
    ["private", resource("Nat", "AWS::EC2::NatGateway", "SubnetId: !Ref Public, ConnectivityType: private")],
    [
      "instance",
      lines(
        "Nat: ~",
        "NatAddress: ~",
        resource(
          "NatInstance",
          "AWS::EC2::Instance",
          "ImageId: ami-0123456789abcdef0, SourceDestCheck: false, NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: !Ref Public, GroupSet: [!Ref EndpointGroup], AssociatePublicIpAddress: true }]",
        ),
        resource(
          "PrivateDefault",
          "AWS::EC2::Route",
          "RouteTableId: !Ref PrivateTable, DestinationCidrBlock: 0.0.0.0/0, InstanceId: !Ref NatInstance",
        ),
      ),
    ],
  ])("%s", async (kind, change) => {
    expect(natKinds(await plan(lines(managedApp, change)))).toEqual([kind]);
  });

  it("two VPCs, each with its own", async () => {
    const answer = await plan("", "", {
      "template.yaml": templateOf(...parts("", "10.0"), ...parts("Second", "10.1")),
    });
    expect(answer.vpcs).toHaveLength(2);
    expect(natKinds(answer)).toEqual(["zonal", "zonal"]);
  });
});

describe("what it costs", () => {
  it("the NAT gateway by the hour and by the gigabyte, and the saving is the difference", async () => {
    const [idle, busy] = [await plan(managedApp), await plan(managedApp, "--gb-month 1000")];
    // us-east-1: 0.045 USD an hour and a gigabyte (aws.amazon.com/vpc/pricing, read 2026-11-23).
    expect(idle.cost.natMonthly).toBeGreaterThanOrEqual(730 * 0.045);
    expect((busy.cost.natMonthly ?? 0) - (idle.cost.natMonthly ?? 0)).toBeCloseTo(1000 * 0.045, 2);
    expect(busy.cost.savingMonthly).toBeCloseTo(
      (busy.cost.natMonthly ?? 0) - (busy.cost.endpointsMonthly ?? 0),
      2,
    );
  });

  it("a Region without a known price in USD is not guessed", async () => {
    const beijing = template(managedApp)
      .replaceAll("us-east-1", "cn-north-1")
      .replaceAll("arn:aws:", "arn:aws-cn:");
    const answer = await plan("", "", { "template.yaml": beijing }, "cn-north-1");
    expect(answer.cost.natMonthly).toBeNull();
    expect(answer.cost.savingMonthly).toBeNull();
    expect(
      answer.vpcs
        .flatMap(({ unknowns }) => unknowns)
        .map(({ fact }) => fact)
        .join("\n"),
    ).toMatch(/price/i);
  });
});

describe("from describe-* answers", () => {
  const offered = (zones: readonly string[]) => ({
    ServiceNames: ["com.amazonaws.us-east-1.kms"],
    ServiceDetails: [
      {
        ServiceName: "com.amazonaws.us-east-1.kms",
        ServiceType: [{ ServiceType: "Interface" }],
        AvailabilityZones: zones,
        PrivateDnsName: "kms.us-east-1.amazonaws.com",
        VpcEndpointPolicySupported: true,
        Owner: "amazon",
      },
    ],
  });

  it("an endpoint goes only where the service is offered (user 10)", async () => {
    const answer = await plan(
      "",
      "--needs kms",
      describedFiles({ "describe-vpc-endpoint-services": offered(["us-east-1b"]) }),
    );
    const kms = answer.vpcs[0]?.endpoints.add.find(({ service }) => service === "kms");
    expect(kms?.subnets ?? [subnetB]).toEqual([subnetB]);
    expect(kms?.subnets).not.toContain(subnetA);
  });

  it.each(["describe-nat-gateways", "describe-route-tables", "describe-vpc-endpoints"])(
    "without %s nothing is safe",
    async (call) => {
      const answer = await plan("", "--needs kms", describedFiles({ [call]: undefined }));
      expect(answer.answer).toBe("cannot-tell");
    },
  );

  it("a VPC whose NAT gateways and routes nobody asked for is not safe to be without them", async () => {
    const kept = ["describe-vpcs", "describe-subnets", "describe-instances", "describe-network-interfaces"];
    const missing = Object.keys(described).filter((call) => !kept.includes(call));
    const answer = await plan(
      "",
      "",
      describedFiles(Object.fromEntries(missing.map((call) => [call, undefined]))),
    );
    expect(answer.answer).toBe("cannot-tell");
  });

  it("calls that were not made are not taken for things that are not there", async () => {
    const kept = Object.fromEntries(
      Object.keys(described)
        .filter((call) => !["describe-vpcs", "describe-subnets", "describe-nat-gateways"].includes(call))
        .map((call) => [call, undefined]),
    );
    const answer = await plan("", "--needs s3", describedFiles(kept));
    expect(answer.answer).toBe("cannot-tell");
    expect(
      answer.vpcs
        .flatMap(({ unknowns }) => unknowns)
        .map(({ settledBy }) => settledBy)
        .join("\n"),
    ).toMatch(/describe-/);
  });
});

/** A VPC of its own with a NAT gateway and a Lambda function behind it; names start with `prefix`, addresses with `net`. */
function parts(prefix: string, net: string): readonly string[] {
  const p = prefix;
  return [
    resource(`${p}Vpc`, "AWS::EC2::VPC", `CidrBlock: ${net}.0.0/16, EnableDnsHostnames: true`),
    resource(
      `${p}Public`,
      "AWS::EC2::Subnet",
      `VpcId: !Ref ${p}Vpc, CidrBlock: ${net}.0.0/24, AvailabilityZone: us-east-1a`,
    ),
    resource(
      `${p}Private`,
      "AWS::EC2::Subnet",
      `VpcId: !Ref ${p}Vpc, CidrBlock: ${net}.1.0/24, AvailabilityZone: us-east-1a`,
    ),
    resource(`${p}Igw`, "AWS::EC2::InternetGateway", "Tags: []"),
    resource(
      `${p}Attachment`,
      "AWS::EC2::VPCGatewayAttachment",
      `VpcId: !Ref ${p}Vpc, InternetGatewayId: !Ref ${p}Igw`,
    ),
    resource(`${p}PublicTable`, "AWS::EC2::RouteTable", `VpcId: !Ref ${p}Vpc`),
    resource(`${p}PrivateTable`, "AWS::EC2::RouteTable", `VpcId: !Ref ${p}Vpc`),
    resource(
      `${p}PublicUse`,
      "AWS::EC2::SubnetRouteTableAssociation",
      `SubnetId: !Ref ${p}Public, RouteTableId: !Ref ${p}PublicTable`,
    ),
    resource(
      `${p}PrivateUse`,
      "AWS::EC2::SubnetRouteTableAssociation",
      `SubnetId: !Ref ${p}Private, RouteTableId: !Ref ${p}PrivateTable`,
    ),
    resource(
      `${p}Out`,
      "AWS::EC2::Route",
      `RouteTableId: !Ref ${p}PublicTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref ${p}Igw`,
    ),
    resource(`${p}Address`, "AWS::EC2::EIP", "Domain: vpc"),
    resource(
      `${p}Nat`,
      "AWS::EC2::NatGateway",
      `SubnetId: !Ref ${p}Public, AllocationId: !GetAtt ${p}Address.AllocationId`,
    ),
    resource(
      `${p}Default`,
      "AWS::EC2::Route",
      `RouteTableId: !Ref ${p}PrivateTable, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref ${p}Nat`,
    ),
    resource(`${p}Group`, "AWS::EC2::SecurityGroup", `GroupDescription: app, VpcId: !Ref ${p}Vpc`),
    lambdaFunction(`${p}Fn`, "sqs:SendMessage")
      .replaceAll("!Ref PrivateA, !Ref PrivateB", `!Ref ${p}Private`)
      .replaceAll("!Ref AppGroup", `!Ref ${p}Group`),
  ];
}
