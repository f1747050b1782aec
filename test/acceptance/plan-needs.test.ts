/**
 * What `denat plan` finds workloads to need, from the service guides: AmazonECR and AmazonECS vpc-endpoints, systems-manager
 * setup-create-vpc, lambda configuration-vpc and with-msk-cluster-network (read 2026-11-24).
 */
import { describe, expect, it } from "vitest";
import { lambdaFunction, lines, resource } from "./estate.ts";
import { additions, managedApp, needsOf, plan, privateImage, servicesOf, task, role } from "./plan-ask.ts";

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

  it("a managed node group needs EC2 and the ECR set, through the launch template that it names by Id", async () => {
    const answer = await plan(
      lines(
        "App: ~",
        role(
          "NodeRole",
          "ec2",
          "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy, arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly",
        ),
        resource(
          "Node",
          "AWS::EC2::LaunchTemplate",
          "LaunchTemplateData: { SecurityGroupIds: [!Ref AppGroup] }",
        ),
        resource(
          "Nodes",
          "AWS::EKS::Nodegroup",
          "ClusterName: main, NodeRole: !GetAtt NodeRole.Arn, Subnets: [!Ref PrivateA, !Ref PrivateB], LaunchTemplate: { Id: !Ref Node }",
        ),
      ),
    );
    expect(servicesOf(answer, "Nodes")).toEqual(expect.arrayContaining(["ec2", "ecr.api", "ecr.dkr", "s3"]));
    expect(textOf(answer.vpcs.flatMap(({ unknowns }) => unknowns))).not.toMatch(/launch template/i);
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

  it("a function outside every VPC is fed from the subnets of its cluster, which lose the NAT", async () => {
    const answer = await plan(
      lines(
        "App: ~",
        resource("Fn", "AWS::Lambda::Function", "FunctionName: fn"),
        resource(
          "Events",
          "AWS::MSK::Cluster",
          "BrokerNodeGroupInfo: { ClientSubnets: [!Ref PrivateA], SecurityGroups: [!Ref AppGroup] }",
        ),
        resource(
          "Mapping",
          "AWS::Lambda::EventSourceMapping",
          "FunctionName: !Ref Fn, EventSourceArn: !Ref Events, Topics: [orders]",
        ),
      ),
    );
    expect(servicesOf(answer, "Mapping")).toEqual(["lambda", "sts"]);
    for (const { origin } of needsOf(answer, "Mapping")) expect(origin).toMatch(/\.yaml:\d+$/);
    expect(additions(answer)).toEqual(expect.arrayContaining(["lambda interface", "sts interface"]));
    expect(answer.answer).toBe("safe-with-changes");
  });

  it("a mapping whose cluster is not in the input may poll from any VPC", async () => {
    const answer = await plan(
      lines(
        "App: ~",
        lambdaFunction("Fn", "dynamodb:GetItem"),
        resource("Other", "AWS::EC2::VPC", "CidrBlock: 10.9.0.0/16"),
        resource(
          "Mapping",
          "AWS::Lambda::EventSourceMapping",
          "FunctionName: fn, Topics: [orders], EventSourceArn: arn:aws:kafka:us-east-1:111122223333:cluster/events/0f2c8a7e-1",
        ),
      ),
    );
    expect(answer.answer).toBe("cannot-tell");
    const unknowns = answer.vpcs.flatMap((vpc) => vpc.unknowns);
    expect(textOf(unknowns)).toMatch(/the VPC of Mapping/);
    expect(JSON.stringify(unknowns)).toContain("defines the cluster or broker");
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

function textOf(facts: readonly { readonly fact: string }[]): string {
  return facts.map(({ fact }) => fact).join("\n");
}
