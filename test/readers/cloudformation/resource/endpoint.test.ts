import { describe, expect, it } from "vitest";
import { doubtful, ground, plain, read, row } from "./read.ts";

const endpoint = (properties: string, { condition = "", more = "", region = "eu-west-1" } = {}) =>
  row(
    read(
      `${ground}  Endpoint: { Type: AWS::EC2::VPCEndpoint, ${condition} Properties: { VpcId: !Ref Vpc, ${properties} } }\n${more}`,
      {
        head: doubtful,
        region,
      },
    ),
    "vpcEndpoints",
    "Endpoint",
  );
const ssm = "ServiceName: com.amazonaws.eu-west-1.ssm, VpcEndpointType: Interface";

describe("an endpoint", () => {
  it("is a gateway with full access and without private DNS unless it says more", () => {
    const one = endpoint('ServiceName: !Sub "com.amazonaws.${AWS::Region}.s3", RouteTableIds: [rtb-1]');
    expect(one.type).toBe("gateway");
    expect(plain(one.serviceName)).toBe("com.amazonaws.eu-west-1.s3");
    expect(plain(one.serviceRegion)).toBe("eu-west-1");
    expect(plain(one.state)).toBe("available");
    expect(plain(one.policy)).toEqual({ kind: "full-access" });
    expect(plain(one.privateDnsEnabled)).toBe(false);
    expect(plain(one.routeTables)).toEqual(["rtb-1"]);
    expect(plain(one.groups)).toEqual([]);
    expect(one.privateDnsOnlyForInboundResolver).toBeUndefined();
  });

  it.each([
    { word: "Interface", type: "interface" },
    { word: "interface", type: "interface" },
    { word: "Gateway", type: "gateway" },
    { word: "GatewayLoadBalancer", type: "gateway-load-balancer" },
    { word: "Resource", type: "resource" },
    { word: "ServiceNetwork", type: "service-network" },
    { word: "Novel", type: "other" },
  ])("of type $word", ({ word, type }) => {
    expect(endpoint(`ServiceName: x, VpcEndpointType: ${word}`).type).toBe(type);
  });

  it.each([
    { groups: "", is: ["Vpc.default"] },
    { groups: ", SecurityGroupIds: [!GetAtt Vpc.DefaultSecurityGroup]", is: ["Vpc.default"] },
    { groups: ", SecurityGroupIds: [sg-1]", is: ["sg-1"] },
    { groups: ", SecurityGroupIds: [!Ref Stage]", is: ["Stage"] },
  ])("of interface type with '$groups' is in $is", ({ groups, is }) => {
    expect(plain(endpoint(`${ssm}, SubnetIds: [!Ref Subnet]${groups}`).groups)).toEqual(is);
  });

  it("in an outside VPC has a default group that nobody knows", () => {
    const one = row(
      read(`  Endpoint: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcId: vpc-9, ${ssm} } }`),
      "vpcEndpoints",
      "Endpoint",
    );
    expect(one.groups).toMatchObject({ known: false, fact: "default security group of vpc-9" });
  });

  it.each([
    { option: "", is: true },
    { option: ", DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: AllResolvers }", is: false },
    { option: ", DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: OnlyInboundResolver }", is: true },
  ])("of S3 with '$option' answers inbound resolvers only: $is", ({ option, is }) => {
    const one = endpoint(`ServiceName: com.amazonaws.eu-west-1.s3, VpcEndpointType: Interface${option}`);
    expect(plain(one.privateDnsOnlyForInboundResolver)).toBe(is);
    expect(endpoint(ssm).privateDnsOnlyForInboundResolver).toBeUndefined();
  });

  it.each([
    {
      policy: "{ Statement: [{ Effect: Allow, Action: '*', Resource: '*' }] }",
      is: { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
    },
    { policy: "'{\"Statement\": []}'", is: { Statement: [] } },
  ])("has the policy $policy", ({ policy, is }) => {
    expect(plain(endpoint(`${ssm}, PolicyDocument: ${policy}`).policy)).toEqual({
      kind: "document",
      json: is,
    });
  });

  it.each([
    "{ Statement: [{ Effect: Allow, Action: '*', Resource: !Ref Stage }] }",
    "{ Statement: !Ref Stage }",
    "'no json'",
  ])("has a policy that nobody knows: %s", (policy) => {
    expect(endpoint(`${ssm}, PolicyDocument: ${policy}`).policy.known).toBe(false);
  });

  it("that may not exist is in a state that nobody knows", () => {
    expect(plain(endpoint(ssm, { condition: "Condition: Maybe," }).state)).toMatch(/^\? condition Maybe/);
  });

  it("keeps the shape of its service name without a Region", () => {
    const one = endpoint('ServiceName: !Sub "com.amazonaws.${AWS::Region}.s3"', { region: "unknown-region" });
    expect(plain(one.serviceName)).toBe("com.amazonaws.unknown-region.s3");
  });

  it("does not know a list of route tables of which one is not known", () => {
    expect(endpoint("ServiceName: x, RouteTableIds: [rtb-1, !Ref Stage]").routeTables.known).toBe(false);
  });
});
