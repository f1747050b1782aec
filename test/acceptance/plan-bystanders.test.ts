/** Others whom a plan touches: by private DNS in the whole VPC, by a policy, by the route to a prefix list. Each is named with its fix. */
import { describe, expect, it } from "vitest";
import { acl, instance, interfaceEndpoint, lambdaFunction, lines, resource, spoke } from "./estate.ts";
import { additions, managedApp, needsOf, plan } from "./plan-ask.ts";

/** Somebody with a public address beside the NAT, who does not depend on it. */
const beside = lines(
  managedApp,
  resource(
    "Public",
    "AWS::EC2::Subnet",
    "VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a, MapPublicIpOnLaunch: true",
  ),
  instance("Web", "Public", "!Ref AppGroup", "IamInstanceProfile: !Ref AppProfile"),
);

type Answer = Awaited<ReturnType<typeof plan>>;

const blockersAbout = ({ vpcs }: Answer, id: string) =>
  vpcs
    .flatMap(({ blockers }) => blockers)
    .filter(({ message }) => message.includes(`; ${id} reaches it today, and afterwards not`));

describe("bystanders of a plan", () => {
  it("lose a service whose name private DNS takes over in the whole VPC", async () => {
    const answer = await plan(
      lines(
        beside,
        acl("PrivateA", "in 1 deny tcp 443 10.0.0.0/24", "in 2 allow", "out 100 allow"),
        acl("PrivateB", "in 1 deny tcp 443 10.0.0.0/24", "in 2 allow", "out 100 allow"),
      ),
    );
    expect(answer.answer).toBe("not-safe");
    expect(blockersAbout(answer, "Web")).toContainEqual(
      expect.objectContaining({
        code: "SUBNET_ACL_RESTRICTION",
        message: expect.stringMatching(
          /; Web reaches it today, and afterwards not, for private DNS of .+ answers for ssm\./,
        ),
        fix: expect.stringMatching(/^add an ingress entry to PrivateAAcl that allows tcp 443/),
      }),
    );
  });

  it("are refused by a policy", async () => {
    const answer = await plan(
      lines(
        beside,
        interfaceEndpoint("ssm", {
          privateDns: false,
          more: 'PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: "*", Action: "*", Resource: "*", Condition: { IpAddress: { "aws:VpcSourceIp": 10.0.16.0/24 } } }] }',
        }),
      ),
    );
    expect(answer.answer).toBe("not-safe");
    expect(blockersAbout(answer, "Web")).toEqual([
      expect.objectContaining({
        code: "POLICY_DENIES",
        message: expect.stringContaining("for private DNS of ssmEndpoint answers for ssm."),
        fix: "allow it in the policy of ssmEndpoint",
      }),
    ]);
  });

  it("of another VPC, which leaves by this one's NAT over a transit gateway, are given a gateway endpoint of their own", async () => {
    const answer = await plan(
      lines(
        lambdaFunction("Hub", "s3:GetObject"),
        spoke(),
        lambdaFunction("Fn", "s3:GetObject")
          .replaceAll("!Ref PrivateA, !Ref PrivateB", "!Ref SpokeSubnet")
          .replaceAll("!Ref AppGroup", "!Ref SpokeGroup"),
        "App: ~",
        "SpokeApp: ~",
        resource(
          "Tgw",
          "AWS::EC2::TransitGateway",
          "DefaultRouteTableAssociation: disable, DefaultRouteTablePropagation: disable",
        ),
        ...[
          ["Hub", "Vpc", "PrivateA"],
          ["Spoke", "Spoke", "SpokeSubnet"],
        ].flatMap(([name, vpc, subnet]) => [
          resource(
            `${name}Attachment`,
            "AWS::EC2::TransitGatewayVpcAttachment",
            `TransitGatewayId: !Ref Tgw, VpcId: !Ref ${vpc}, SubnetIds: [!Ref ${subnet}]`,
          ),
          resource(
            `${name}Associated`,
            "AWS::EC2::TransitGatewayRouteTableAssociation",
            `TransitGatewayAttachmentId: !Ref ${name}Attachment, TransitGatewayRouteTableId: !Ref TgwTable`,
          ),
          resource(
            `${name}Propagated`,
            "AWS::EC2::TransitGatewayRouteTablePropagation",
            `TransitGatewayAttachmentId: !Ref ${name}Attachment, TransitGatewayRouteTableId: !Ref TgwTable`,
          ),
        ]),
        resource("TgwTable", "AWS::EC2::TransitGatewayRouteTable", "TransitGatewayId: !Ref Tgw"),
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
      ),
    );
    // The route to the prefix list would take their packets, and an endpoint serves its own VPC alone.
    expect(additions(answer)).toEqual(["s3 gateway", "s3 gateway"]);
    expect(needsOf(answer, "Fn")).toMatchObject([
      {
        service: "s3",
        today: { verdict: "reachable", via: { kind: "transit-gateway" } },
        withoutNat: { verdict: "blocked", codes: ["NO_ROUTE_TO_DESTINATION"] },
        after: { verdict: "reachable", via: { kind: "gateway-endpoint" } },
      },
    ]);
    expect(answer.answer).toBe("safe-with-changes");
  });
});
