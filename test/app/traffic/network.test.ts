import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findTraffic } from "../../../src/app/traffic/index.ts";
import {
  answerOf,
  clientRecords,
  connections,
  formats,
  foundIn,
  given,
  interfaceOf,
  makeFiles,
  nat,
  natRecords,
  remotes,
  start,
  toText,
  truthOf,
} from "./scene.ts";
import type { RawRecord } from "./scene.ts";

const all = connections();
const truth = truthOf(all);
const records = all.flatMap(natRecords);

const vpc = "vpc-0000000000000000a";
const subnets = {
  nat: "subnet-0000000000000000a",
  one: "subnet-0000000000000000b",
  two: "subnet-0000000000000000c",
};
const gateway = "nat-0000000000000000a";
const owner = { OwnerId: "123456789012" };

/** The answers of describe calls for the network of the scene; `route` is where its private subnets send all traffic. */
function topology(
  route: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const subnet = (id: string, block: string, zone: string) => ({
    SubnetId: id,
    VpcId: vpc,
    CidrBlock: block,
    AvailabilityZone: zone,
    State: "available",
    ...owner,
  });
  const eni = (id: string, ip: string, of: string, type = "interface") => ({
    NetworkInterfaceId: id,
    VpcId: vpc,
    SubnetId: of,
    PrivateIpAddress: ip,
    PrivateIpAddresses: [{ PrivateIpAddress: ip, Primary: true }],
    Groups: [],
    InterfaceType: type,
    SourceDestCheck: true,
    Status: "in-use",
    Description: type === "nat_gateway" ? `Interface for NAT Gateway ${gateway}` : "",
    ...owner,
  });
  const table = (id: string, target: Readonly<Record<string, string>>, of: readonly string[]) => ({
    RouteTableId: id,
    VpcId: vpc,
    Associations: of.map((SubnetId) => ({ SubnetId, Main: false, RouteTableId: id })),
    Routes: [
      {
        DestinationCidrBlock: "10.0.0.0/16",
        GatewayId: "local",
        State: "active",
        Origin: "CreateRouteTable",
      },
      { DestinationCidrBlock: "0.0.0.0/0", State: "active", Origin: "CreateRoute", ...target },
    ],
    ...owner,
  });
  return JSON.stringify({
    Vpcs: [
      {
        VpcId: vpc,
        CidrBlock: "10.0.0.0/16",
        CidrBlockAssociationSet: [{ CidrBlock: "10.0.0.0/16", CidrBlockState: { State: "associated" } }],
        State: "available",
        ...owner,
      },
    ],
    Subnets: [
      subnet(subnets.nat, "10.0.0.0/24", "eu-west-1a"),
      subnet(subnets.one, "10.0.16.0/24", "eu-west-1a"),
      subnet(subnets.two, "10.0.17.0/24", "eu-west-1b"),
    ],
    NatGateways: [
      {
        NatGatewayId: gateway,
        VpcId: vpc,
        SubnetId: subnets.nat,
        State: "available",
        ConnectivityType: "public",
        NatGatewayAddresses: [
          {
            NetworkInterfaceId: nat.interface,
            PrivateIp: nat.address,
            PublicIp: "198.51.100.200",
            AllocationId: "eipalloc-1",
          },
        ],
      },
    ],
    NetworkInterfaces: [
      eni(nat.interface, nat.address, subnets.nat, "nat_gateway"),
      eni(interfaceOf("10.0.16.10"), "10.0.16.10", subnets.one),
      eni(interfaceOf("10.0.16.11"), "10.0.16.11", subnets.one),
      eni(interfaceOf("10.0.17.12"), "10.0.17.12", subnets.two),
    ],
    RouteTables: [
      table("rtb-0000000000000000a", { GatewayId: "igw-0000000000000000a" }, [subnets.nat]),
      table("rtb-0000000000000000b", route, [subnets.one, subnets.two]),
    ],
    ...more,
  });
}

const toNat = { NatGatewayId: gateway };

async function withTopology(text: string, logs: string, more: Readonly<Record<string, string>> = {}) {
  const files = makeFiles();
  try {
    const input = files.write("topology/all.json", text);
    const path = files.write("logs/one.log", logs);
    for (const [name, content] of Object.entries(more)) files.write(name, content);
    return await findTraffic({
      logs: [
        path,
        ...Object.keys(more)
          .filter((name) => name.startsWith("logs/"))
          .map((name) => join(files.directory, name)),
      ],
      topology: {
        paths: [input],
        region: "eu-west-1",
        parameters: new Map(),
        // oxlint-disable-next-line require-yield -- nothing comes on standard input
        stdin: (async function* () {})(),
      },
      nats: [],
      logFormat: undefined,
      from: undefined,
      to: undefined,
      dnsLogs: Object.keys(more)
        .filter((name) => name.startsWith("dns/"))
        .map((name) => join(files.directory, name)),
      region: undefined,
      memoryLimit: undefined,
      progress: undefined,
      bills: [],
      metrics: [],
    });
  } finally {
    files.remove();
  }
}

describe("a topology", () => {
  it("names NATs, and makes clients of addresses: interface, zone and VPC", async () => {
    const answer = await withTopology(topology(toNat), toText(records, formats.v5));
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.nats).toMatchObject([{ id: gateway, zone: "eu-west-1a", vpc }]);
    const client = answer.byClient.find(({ ip }) => ip === "10.0.17.12");
    expect(client).toMatchObject({ interface: interfaceOf("10.0.17.12"), zone: "eu-west-1b", vpc });
    const across = truth.clients["10.0.17.12"] ?? 0;
    expect((answer.trafficGb?.crossAz ?? 0) / (answer.trafficGb?.nat ?? 1)).toBeCloseTo(
      across / truth.nat.bytes,
      9,
    );
  });

  it("confirms by its routes what path 1 of a record leaves open", async () => {
    const logs = toText(all.flatMap(clientRecords), formats.v5);
    const confirmed = await withTopology(topology(toNat), logs);
    expect(confirmed.method).toBe("instance-traffic-path");
    expect(foundIn(confirmed)).toEqual(truth);
    expect(confirmed.nats.map(({ id }) => id)).toEqual([gateway]);
    expect(confirmed.unknowns).toEqual([]);
    const firewall = await withTopology(topology({ VpcEndpointId: "vpce-0000000000000000a" }), logs);
    expect(firewall.nat?.bytes ?? 0).toBe(0);
  });

  it("brings the prefix lists that a gateway endpoint goes by, before any tag", async () => {
    const name = "com.amazonaws.eu-west-1.s3";
    const listed = (cidr: string) => ({
      PrefixLists: [{ PrefixListId: "pl-6da54004", PrefixListName: name, Cidrs: [cidr] }],
    });
    const within = await withTopology(topology(toNat, listed("52.218.0.0/17")), toText(records, formats.v5));
    expect(foundIn(within)?.classes["gateway-endpoint"]).toBe(truth.classes["gateway-endpoint"]);
    const without = await withTopology(topology(toNat, listed("52.92.0.0/17")), toText(records, formats.v5));
    const s3 = without.byService.find(({ service }) => service === "s3");
    expect(s3).toMatchObject({ class: "interface-endpoint", region: "eu-west-1" });
  });
});

describe("other ways through a NAT", () => {
  it("regional NAT gateways, which have no interface", async () => {
    const format = `${formats.v5} resource-id`;
    const regional = (row: RawRecord) => ({
      ...row,
      "interface-id": "-",
      "resource-id": "nat-0regional00000001",
    });
    const legs = all.flatMap((connection) => {
      const [out = {}, back = {}] = clientRecords(connection);
      return [
        { ...out, "flow-direction": "ingress" },
        { ...back, "flow-direction": "egress" },
        { ...out, srcaddr: "198.51.100.200", "pkt-srcaddr": "198.51.100.200", "flow-direction": "egress" },
        { ...back, dstaddr: "198.51.100.200", "pkt-dstaddr": "198.51.100.200", "flow-direction": "ingress" },
      ].map(regional);
    });
    const answer = await answerOf((files) => files.write("regional.log", toText(legs, format)));
    expect(answer.method).toBe("regional-nat");
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.nats.map(({ id }) => id)).toEqual(["nat-0regional00000001"]);
  });

  it("private NAT gateways, whose remotes are private", async () => {
    const own = all.map((one) => ({ ...one, remote: "10.99.0.7" }));
    const answer = await answerOf(
      (files) => files.write("nat.log", toText(own.flatMap(natRecords), formats.v5)),
      { nats: given },
    );
    expect(answer.nat).toEqual(truthOf(own).nat);
    expect(answer.byService.map((row) => row.class)).toEqual(["private"]);
  });

  it("NAT64, by the IPv4 address that the remote's has in it", async () => {
    const embedded: Readonly<Record<string, string>> = { [remotes.s3]: "64:ff9b::34da:7" };
    const rows = all.filter(({ remote }) => remote === remotes.s3);
    const own = rows.flatMap((one) =>
      natRecords({ ...one, client: "2001:db8:1::5", remote: embedded[one.remote] ?? "" }),
    );
    const answer = await answerOf((files) => files.write("nat.log", toText(own, formats.v5)), {
      nats: given,
    });
    expect(answer.byService.map((row) => [row.class, row.service])).toEqual([["gateway-endpoint", "s3"]]);
    expect(answer.nat?.bytes).toBe(truthOf(rows).nat.bytes);
  });

  it("spokes behind a transit gateway, which its own logs name", async () => {
    const format =
      "version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-id tgw-dst-vpc-id srcaddr dstaddr srcport " +
      "dstport protocol packets bytes start end log-status flow-direction";
    const rows = all.map((one) => ({
      "resource-type": "TransitGateway",
      "tgw-id": "tgw-1",
      "tgw-attachment-id": "tgw-attach-1",
      "tgw-src-vpc-id": one.client === "10.0.17.12" ? "vpc-spoke2" : "vpc-spoke1",
      "tgw-dst-vpc-id": "vpc-egress",
      srcaddr: one.client,
      dstaddr: one.remote,
      srcport: one.port,
      dstport: 443,
      protocol: 6,
      packets: 1,
      bytes: one.bytesOut,
      start: one.at,
      end: one.at + 10,
      "log-status": "OK",
      "flow-direction": "ingress",
    }));
    const answer = await answerOf(
      (files) => {
        files.write("nat.log", toText(records, formats.v5));
        files.write("tgw.log", toText(rows, format));
      },
      { nats: given },
    );
    expect(foundIn(answer)).toEqual(truth);
    expect(Object.fromEntries(answer.byClient.map(({ ip, vpc: spoke }) => [ip, spoke]))).toEqual({
      "10.0.16.10": "vpc-spoke1",
      "10.0.16.11": "vpc-spoke1",
      "10.0.17.12": "vpc-spoke2",
    });
  });
});

describe("Resolver query logs", () => {
  const query = (client: string, name: string, address: string, seconds: number) =>
    JSON.stringify({
      version: "1.100000",
      account_id: "123456789012",
      region: "eu-west-1",
      vpc_id: vpc,
      query_timestamp: new Date((start + seconds) * 1000).toISOString(),
      query_name: `${name}.`,
      query_type: "A",
      rcode: "NOERROR",
      answers: [
        { Rdata: "alias.example.", Type: "CNAME", Class: "IN" },
        { Rdata: address, Type: "A", Class: "IN" },
      ],
      srcaddr: client,
      srcids: { instance: "i-1" },
    });

  it("name what ranges cannot, for the client that asked and for others of its VPC", async () => {
    const dns = [
      query("10.0.16.10", "sqs.eu-west-1.amazonaws.com", remotes.unnamed, -5),
      query("10.0.16.10", "api.example.com", remotes.internet, -5),
      query("10.0.16.11", "build.example.org", remotes.tenant, -5),
    ].join("\n");
    const answer = await withTopology(topology(toNat), toText(records, formats.v5), {
      "dns/queries.log.gz": dns,
    });
    expect(answer.nat).toEqual(truth.nat);
    const sqs = answer.byService.find(({ service }) => service === "sqs");
    expect(sqs).toMatchObject({ class: "interface-endpoint", region: "eu-west-1" });
    expect((sqs?.bytesOut ?? 0) + (sqs?.bytesIn ?? 0)).toBe(truth.classes["aws-unnamed"]);
    const confidence = answer.flows.filter(({ host }) => host === "sqs.eu-west-1.amazonaws.com");
    expect(confidence.find(({ client }) => client?.ip === "10.0.16.10")?.hostConfidence).not.toBe("low");
    expect(confidence.find(({ client }) => client?.ip === "10.0.17.12")?.hostConfidence).toBe("medium");
    expect(answer.hosts.map(({ host }) => host)).toContain("api.example.com");
  });

  it("do not name what was asked for too late or too long ago", async () => {
    const dns = [
      query("10.0.16.10", "sqs.eu-west-1.amazonaws.com", remotes.unnamed, -13 * 3600),
      query("10.0.16.10", "kms.eu-west-1.amazonaws.com", remotes.unnamed, 2 * 3600),
      "no query at all",
    ].join("\n");
    const answer = await withTopology(topology(toNat), toText(records, formats.v5), {
      "dns/queries.log": dns,
    });
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.coverage.skipped.map(({ reason }) => reason)).toEqual(["1 lines that are no query"]);
  });
});
