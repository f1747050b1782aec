/** What AWS refuses to create, as users met it (users 6, 11, 12): whatever rests on it is blocked. */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import { interfaceEndpoint, lines, noNat, subnet, vpc } from "./estate.ts";

const isolated = lines(noNat, interfaceEndpoint("ssm"));

describe("what AWS refuses to create", () => {
  traces([
    {
      name: "two endpoint subnets in one zone (I1, user 11)",
      change: lines(noNat, interfaceEndpoint("ssm", { subnets: "!Ref PrivateA, !Ref Public" })),
      to: "ssm",
      verdict: "blocked",
      codes: ["VPCE_*"],
    },
    {
      name: "the same with the zones taken from Fn::GetAZs",
      change: lines(
        noNat,
        subnet("PrivateA", "10.0.16.0/24", '!Select [0, !GetAZs ""]'),
        subnet("PrivateB", "10.0.17.0/24", "!Select [0, !GetAZs { Ref: AWS::Region }]"),
        interfaceEndpoint("ssm", { subnets: "!Ref PrivateA, !Ref PrivateB" }),
      ),
      to: "ssm",
      verdict: "blocked",
      codes: ["VPCE_*"],
    },
    {
      name: "two different zones of Fn::GetAZs are two zones",
      change: lines(
        noNat,
        subnet("PrivateA", "10.0.16.0/24", '!Select [0, !GetAZs ""]'),
        subnet("PrivateB", "10.0.17.0/24", '!Select [1, !GetAZs ""]'),
        interfaceEndpoint("ssm", { subnets: "!Ref PrivateA, !Ref PrivateB" }),
      ),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "two endpoints with private DNS for one service (I10, user 12)",
      change: lines(isolated, interfaceEndpoint("ssm", { name: "Second", subnets: "!Ref PrivateB" })),
      to: "ssm",
      verdict: "blocked",
      codes: ["VPCE_*|DNS_*"],
    },
    {
      name: "two endpoints for one service, one of them with private DNS",
      change: lines(
        isolated,
        interfaceEndpoint("ssm", { name: "Second", subnets: "!Ref PrivateB", privateDns: false }),
      ),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "private DNS in a VPC without DNS hostnames (I7, user 6)",
      change: lines(isolated, vpc("EnableDnsSupport: true, EnableDnsHostnames: false")),
      to: "ssm",
      verdict: "blocked",
      codes: ["VPCE_*|DNS_*"],
    },
    {
      name: "private DNS in a VPC whose DNS hostnames are left out, which is off (I7)",
      change: lines(isolated, vpc("")),
      to: "ssm",
      verdict: "blocked",
      codes: ["VPCE_*|DNS_*"],
    },
  ]);
});
