/** The NATs that `denat plan` finds, what they cost, and what it makes of describe-* answers. */
import { describe, expect, it } from "vitest";
import { allCalls, describedFiles, subnetA, subnetB } from "./described.ts";
import { lambdaFunction, lines, natInstance, resource, template, templateOf } from "./estate.ts";
import { managedApp, natKinds, plan } from "./plan-ask.ts";

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
    ["instance", natInstance],
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
    const missing = allCalls.filter((call) => !kept.includes(call));
    const answer = await plan(
      "",
      "",
      describedFiles(Object.fromEntries(missing.map((call) => [call, undefined]))),
    );
    expect(answer.answer).toBe("cannot-tell");
  });

  it("calls that were not made are not taken for things that are not there", async () => {
    const kept = Object.fromEntries(
      allCalls
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
