// An adopted network, read back from the answers of the API that adopted it, is the network that was adopted: packets would
// fare alike in both, and so would questions.
import fc from "fast-check";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { Route } from "../../../../src/model/entity/route-table.ts";
import { valueOr } from "../../../../src/model/known.ts";
import type { Network } from "../../../../src/model/network.ts";
import { template } from "../../../acceptance/estate.ts";
import { networks } from "../../../agreement/networks/network.ts";
import { ask, inShort } from "../../../reach/ask.ts";
import { adopt, fabricOf, readInput } from "./adopt.ts";
import type { Adopted } from "./adopt.ts";

const example = "examples/session-manager";
const stacks = readdirSync(`${example}/cdk.out`).filter((name) => name.endsWith(".template.json"));
const directories = readdirSync(`${example}/describe`);
const inputs = [
  ...stacks.map((name) => `${example}/cdk.out/${name}`),
  ...directories.map((name) => `${example}/describe/${name}`),
];

const idOf = (target: Route["target"]): string | undefined => (target.known ? target.value.id : undefined);

const verdicts = (network: Network, sources: readonly string[]): readonly string[] =>
  sources.flatMap((from) =>
    ["s3", "ssm", "sts", "example.com"].map((to) => `${from} ${to} ${inShort(ask(network, { from, to }))}`),
  );

const sourcesIn = ({ workloads }: Network): readonly string[] => [...workloads.keys()];

async function adoptedInput(path: string): Promise<{ readonly input: Network; readonly own: Adopted }> {
  const input = await readInput(path);
  const [scope] = input.scopes.values();
  const account = /^\d{12}$/.test(scope?.account ?? "") ? (scope?.account ?? "") : "123456789012";
  return { input, own: await adopt(input, { account }) };
}

it.each(inputs)("%s", async (path) => {
  const { input, own } = await adoptedInput(path);
  expect(own.unlike).toEqual([]);
  expect(fabricOf(own.first)).toEqual(fabricOf(own.network));
  expect(fabricOf(await own.now())).toEqual(fabricOf(own.network));
  const inUserWords = sourcesIn(input);
  expect(inUserWords).not.toEqual([]);
  expect(verdicts(await own.now(), inUserWords)).toEqual(verdicts(input, inUserWords));
});

it("a template with NAT, and with changes that the estate of the acceptance cases has none of", async () => {
  const directory = mkdtempSync(join(tmpdir(), "denat-adopt-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, "template.yaml");
  writeFileSync(
    path,
    template(`
S3: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcId: !Ref Vpc, ServiceName: !Sub "com.amazonaws.\${AWS::Region}.s3", RouteTableIds: [!Ref PrivateTable], PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: "*", Action: "s3:Get*", Resource: "*" }] } } }
Options: { Type: AWS::EC2::DHCPOptions, Properties: { DomainNameServers: [10.0.0.9] } }
OptionsOfVpc: { Type: AWS::EC2::VPCDHCPOptionsAssociation, Properties: { VpcId: !Ref Vpc, DhcpOptionsId: !Ref Options } }
Acl: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: !Ref Vpc } }
AclEntry: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref Acl, RuleNumber: 7, Protocol: 1, RuleAction: allow, Icmp: { Type: 8, Code: -1 }, CidrBlock: 10.0.0.0/8 } }
AclOfB: { Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: { SubnetId: !Ref PrivateB, NetworkAclId: !Ref Acl } }
List: { Type: AWS::EC2::PrefixList, Properties: { PrefixListName: own, AddressFamily: IPv4, MaxEntries: 2, Entries: [{ Cidr: 192.0.2.0/24 }] } }
Fn: { Type: AWS::Lambda::Function, Properties: { Role: "arn:aws:iam::123456789012:role/fn", VpcConfig: { SubnetIds: [!Ref PrivateB], SecurityGroupIds: [!Ref AppGroup] } } }
`).replaceAll("us-east-1", "ap-northeast-1"),
  );
  const input = await readInput(path);
  const own = await adopt(input);
  expect(own.unlike).toEqual([]);
  expect(fabricOf(own.first)).toEqual(fabricOf(own.network));
  expect(verdicts(await own.now(), sourcesIn(input))).toEqual(verdicts(input, sourcesIn(input)));
});

it("any network of both families, with peering, NATs of all kinds, ACLs and groups", async () => {
  await fc.assert(
    fc.asyncProperty(networks, async (network) => {
      const own = await adopt(network, { account: "111122223333" });
      const now = await own.now();
      expect(fabricOf(now)).toEqual(fabricOf(own.network));
      // Whether a route leads nowhere the API sees for itself, where these networks draw it.
      const states = [...network.routeTables.values()].flatMap(({ routes }) => valueOr(routes, []));
      const isPlain =
        states.every(({ state, target }) => state === "active" && idOf(target) !== "nat-regional") &&
        [...network.peerings.values()].every(({ status }) => status === "active");
      // The lists of AWS have other entries here than AWS's own, which the API tells.
      const told = own.unlike.filter(
        ({ component: { kind } }) => kind !== "prefix-list" && (isPlain || kind !== "route-table"),
      );
      expect(told.map(({ component, why }) => `${component.id}: ${why}`)).toEqual([
        "nat-regional: the API does not show it",
      ]);
    }),
    { numRuns: 30 },
  );
});
