// An adopted network after changes by the API: what was changed is changed, and nothing else is lost or made up.
import { describe, expect, it } from "vitest";
import { AppError } from "../../../../src/model/app-error.ts";
import { mustCidr } from "../../../../src/model/address.ts";
import { parseId } from "../../../../src/model/entity/entity.ts";
import type { RoleId, WorkloadId } from "../../../../src/model/entity/entity.ts";
import { known, unknown, valueOr } from "../../../../src/model/known.ts";
import type { Network } from "../../../../src/model/network.ts";
import { allTraffic } from "../../../../src/model/traffic.ts";
import { interfaceEndpoint as templateEndpoint, template } from "../../../acceptance/estate.ts";
import { facts } from "../../../facts/facts.ts";
import { readNetwork } from "../../../../src/readers/index.ts";
import { deployNetwork } from "../../../../src/lab/deploy/index.ts";
import {
  base,
  group,
  interfaceEndpoint,
  scope,
  table,
  uncollected,
  withRows,
} from "../../../reach/estate.ts";
import { adopt } from "./adopt.ts";
import type { Adopted } from "./adopt.ts";

const account = "111122223333";
const missing = unknown("something of it", "aws ec2 describe-it");
const origin = { file: "estate" };
const adoptRows = (rows: Parameters<typeof withRows>[1]): Promise<Adopted> =>
  adopt(withRows(base, rows), { account });
const notesOf = ({ unlike }: Adopted) => unlike.map(({ component: { id }, why }) => `${id}: ${why}`);

async function ofTemplate(...changes: readonly string[]): Promise<Network> {
  const files = [{ path: "stack.yaml", text: template(...changes) }];
  const options = { region: "us-east-1", parameters: new Map<string, string>(), findBeside: () => undefined };
  return deployNetwork((await readNetwork(files, options, facts)).network, facts);
}

/** The id that the API gave what the template calls `name`. */
const idOf = ({ names }: Adopted, name: string): string =>
  [...names].find(([, logical]) => logical === name)?.[0] ?? name;

describe("a fact that nobody knows", () => {
  const unreadRule = { traffic: known(allTraffic), peer: missing, origin };

  it("stays so when something beside it is changed, and is said", async () => {
    const own = await adoptRows({
      securityGroups: [
        { ...group("sg-client", "vpc-1", { egress: ["all 0.0.0.0/0"] }), ingress: known([unreadRule]) },
      ],
    });
    expect(notesOf(own)).toEqual(["sg-client: the API does not tell its ingress in full"]);
    await own.ask(
      "AuthorizeSecurityGroupIngress&GroupId=sg-client&IpProtocol=tcp&FromPort=22&ToPort=22&CidrIp=10.0.0.0/8",
    );
    const rules = valueOr((await own.now()).securityGroups.get(parseId("sg-client"))?.ingress ?? missing, []);
    expect(rules[0]).toEqual(unreadRule);
    expect(rules[1]?.peer).toEqual(known({ kind: "cidr", cidr: mustCidr("10.0.0.0/8") }));
    expect(rules).toHaveLength(2);
  });

  it("that is a whole list does not become known by what is added", async () => {
    const own = await adoptRows({ routeTables: [{ ...table("rtb-private", "vpc-1", []), routes: missing }] });
    expect(notesOf(own)).toEqual([
      "rtb-private: something of it: not known, and the API tells of a stand-in",
    ]);
    await own.ask("CreateRoute&RouteTableId=rtb-private&DestinationCidrBlock=0.0.0.0/0&NatGatewayId=nat-1");
    expect((await own.now()).routeTables.get(parseId("rtb-private"))?.routes).toEqual(missing);
  });

  it("that is one value is known once the API has set it", async () => {
    const own = await adoptRows({
      vpcEndpoints: [interfaceEndpoint("ssm", { policy: missing, networkInterfaces: known([]) })],
    });
    expect(notesOf(own)).toEqual(["vpce-ssm: something of it: not known, and the API tells of a stand-in"]);
    const policyOf = async () => (await own.now()).vpcEndpoints.get(parseId("vpce-ssm"))?.policy;
    await own.ask("CreateTags&ResourceId.1=vpce-ssm&Tag.1.Key=Name&Tag.1.Value=door");
    expect(await policyOf()).toEqual(missing);
    const document = { Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }] };
    await own.ask(
      `ModifyVpcEndpoint&VpcEndpointId=vpce-ssm&PolicyDocument=${encodeURIComponent(JSON.stringify(document))}`,
    );
    expect(await policyOf()).toEqual(known({ kind: "document", json: document }));
  });

  it("that is a whole table stays a gap, and is said", async () => {
    const network = uncollected(base, "networkAcls", "aws ec2 describe-network-acls");
    const own = await adopt(network, { account });
    expect(notesOf(own)).toEqual([
      "live: what it has of kind network-acl was not read, and the API tells of none",
    ]);
    await own.ask("CreateVpc&CidrBlock=10.7.0.0/16");
    expect((await own.now()).gaps.get(scope)?.has("networkAcls")).toBe(true);
  });
});

describe("what the API has no calls for", () => {
  const extras = [
    templateEndpoint("ssm"),
    `Zone: { Type: AWS::Route53::HostedZone, Properties: { Name: corp.example, VPCs: [{ VPCId: !Ref Vpc, VPCRegion: us-east-1 }] } }
Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {}, ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"] } }
Fn: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt Role.Arn, VpcConfig: { SubnetIds: [!Ref PrivateB], SecurityGroupIds: [!Ref AppGroup] } } }
Tgw: { Type: AWS::EC2::TransitGateway }
ToTgw: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref PrivateTable, DestinationCidrBlock: 10.99.0.0/16, TransitGatewayId: !Ref Tgw } }`,
  ];

  it("outlives a change: zones, roles, functions, transit gateways", async () => {
    const own = await adopt(await ofTemplate(...extras));
    expect(own.unlike.map(({ component: { kind }, why }) => `${kind}: ${why}`)).toEqual([
      "transit-gateway: the API does not show it",
      "transit-gateway-route-table: the API does not show it",
    ]);
    const [vpc, privateTable] = [idOf(own, "Vpc"), idOf(own, "PrivateTable")];
    await own.ask(
      `CreateVpcEndpoint&VpcId=${vpc}&ServiceName=com.amazonaws.us-east-1.s3&RouteTableId.1=${privateTable}`,
    );
    const [before, after] = [own.network, await own.now()];
    for (const name of ["hostedZones", "roles", "transitGateways", "workloads", "resolverRules"] as const)
      expect(after[name], name).toEqual(before[name]);
    expect(after.hostedZones.size * after.roles.size * after.workloads.size).toBeGreaterThan(0);
    const routes = valueOr(after.routeTables.get(parseId(privateTable))?.routes ?? missing, []);
    expect(routes.map(({ target }) => (target.known ? target.value.kind : ""))).toEqual([
      "local",
      "nat-gateway",
      "transit-gateway",
      "vpc-endpoint",
    ]);
  });

  it("and a route to it can be taken away", async () => {
    const own = await adopt(await ofTemplate(...extras));
    const privateTable = idOf(own, "PrivateTable");
    await own.ask(`DeleteRoute&RouteTableId=${privateTable}&DestinationCidrBlock=10.99.0.0/16`);
    const routes = valueOr((await own.now()).routeTables.get(parseId(privateTable))?.routes ?? missing, []);
    expect(routes).toHaveLength(2);
  });
});

describe("what the lab's IAM makes", () => {
  it("stands beside the input's roles, and an instance that gets one of its profiles has that alone", async () => {
    const own = await adopt(
      await ofTemplate(
        `Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }
Profile: { Type: AWS::IAM::InstanceProfile, Properties: { Roles: [!Ref Role] } }
App: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref PrivateA, IamInstanceProfile: !Ref Profile } }`,
      ),
    );
    const app = parseId<WorkloadId>(idOf(own, "App"));
    const [role] = own.network.roles.values();
    const [instance] = [own.first.workloads.get(app)];
    if (role === undefined || instance === undefined) throw new Error("the template has both");
    expect(own.network.workloads.get(app)?.roles).toEqual(known([role.id]));
    const made = { ...role, id: parseId<RoleId>("made") };
    const now = own.networkOf({
      ...own.first,
      roles: new Map([[made.id, made]]),
      workloads: new Map([[app, { ...instance, roles: known([made.id]) }]]),
    });
    expect([...now.roles.keys()]).toEqual([role.id, made.id]);
    expect(now.workloads.get(app)?.roles).toEqual(known([made.id]));
  });
});

describe("what the API takes away", () => {
  it("is gone: an instance, with its interface", async () => {
    const own = await adopt(await ofTemplate());
    await own.ask(`TerminateInstances&InstanceId.1=${idOf(own, "App")}`);
    const { workloads, networkInterfaces } = await own.now();
    expect([...workloads.keys(), ...networkInterfaces.keys()]).toEqual([]);
  });

  it("is refused where AWS keeps it: the interface of a function", async () => {
    const own = await adopt(
      await ofTemplate(
        `Fn: { Type: AWS::Lambda::Function, Properties: { Role: "arn:aws:iam::123456789012:role/fn", VpcConfig: { SubnetIds: [!Ref PrivateB], SecurityGroupIds: [!Ref AppGroup] } } }`,
      ),
    );
    await expect(own.ask(`DeleteSubnet&SubnetId=${idOf(own, "PrivateB")}`)).rejects.toThrow(
      "DependencyViolation",
    );
  });
});

describe("a row of another account", () => {
  it("is not the account's, and stays where it was", async () => {
    const own = await adopt(base, { account: "999999999999" });
    expect(await own.ask("DescribeVpcs")).not.toContain("vpc-1");
    expect(notesOf(own)).toContain("vpc-1: the API does not show it");
    expect((await own.now()).vpcs).toEqual(base.vpcs);
  });
});

describe("ids", () => {
  it("of AWS stay; a template's names become such, the same each time, and CloudFormation's tags tell of them", async () => {
    const [once, again] = [await adopt(await ofTemplate()), await adopt(await ofTemplate())];
    expect(again.beginning).toBe(once.beginning);
    expect(idOf(once, "Vpc")).toMatch(/^vpc-0[0-9a-f]{16}$/);
    expect(idOf(once, "App")).toMatch(/^i-0[0-9a-f]{16}$/);
    const told = await once.ask(`DescribeInstances&InstanceId.1=${idOf(once, "App")}`);
    expect(told).toContain("<key>aws:cloudformation:logical-id</key><value>App</value>");
    expect(told).toContain("<key>aws:cloudformation:stack-name</key><value>stack</value>");
    const live = await adopt(base, { account });
    expect([...live.names]).toEqual([]);
    expect(await live.ask("DescribeVpcs")).toContain("<vpcId>vpc-1</vpcId>");
  });
});

describe("the state of an adopted account", () => {
  it("goes back to the input's network at a reset", async () => {
    const own = await adopt(base, { account });
    await own.ask("CreateVpc&CidrBlock=10.7.0.0/16");
    expect((await own.now()).vpcs.size).toBe(base.vpcs.size + 1);
    await own.ec2.reset();
    const now = await own.now();
    expect({ ...now, scopes: base.scopes }).toEqual({ ...own.network, scopes: base.scopes });
  });

  it("goes on from where it was kept, and from no other input", async () => {
    const [own, same, other] = [
      await adopt(base, { account }),
      await adopt(base, { account }),
      await adopt(await ofTemplate(), { account }),
    ];
    await own.ask("DeleteNatGateway&NatGatewayId=nat-1");
    same.ec2.fromState(own.ec2.toState());
    expect(await same.now()).toEqual(await own.now());
    expect(() => other.ec2.fromState(own.ec2.toState())).toThrow(AppError);
    expect(() => other.ec2.fromState(own.ec2.toState())).toThrow(
      "it is of a lab that began with another INPUT",
    );
  });
});
