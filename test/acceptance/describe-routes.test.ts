/** Routes as `aws ec2 describe-route-tables` reports them: states, origins, the main table, targets that are gone. */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import type { TraceCase } from "./ask.ts";
import { appId, describedFiles, rowsOf, table, toNat, vpcId, withPrivateRoutes } from "./described.ts";

type Changes = Parameters<typeof describedFiles>[0];
type Row = Omit<TraceCase, "files" | "from"> & { readonly answers?: Changes; readonly from?: string };

function ask(rows: readonly Row[]): void {
  traces(rows.map(({ answers, ...row }) => ({ from: appId, ...row, files: describedFiles(answers) })));
}

describe("routes as AWS reports them (R10)", () => {
  ask([
    {
      name: "a default route to a NAT gateway that is gone",
      answers: { "describe-route-tables": withPrivateRoutes(toNat({ State: "blackhole" })) },
      to: "kms",
      verdict: "blocked",
      codes: ["BAD_STATE_ROUTE"],
      stage: "route",
    },
    {
      name: "a longer blackhole wins over a working default",
      answers: {
        "describe-route-tables": withPrivateRoutes(toNat(), {
          DestinationCidrBlock: "198.51.100.0/24",
          NetworkInterfaceId: "eni-0deadbeef00000000",
          State: "blackhole",
          Origin: "CreateRoute",
        }),
      },
      to: "198.51.100.7",
      verdict: "blocked",
      codes: ["BAD_STATE_ROUTE"],
    },
    {
      name: "and not elsewhere",
      answers: {
        "describe-route-tables": withPrivateRoutes(toNat(), {
          DestinationCidrBlock: "198.51.100.0/24",
          NetworkInterfaceId: "eni-0deadbeef00000000",
          State: "blackhole",
          Origin: "CreateRoute",
        }),
      },
      to: "203.0.113.77",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "a propagated route loses to a static one of its length",
      answers: {
        "describe-route-tables": withPrivateRoutes(toNat(), {
          DestinationCidrBlock: "0.0.0.0/0",
          GatewayId: "vgw-0a1b2c3d4e5f60001",
          State: "active",
          Origin: "EnableVgwRoutePropagation",
        }),
      },
      to: "kms",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "a target that is not in the input",
      answers: {
        "describe-route-tables": withPrivateRoutes({
          DestinationCidrBlock: "0.0.0.0/0",
          TransitGatewayId: "tgw-0a1b2c3d4e5f60001",
          State: "active",
          Origin: "CreateRoute",
        }),
        "describe-transit-gateways": undefined,
        "describe-transit-gateway-vpc-attachments": undefined,
      },
      to: "kms",
      verdict: "unknown",
      settledBy: /transit-gateway/,
    },
    {
      name: "a NAT gateway that is being deleted",
      answers: {
        "describe-nat-gateways": {
          NatGateways: [
            {
              ...rowsOf("describe-nat-gateways", "NatGateways")[0],
              State: "deleting",
            },
          ],
        },
      },
      to: "kms",
      verdict: "blocked",
      codes: ["BAD_STATE*"],
    },
    {
      name: "a peering that nobody accepted",
      answers: pendingPeering("pending-acceptance"),
      to: "10.1.0.10",
      options: "--port 5432",
      verdict: "blocked",
      codes: ["BAD_STATE*"],
    },
    {
      name: "a peering that is active, into a VPC that is not in the input",
      answers: pendingPeering("active"),
      to: "10.1.0.10",
      options: "--port 5432",
      verdict: "unknown",
    },
  ]);
});

/** The main table serves the subnets: nothing else is associated with them. */
describe("the main table (R6)", () => {
  const publicTable = rowsOf("describe-route-tables", "RouteTables")[1];
  const tables = (...routes: Parameters<typeof table>[2]) => ({
    "describe-route-tables": {
      RouteTables: [table("rtb-0a1b2c3d4e5f60000", [{ Main: true }], routes), publicTable],
    },
  });
  ask([
    {
      name: "has the NAT route",
      answers: tables(toNat()),
      to: "kms",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "has not",
      answers: tables(),
      to: "kms",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
  ]);
});

function pendingPeering(code: string): Changes {
  const side = (VpcId: string, CidrBlock: string) => ({
    VpcId,
    CidrBlock,
    CidrBlockSet: [{ CidrBlock }],
    OwnerId: "111122223333",
    Region: "us-east-1",
  });
  return {
    "describe-vpc-peering-connections": {
      VpcPeeringConnections: [
        {
          VpcPeeringConnectionId: "pcx-0a1b2c3d4e5f60001",
          Status: { Code: code, Message: code },
          RequesterVpcInfo: side(vpcId, "10.0.0.0/16"),
          AccepterVpcInfo: side("vpc-0a1b2c3d4e5f60002", "10.1.0.0/16"),
        },
      ],
    },
    "describe-route-tables": withPrivateRoutes(toNat(), {
      DestinationCidrBlock: "10.1.0.0/16",
      VpcPeeringConnectionId: "pcx-0a1b2c3d4e5f60001",
      State: "active",
      Origin: "CreateRoute",
    }),
  };
}
