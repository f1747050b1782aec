/** What a user may name as source or destination; a source with several subnets is asked for each of them. */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import { inSubnet, instance, interfaceEndpoint, lines, resource } from "./estate.ts";

const db = instance("Db", "PrivateB", "!Ref DbGroup", "PrivateIpAddress: 10.0.17.10");
const dbGroup = resource(
  "DbGroup",
  "AWS::EC2::SecurityGroup",
  "GroupDescription: db, VpcId: !Ref Vpc, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref AppGroup }]",
);
const toDb = "--port 5432";

/** Both subnets of one service are asked for, and a mixed answer is partial. */
describe("a source with several subnets", () => {
  const fn = resource(
    "Fn",
    "AWS::Lambda::Function",
    "Runtime: nodejs22.x, Handler: index.handler, Role: arn:aws:iam::111122223333:role/app, Code: { ZipFile: x }, VpcConfig: { SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref AppGroup] }",
  );
  traces([
    {
      name: "both have a route",
      change: fn,
      from: "Fn",
      to: "ssm",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "one has none",
      change: lines(fn, "AssociationB: ~"),
      from: "Fn",
      to: "ssm",
      verdict: "partial",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "neither has",
      change: lines(fn, "AssociationA: ~", "AssociationB: ~"),
      from: "Fn",
      to: "ssm",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "another instance as destination, by its logical id",
      change: lines(db, dbGroup),
      to: "Db",
      options: toDb,
      verdict: "reachable",
      via: "local",
    },
    {
      name: "a network interface as source",
      change: resource(
        "Eni",
        "AWS::EC2::NetworkInterface",
        "SubnetId: !Ref PrivateA, GroupSet: [!Ref AppGroup]",
      ),
      from: "Eni",
      to: "ssm",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "a subnet stands for any interface in it",
      from: "PrivateA",
      to: "ssm",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "a subnet is asked without groups",
      change: interfaceEndpoint("ssm"),
      from: "PrivateB",
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "a private address given to the instance",
      change: instance("App", "PrivateA", "!Ref AppGroup", "PrivateIpAddress: 10.0.16.20"),
      from: "10.0.16.20",
      to: "ssm",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "the instance in another subnet",
      change: lines(inSubnet("PrivateB"), "AssociationB: ~"),
      to: "ssm",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
  ]);
});
