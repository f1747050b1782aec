// The example says one thing three times: as a CDK app, as its synthesized templates, and as what the AWS CLI prints once
// a state is deployed. These tests hold the three together.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";

type Item = Readonly<Record<string, unknown>>;

const example = join(import.meta.dirname, "../../examples/session-manager");
const assembly = join(example, "cdk.out");

const states = [
  { id: "SessionManager0Nat", directory: "0-nat" },
  { id: "SessionManager1Isolated", directory: "1-isolated" },
  { id: "SessionManager2Interface", directory: "2-interface-endpoints" },
  { id: "SessionManager3Gateway", directory: "3-gateway-endpoint" },
] as const;

const readTexts = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), "utf8")]),
  );
const readAnswers = (directory: string): Record<string, string> =>
  readTexts(join(example, "describe", directory));

const item = (value: unknown): Item => (typeof value === "object" && value !== null ? (value as Item) : {});
const items = (value: unknown): readonly Item[] => (Array.isArray(value) ? value.map(item) : []);
const defined = (fields: Item): Item =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

interface Resource {
  readonly id: string;
  readonly type: unknown;
  readonly properties: Item;
}

/** The resources of a template; a reference has become the logical id that it refers to. */
function readTemplate(stackId: string): readonly Resource[] {
  const template = item(JSON.parse(readFileSync(join(assembly, `${stackId}.template.json`), "utf8")));
  const resources = item(template["Resources"]);
  const pseudo: Item = { "AWS::Region": "ap-northeast-1", "AWS::Partition": "aws" };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    const { Ref: ref, "Fn::GetAtt": attribute, "Fn::Join": join } = value as Item;
    if (typeof ref === "string") return pseudo[ref] ?? ref;
    if (Array.isArray(attribute)) {
      const [id, name] = attribute.map(String);
      return name === "CidrBlock" ? item(item(resources[id ?? ""])["Properties"])[name] : id;
    }
    if (Array.isArray(join)) return (resolve(join[1]) as string[]).join(String(join[0]));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
  };
  return Object.entries(resources).map(([id, resource]) => ({
    id,
    type: item(resource)["Type"],
    properties: item(resolve(item(resource)["Properties"])),
  }));
}

const idFields: Item = {
  Vpcs: "VpcId",
  Subnets: "SubnetId",
  RouteTables: "RouteTableId",
  SecurityGroups: "GroupId",
  VpcEndpoints: "VpcEndpointId",
  NatGateways: "NatGatewayId",
  InternetGateways: "InternetGatewayId",
  Addresses: "AllocationId",
  Instances: "InstanceId",
};

const logicalId = (resource: Item): string | undefined =>
  items(resource["Tags"])
    .filter((tag) => tag["Key"] === "aws:cloudformation:logical-id")
    .map((tag) => String(tag["Value"]))[0];

/** All describe answers of one state as one object; the id of a resource of the stack has become its logical id. */
function readNetwork(directory: string): Item {
  const parse = (text: string): Item => {
    const { Reservations: reservations, ...others } = item(JSON.parse(text));
    return reservations === undefined ? others : { Instances: items(items(reservations)[0]?.["Instances"]) };
  };
  const texts = Object.entries(readAnswers(directory)).flatMap(([name, text]) =>
    name.startsWith("describe-") ? [text] : [],
  );
  const renames = texts.map(parse).flatMap((answer) =>
    Object.entries(answer).flatMap(([key, resources]) =>
      items(resources).flatMap((resource) => {
        const name = logicalId(resource);
        return name === undefined ? [] : [[String(resource[String(idFields[key])]), name] as const];
      }),
    ),
  );
  const renamed = (text: string): string =>
    renames.reduce((result, [id, name]) => result.replaceAll(`"${id}"`, `"${name}"`), text);
  return Object.assign({}, ...texts.map((text) => parse(renamed(text)))) as Item;
}

const permissions = (rules: unknown): readonly Item[] =>
  items(rules).map(({ IpProtocol, FromPort, ToPort, CidrIp, Description }) =>
    defined({ IpProtocol, FromPort, ToPort, IpRanges: [{ CidrIp, Description }] }),
  );
const groupIds = (groups: unknown): readonly Item[] =>
  Array.isArray(groups) ? groups.map((GroupId: unknown) => ({ GroupId })) : [];

/** Where describe lists a kind of resource, and what it must say of one with these template properties. */
const kinds: readonly {
  readonly type: string;
  readonly answer: string;
  readonly said: (properties: Item) => Item;
}[] = [
  {
    type: "AWS::EC2::VPC",
    answer: "Vpcs",
    said: ({ CidrBlock, InstanceTenancy }) => ({ CidrBlock, InstanceTenancy }),
  },
  {
    type: "AWS::EC2::Subnet",
    answer: "Subnets",
    said: ({ VpcId, CidrBlock, AvailabilityZone, MapPublicIpOnLaunch }) => ({
      VpcId,
      CidrBlock,
      AvailabilityZone,
      MapPublicIpOnLaunch,
    }),
  },
  { type: "AWS::EC2::RouteTable", answer: "RouteTables", said: ({ VpcId }) => ({ VpcId }) },
  { type: "AWS::EC2::InternetGateway", answer: "InternetGateways", said: () => ({}) },
  { type: "AWS::EC2::EIP", answer: "Addresses", said: ({ Domain }) => ({ Domain }) },
  {
    type: "AWS::EC2::NatGateway",
    answer: "NatGateways",
    said: ({ SubnetId, AllocationId }) => ({ SubnetId, NatGatewayAddresses: [{ AllocationId }] }),
  },
  {
    type: "AWS::EC2::SecurityGroup",
    answer: "SecurityGroups",
    said: ({ VpcId, GroupDescription, SecurityGroupIngress, SecurityGroupEgress }) => ({
      VpcId,
      Description: GroupDescription,
      IpPermissions: permissions(SecurityGroupIngress),
      IpPermissionsEgress: permissions(SecurityGroupEgress),
    }),
  },
  {
    type: "AWS::EC2::VPCEndpoint",
    answer: "VpcEndpoints",
    said: ({
      ServiceName,
      VpcEndpointType,
      PrivateDnsEnabled,
      SubnetIds,
      RouteTableIds,
      SecurityGroupIds,
    }) => ({
      ServiceName,
      VpcEndpointType,
      PrivateDnsEnabled: PrivateDnsEnabled ?? false,
      SubnetIds: SubnetIds ?? [],
      RouteTableIds: RouteTableIds ?? [],
      Groups: groupIds(SecurityGroupIds),
    }),
  },
  {
    type: "AWS::EC2::Instance",
    answer: "Instances",
    said: ({ InstanceType, SubnetId, SecurityGroupIds, PrivateDnsNameOptions, MetadataOptions }) => ({
      InstanceType,
      SubnetId,
      SecurityGroups: groupIds(SecurityGroupIds),
      PrivateDnsNameOptions,
      MetadataOptions,
    }),
  },
];

const routeText = (table: unknown, { DestinationCidrBlock, NatGatewayId, GatewayId }: Item): string =>
  [table, DestinationCidrBlock ?? "prefix list", NatGatewayId ?? GatewayId].map(String).join(" → ");

/** What describe must say of a template: at least these fields of these resources, and no other resource of these kinds. */
function toldByTemplate(template: readonly Resource[]): Item {
  const ofType = (type: string): readonly Resource[] => template.filter((resource) => resource.type === type);
  const [vpc] = ofType("AWS::EC2::VPC");
  return {
    ids: kinds.map(({ type }) =>
      ofType(type)
        .map(({ id }) => id)
        .toSorted(),
    ),
    resources: Object.fromEntries(
      kinds.flatMap(({ type, said }) => ofType(type).map(({ id, properties }) => [id, said(properties)])),
    ),
    routes: [
      ...ofType("AWS::EC2::Route").map(({ properties }) => routeText(properties["RouteTableId"], properties)),
      ...ofType("AWS::EC2::VPCEndpoint").flatMap(({ id, properties }) =>
        ((properties["RouteTableIds"] ?? []) as readonly string[]).map((table) =>
          routeText(table, { GatewayId: id }),
        ),
      ),
    ].toSorted(),
    associations: Object.fromEntries(
      ofType("AWS::EC2::SubnetRouteTableAssociation").map(({ properties }) => [
        properties["SubnetId"],
        properties["RouteTableId"],
      ]),
    ),
    support: { Value: vpc?.properties["EnableDnsSupport"] },
    hostnames: { Value: vpc?.properties["EnableDnsHostnames"] },
  };
}

function toldByDescribe(network: Item): Item {
  const made = (answer: string): readonly (readonly [string, Item])[] =>
    items(network[answer]).flatMap((resource) => {
      const name = logicalId(resource);
      return name === undefined ? [] : [[name, resource] as const];
    });
  const tables = items(network["RouteTables"]);
  return {
    ids: kinds.map(({ answer }) =>
      made(answer)
        .map(([name]) => name)
        .toSorted(),
    ),
    resources: Object.fromEntries(kinds.flatMap(({ answer }) => made(answer))),
    routes: tables
      .flatMap((table) => items(table["Routes"]).map((route) => ({ table: table["RouteTableId"], route })))
      .filter(({ route }) => route["GatewayId"] !== "local")
      .map(({ table, route }) => routeText(table, route))
      .toSorted(),
    associations: Object.fromEntries(
      tables
        .flatMap((table) => items(table["Associations"]))
        .filter(({ Main }) => Main === false)
        .map(({ SubnetId, RouteTableId }) => [SubnetId, RouteTableId]),
    ),
    support: network["EnableDnsSupport"],
    hostnames: network["EnableDnsHostnames"],
  };
}

describe("the committed cloud assembly", () => {
  it("is what the app synthesizes, byte for byte", () => {
    const outdir = mkdtempSync(join(tmpdir(), "session-manager-"));
    onTestFinished(() => rmSync(outdir, { recursive: true }));
    execFileSync(process.execPath, ["--import", "tsx", "app.ts"], {
      cwd: example,
      env: { ...process.env, CDK_OUTDIR: outdir },
    });
    expect(readTexts(outdir)).toEqual(readTexts(assembly));
  });

  it.each([
    { id: "SessionManager0Nat", nats: 1, endpoints: [] },
    { id: "SessionManager1Isolated", nats: 0, endpoints: [] },
    { id: "SessionManager2Interface", nats: 0, endpoints: ["ssm", "ssmmessages", "ec2messages", "ec2"] },
    { id: "SessionManager3Gateway", nats: 0, endpoints: ["ssm", "ssmmessages", "ec2messages", "ec2", "s3"] },
  ])("gives $id its ways out", ({ id, nats, endpoints }) => {
    const template = readTemplate(id);
    const services = template
      .filter(({ type }) => type === "AWS::EC2::VPCEndpoint")
      .map(({ properties }) => properties["ServiceName"]);
    expect(template.filter(({ type }) => type === "AWS::EC2::NatGateway")).toHaveLength(nats);
    expect(services).toEqual(endpoints.map((service) => `com.amazonaws.ap-northeast-1.${service}`));
  });
});

describe("the describe answers", () => {
  it.each(states)("of $directory show the network of the template", ({ id, directory }) => {
    expect(toldByDescribe(readNetwork(directory))).toMatchObject(toldByTemplate(readTemplate(id)));
  });

  it.each(states.slice(2))(
    "of $directory carry the endpoint policies of the template",
    ({ id, directory }) => {
      const policies = items(readNetwork(directory)["VpcEndpoints"]).map(({ PolicyDocument }) =>
        item(JSON.parse(String(PolicyDocument))),
      );
      const endpoints = readTemplate(id).filter(({ type }) => type === "AWS::EC2::VPCEndpoint");
      expect(policies).toEqual(endpoints.map(({ properties }) => properties["PolicyDocument"]));
    },
  );

  const others = states.flatMap(({ id }) =>
    states.filter((state) => state.id !== id).map(({ directory }) => ({ id, directory })),
  );
  it.each(others)("of $directory do not pass for $id", ({ id, directory }) => {
    expect(toldByDescribe(readNetwork(directory))).not.toMatchObject(toldByTemplate(readTemplate(id)));
  });

  it.each([
    { directory: "0-nat", tables: 3, interfaces: 2 },
    { directory: "1-isolated", tables: 2, interfaces: 1 },
    { directory: "2-interface-endpoints", tables: 2, interfaces: 5 },
    { directory: "3-gateway-endpoint", tables: 2, interfaces: 5 },
  ])("of $directory count what AWS adds by itself", ({ directory, tables, interfaces }) => {
    const network = readNetwork(directory);
    expect(items(network["RouteTables"])).toHaveLength(tables);
    expect(items(network["SecurityGroups"])).toHaveLength(3);
    expect(items(network["NetworkAcls"])).toHaveLength(1);
    expect(items(network["NetworkInterfaces"])).toHaveLength(interfaces);
  });

  it.each(states)("of $directory describe every id that they mention", ({ directory }) => {
    const answers = readAnswers(directory);
    const mentioned = new Set(Object.values(answers).join("\n").match(idPattern));
    const missing = [...mentioned].filter((id) => {
      const [, answer, field] = idHomes.find(([prefix]) => id.startsWith(prefix)) ?? [];
      return !answers[`${answer}.json`]?.includes(`"${field}": "${id}"`);
    });
    expect(mentioned.size).toBeGreaterThan(10);
    expect(missing).toEqual([]);
  });

  it("keep the VPC, the instance and their ids from state to state", () => {
    const kept = states.map(({ directory }) => {
      const text = Object.values(readAnswers(directory)).join("\n");
      return new Set(text.match(/"(?:vpc|i|sg|acl|dopt)-0[0-9a-f]{16}"/g));
    });
    expect(kept[0]?.size).toBe(7);
    for (const ids of kept) expect(ids).toEqual(kept[0]);
  });
});

const idPattern =
  /\b(?:vpce?|subnet|rtb|sg|acl|eni|i|nat|igw|eipalloc|dopt)-0[0-9a-f]{16}(?=")|\bpl-[0-9a-f]{8}(?=")/g;

// Which answer describes what kind of id, and in which field.
const idHomes = [
  ["vpce-", "describe-vpc-endpoints", "VpcEndpointId"],
  ["vpc-", "describe-vpcs", "VpcId"],
  ["subnet-", "describe-subnets", "SubnetId"],
  ["rtb-", "describe-route-tables", "RouteTableId"],
  ["sg-", "describe-security-groups", "GroupId"],
  ["acl-", "describe-network-acls", "NetworkAclId"],
  ["eni-", "describe-network-interfaces", "NetworkInterfaceId"],
  ["i-", "describe-instances", "InstanceId"],
  ["nat-", "describe-nat-gateways", "NatGatewayId"],
  ["igw-", "describe-internet-gateways", "InternetGatewayId"],
  ["eipalloc-", "describe-addresses", "AllocationId"],
  ["dopt-", "describe-dhcp-options", "DhcpOptionsId"],
  ["pl-", "describe-managed-prefix-lists", "PrefixListId"],
] as const;
