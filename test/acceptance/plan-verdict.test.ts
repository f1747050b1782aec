/** When `denat plan` may say safe: what keeps the NAT, and what is there already. */
import { describe, expect, it } from "vitest";
import {
  gatewayEndpoint,
  group,
  https,
  interfaceEndpoint,
  lambdaFunction,
  lines,
  resource,
} from "./estate.ts";
import { managedApp, needsOf, plan, privateImage, task } from "./plan-ask.ts";

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

  it("the grants that CDK writes for a table allow its stream too, which is assumed to be Lambda's to poll", async () => {
    const grants = ["GetItem", "Query", "Scan", "GetRecords", "GetShardIterator"].map(
      (name) => `dynamodb:${name}`,
    );
    const answer = await plan(lines("App: ~", lambdaFunction("Fn", ...grants), gatewayEndpoint("dynamodb")));
    expect(JSON.stringify(answer)).toContain("dynamodb-streams is not needed");
    expect(needsOf(answer, "Fn").find(({ service }) => service === "dynamodb")?.withoutNat.verdict).toBe(
      "reachable",
    );
  });

  it("a DynamoDB stream as event source is read by Lambda, not from the VPC", async () => {
    const polling = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map(
      (name) => `dynamodb:${name}`,
    );
    const mapping = resource(
      "Mapping",
      "AWS::Lambda::EventSourceMapping",
      "FunctionName: !Ref Fn, EventSourceArn: arn:aws:dynamodb:us-east-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000, StartingPosition: LATEST",
    );
    const answer = await plan(lines("App: ~", lambdaFunction("Fn", ...polling), mapping));
    expect(answer.answer).not.toBe("not-safe");
  });

  it("a function whose calls nobody told is not safe", async () => {
    expect((await plan(lines("App: ~", lambdaFunction("Fn")))).answer).toBe("cannot-tell");
  });

  it("a function whose VPC the input does not tell may stand in this one", async () => {
    const role = resource(
      "AwayRole",
      "AWS::IAM::Role",
      "AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: 'sqs:SendMessage', Resource: '*' }] } }]",
    );
    const away = resource(
      "Away",
      "AWS::Lambda::Function",
      "Runtime: nodejs22.x, Handler: index.handler, Role: !GetAtt AwayRole.Arn, Code: { ZipFile: x }, VpcConfig: { SubnetIds: [!ImportValue subnet], SecurityGroupIds: [!ImportValue group] }",
    );
    const answer = await plan(lines(managedApp, role, away));
    expect(needsOf(answer, "Away").map(({ service, after }) => [service, after.verdict])).toEqual([
      ["sqs", "unknown"],
    ]);
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
