import { describe, expect, it } from "vitest";
import { endpointNames, nameServersOf, resolverAddresses } from "../../../src/lab/dns/index.ts";
import { formatAddress, mustAddress } from "../../../src/model/address.ts";
import { parseId } from "../../../src/model/entity/entity.ts";
import type { DhcpOptions } from "../../../src/model/entity/vpc.ts";
import { known, unknown } from "../../../src/model/known.ts";
import type { Network } from "../../../src/model/network.ts";
import { facts } from "../../facts/facts.ts";
import {
  base,
  gatewayEndpoint,
  interfaceEndpoint,
  networkInterface,
  scope,
  subnet,
  vpc,
  withEndpoints,
  withRows,
} from "../../reach/estate.ts";
import { answerTo, dig, rule, zone } from "./dig.ts";

const ssm = "ssm.ap-northeast-1.amazonaws.com";
const withSsm = withEndpoints(base, "ssm");
const withVpc = (network: Network, changes: Parameters<typeof vpc>[2]) =>
  withRows(network, { vpcs: [vpc("vpc-1", ["10.0.0.0/16"], changes)] });

describe("the resolver of a VPC", () => {
  it("is silent when DNS support is off, whatever is asked", () => {
    const off = withVpc(withSsm, { enableDnsSupport: known(false) });
    for (const name of [ssm, "example.com", "nothing.test"]) expect(dig(off, name)).toBe("silent");
    expect(dig(withSsm, ssm, { from: "vpc-elsewhere" })).toBe("silent");
  });

  it.each([
    ["example.com", "A", "A 93.184.215.14"],
    ["EXAMPLE.com.", "A", "A 93.184.215.14"],
    ["example.com", "AAAA", "AAAA 2606:2800:21f:cb07:6820:80da:af6b:8b2c"],
    ["github.com", "AAAA", "NODATA"],
    ["nowhere.example.net", "A", "NXDOMAIN"],
    ["example.com", "TXT", "NODATA"],
    ["example.com", "HTTPS", "NODATA"],
    ["example.com", "ANY", 'HINFO {"cpu":"RFC8482","os":""}'],
    ["nowhere.example.net", "ANY", "NXDOMAIN"],
    ["example.com", "AXFR", "REFUSED"],
    ["localhost", "A", "A 127.0.0.1"],
    ["", "A", "NXDOMAIN"],
  ])("answers %s %s with %s", (name, type, answer) => {
    expect(dig(base, name, { type })).toBe(answer);
    expect(dig(base, name, { type, from: "internet" })).toBe(answer);
  });

  it("says whose a no is", () => {
    for (const name of ["nowhere.example.net", "github.com"]) {
      const answer = answerTo(base, name, { type: "AAAA" });
      expect(answer).toMatchObject({ records: [], authority: [{ type: "SOA" }] });
    }
    expect(answerTo(base, "example.com")).toMatchObject({ authority: [] });
  });
});

describe("names of AWS", () => {
  it.each([
    [ssm, "A 52.119.220.1"],
    ["s3.ap-northeast-1.amazonaws.com", "A 52.219.0.1"],
    ["bucket.s3.ap-northeast-1.amazonaws.com", "A 52.219.0.1"],
    ["s3-ap-northeast-1.amazonaws.com", "A 52.219.0.1"],
    ["s3.us-east-1.amazonaws.com", "A 52.216.0.1"],
    ["s3.amazonaws.com", "A 52.216.0.1"],
    ["s3-external-1.amazonaws.com", "A 52.216.0.1"],
    ["bucket.s3.amazonaws.com", "A 52.219.0.1"],
    ["american.s3.amazonaws.com", "A 52.216.0.1"],
    ["point-123456789012.s3-accesspoint.ap-northeast-1.amazonaws.com", "A 52.219.0.1"],
    ["iam.amazonaws.com", "A 52.94.225.1"],
    ["sts.ap-northeast-1.amazonaws.com", "A 54.240.225.1"],
    ["checkip.amazonaws.com", "A 99.77.1.1"],
    ["dynamodb.ap-northeast-1.amazonaws.com", "NXDOMAIN"],
    ["db.abc123.ap-northeast-1.rds.amazonaws.com", "NXDOMAIN"],
  ])("%s is %s", (name, answer) => {
    expect(dig(base, name)).toBe(answer);
  });

  it("have IPv6 addresses only in their dual-stack form", () => {
    expect(dig(base, "s3.ap-northeast-1.amazonaws.com", { type: "AAAA" })).toBe("NODATA");
    const dual = "bucket.s3.dualstack.ap-northeast-1.amazonaws.com";
    expect(dig(base, dual, { type: "AAAA" })).toBe("AAAA 2406:da00:4000::1");
    expect(dig(base, dual)).toBe("A 52.219.0.1");
  });

  it("of STS without a Region are served where the client is, from Regions that are enabled by default", () => {
    const scoped = (region: string) => ({
      ...base,
      scopes: new Map([[scope, { id: scope, account: "1", region, kind: "account" as const }]]),
    });
    expect(dig(scoped("ap-northeast-1"), "sts.amazonaws.com")).toBe("A 54.240.225.1");
    expect(dig(scoped("ap-southeast-3"), "sts.amazonaws.com")).toBe("A 209.54.177.1");
    expect(dig(scoped("ap-northeast-1"), "sts.amazonaws.com", { from: "internet" })).toBe("A 209.54.177.1");
  });
});

describe("private DNS of an interface endpoint", () => {
  it("answers in its VPC and nowhere else", () => {
    expect(dig(withSsm, ssm)).toBe("A 10.0.2.20");
    expect(dig(withSsm, ssm, { type: "AAAA" })).toBe("NODATA");
    expect(dig(withSsm, ssm, { from: "internet" })).toBe("A 52.119.220.1");
    const two = withRows(withSsm, { vpcs: [vpc("vpc-2", ["10.1.0.0/16"])] });
    expect(dig(two, ssm, { from: "vpc-2" })).toBe("A 52.119.220.1");
  });

  it.each([
    ["private DNS off", { privateDnsEnabled: known(false) }],
    ["not yet available", { state: known("pending" as const) }],
    ["waiting for its owner", { state: known("pending-acceptance" as const) }],
    ["for inbound Resolver endpoints alone", { privateDnsOnlyForInboundResolver: known(true) }],
    ["of another type", { type: "gateway" as const }],
    ["in another VPC", { vpc: known(parseId<never>("vpc-2")) }],
  ])("leaves the name to the public answer: %s", (_, changes) => {
    const endpoint = interfaceEndpoint("ssm", changes);
    expect(dig(withRows(withSsm, { vpcEndpoints: [endpoint] }), ssm)).toBe("A 52.119.220.1");
  });

  it("needs enableDnsHostnames as well", () => {
    expect(dig(withVpc(withSsm, { enableDnsHostnames: known(false) }), ssm)).toBe("A 52.119.220.1");
  });

  it.each([
    ["s3.ap-northeast-1.amazonaws.com", "A 10.0.2.20"],
    ["bucket.s3.ap-northeast-1.amazonaws.com", "A 10.0.2.20"],
    ["dotted.bucket.s3.ap-northeast-1.amazonaws.com", "A 10.0.2.20"],
    ["s3.us-east-1.amazonaws.com", "A 52.216.0.1"],
    ["s3.amazonaws.com", "A 52.216.0.1"],
    ["s3.dualstack.ap-northeast-1.amazonaws.com", "A 52.219.0.1"],
    ["123456789012.dkr.ecr.ap-northeast-1.amazonaws.com", "A 10.0.2.21"],
  ])("covers %s or not: %s", (name, answer) => {
    expect(dig(withEndpoints(base, "s3", "ecr.dkr"), name)).toBe(answer);
  });

  it("answers the names that the endpoint lists before those of the catalogue", () => {
    const endpoint = interfaceEndpoint("ssm", { dnsNames: known(["private.example.com"]) });
    const network = withRows(withSsm, { vpcEndpoints: [endpoint] });
    expect(dig(network, "private.example.com")).toBe("A 10.0.2.20");
    expect(dig(network, ssm)).toBe("A 52.119.220.1");
  });

  it("gives every interface's address, of the families that its records have", () => {
    const at = (dnsRecordIpType: "ipv4" | "ipv6" | "dualstack") =>
      withRows(withSsm, {
        vpcEndpoints: [
          interfaceEndpoint("ssm", {
            networkInterfaces: known([parseId("eni-ssm"), parseId("eni-ssm-a")]),
            ipAddressType: known("dualstack"),
            dnsRecordIpType: known(dnsRecordIpType),
          }),
        ],
        networkInterfaces: [
          networkInterface("eni-ssm-a", {
            vpc: "vpc-1",
            subnet: "subnet-a",
            addresses: "10.0.1.20 2001:db8::20",
            groups: [],
          }),
        ],
      });
    expect(dig(at("dualstack"), ssm)).toBe("A 10.0.2.20, A 10.0.1.20");
    expect(dig(at("dualstack"), ssm, { type: "AAAA" })).toBe("AAAA 2001:db8::20");
    expect(dig(at("ipv4"), ssm, { type: "AAAA" })).toBe("NODATA");
    expect(dig(at("ipv6"), ssm)).toBe("NODATA");
  });

  it.each([
    [undefined, "A 52.219.0.1", "NODATA", "A 52.219.0.1", "AAAA 2406:da00:4000::1"],
    ["ipv4", "A 52.219.0.1", "NODATA", "A 52.219.0.1", "NODATA"],
    ["ipv6", "NODATA", "AAAA 2406:da00:4000::1", "NODATA", "AAAA 2406:da00:4000::1"],
    ["dualstack", "A 52.219.0.1", "AAAA 2406:da00:4000::1", "A 52.219.0.1", "AAAA 2406:da00:4000::1"],
  ] as const)("but for the records that a gateway endpoint names: %s", (records, ...answers) => {
    const endpoint = gatewayEndpoint("s3", ["rtb-private"], {
      ipAddressType: known("dualstack"),
      ...(records === undefined ? {} : { dnsRecordIpType: known(records) }),
    });
    const network = withRows(base, { vpcEndpoints: [endpoint] });
    const names = ["s3.ap-northeast-1.amazonaws.com", "b.s3.dualstack.ap-northeast-1.amazonaws.com"];
    expect(names.flatMap((name) => ["A", "AAAA"].map((type) => dig(network, name, { type })))).toEqual(
      answers,
    );
    expect(dig(network, names[0] ?? "", { from: "internet" })).toBe("A 52.219.0.1");
    expect(dig(network, "ssm.ap-northeast-1.amazonaws.com", { type: "AAAA" })).toBe("NODATA");
  });

  it("is not a matter of gateway endpoints", () => {
    const network = withRows(base, { vpcEndpoints: [gatewayEndpoint("s3", ["rtb-private"])] });
    expect(dig(network, "s3.ap-northeast-1.amazonaws.com")).toBe("A 52.219.0.1");
  });
});

describe("an endpoint's own names", () => {
  const id = "vpce-0abc123def4567890";
  const endpoint = (changes: Parameters<typeof interfaceEndpoint>[1] = {}) => ({
    ...interfaceEndpoint("ssm", {
      subnets: known([parseId("subnet-a"), parseId("subnet-b")]),
      networkInterfaces: known([parseId("eni-ssm"), parseId("eni-ssm-a")]),
      ...changes,
    }),
    id: parseId<never>(id),
  });
  const network = (changes: Parameters<typeof interfaceEndpoint>[1] = {}) =>
    withRows(withSsm, {
      vpcEndpoints: [endpoint(changes)],
      networkInterfaces: [
        networkInterface("eni-ssm-a", {
          vpc: "vpc-1",
          subnet: "subnet-a",
          addresses: "10.0.1.20",
          groups: [],
        }),
      ],
    });

  it("have AWS's shape and are the same every time", () => {
    const names = endpointNames({ network: network(), facts }, endpoint());
    const tail = String.raw`ssm\.ap-northeast-1\.vpce\.amazonaws\.com`;
    expect(names[0]).toMatch(new RegExp(`^${id}-[0-9a-z]{8}\\.${tail}$`));
    expect(names[1]).toMatch(new RegExp(`^${id}-[0-9a-z]{8}-ap-northeast-1a\\.${tail}$`));
    expect(names[2]).toMatch(new RegExp(`^${id}-[0-9a-z]{8}-ap-northeast-1c\\.${tail}$`));
    expect(endpointNames({ network: network(), facts }, endpoint())).toEqual(names);
    for (const name of names)
      expect(facts.classifyHost(name)).toMatchObject({ form: "vpce", endpointId: id });
  });

  it.each([
    ["com.amazonaws.ap-northeast-1.ecr.dkr", "dkr.ecr.ap-northeast-1.vpce.amazonaws.com"],
    ["com.amazonaws.vpce.ap-northeast-1.vpce-svc-0aaa", "vpce-svc-0aaa.ap-northeast-1.vpce.amazonaws.com"],
    ["com.amazonaws.iam", "iam.vpce.amazonaws.com"],
    ["com.amazonaws.ap-northeast-1.dynamodb", "dynamodb.ap-northeast-1.vpce.amazonaws.com"],
  ])("of %s end in %s", (serviceName, tail) => {
    const [name = ""] = endpointNames(
      { network: base, facts },
      endpoint({ serviceName: known(serviceName) }),
    );
    expect(name.slice(name.indexOf(".") + 1)).toBe(tail);
  });

  it("answer from everywhere with private addresses: all of them, or those of one zone", () => {
    const [regional = "", zoneA = "", zoneC = ""] = endpointNames({ network: network(), facts }, endpoint());
    for (const from of ["vpc-1", "internet"]) {
      expect(dig(network(), regional, { from })).toBe("A 10.0.2.20, A 10.0.1.20");
      expect(dig(network(), zoneA, { from })).toBe("A 10.0.1.20");
      expect(dig(network(), zoneC, { from })).toBe("A 10.0.2.20");
      expect(dig(network(), regional.replace(/-[0-9a-z]{8}\./, "-00000000."), { from })).toBe("NXDOMAIN");
    }
    expect(dig(network({ state: known("deleted") }), regional)).toBe("NXDOMAIN");
    expect(dig(network({ privateDnsEnabled: known(false) }), regional)).toBe("A 10.0.2.20, A 10.0.1.20");
  });

  it("are those that the network lists, where it lists them", () => {
    const listed = `${id}-1a2b3c4d.ssm.ap-northeast-1.vpce.amazonaws.com`;
    const known_ = network({ dnsNames: known([listed, ssm]) });
    expect(dig(known_, listed)).toBe("A 10.0.2.20, A 10.0.1.20");
    expect(dig(known_, `below.${listed}`)).toBe("NXDOMAIN");
  });

  it("of S3 have buckets and access points below them", () => {
    const s3 = { serviceName: known("com.amazonaws.ap-northeast-1.s3") };
    const [regional = "", zoneA = ""] = endpointNames({ network: network(s3), facts }, endpoint(s3));
    for (const name of [
      `bucket.${regional}`,
      `my-bucket.bucket.${regional}`,
      `p-1.accesspoint.${regional}`,
    ]) {
      expect(dig(network(s3), name)).toBe("A 10.0.2.20, A 10.0.1.20");
    }
    expect(dig(network(s3), `bucket.${zoneA}`)).toBe("A 10.0.1.20");
  });

  it("of API Gateway include the private API by its endpoint", () => {
    const api = network({ serviceName: known("com.amazonaws.ap-northeast-1.execute-api") });
    const name = `abc123-${id}.execute-api.ap-northeast-1.amazonaws.com`;
    expect(dig(api, name, { from: "internet" })).toBe("A 10.0.2.20, A 10.0.1.20");
  });

  it("of a template that has no ids are made of a hash, and its stand-in leads there too", () => {
    const [name = ""] = endpointNames({ network: withSsm, facts }, interfaceEndpoint("ssm"));
    expect(name).toMatch(/^vpce-0[0-9a-f]{16}-[0-9a-z]{8}\.ssm\./);
    expect(dig(withSsm, name)).toBe("A 10.0.2.20");
    expect(dig(withSsm, "vpce-ssm.planned.vpce.amazonaws.com")).toBe("A 10.0.2.20");
  });
});

describe("private hosted zones", () => {
  const corp = zone("corp.example", [
    "@ A 10.0.9.1",
    "db A 10.0.9.2|10.0.9.3",
    "db AAAA 2001:db8::2",
    "www CNAME example.com.",
    "loop CNAME loop.corp.example",
    "lost CNAME nowhere.test",
    "vault A ssm.ap-northeast-1.amazonaws.com.",
    "void A nowhere.test.",
    "*.apps A 10.0.9.9",
    'blue.apps TXT "one" "two"',
    "deep.below A 10.0.9.4",
    "@ MX 10 mail.corp.example.",
    "_ldap._tcp SRV 1 2 389 db.corp.example.",
    'cert CAA 0 issue "ca.example"',
    "bad MX ten mail",
    "long CNAME " + "x".repeat(70) + ".example.com",
    "odd NAPTR 1 1 U a b .",
  ]);
  const network = withRows(withSsm, { hostedZones: [corp, zone("eu.corp.example", ["a A 10.0.9.8"])] });

  it.each([
    ["corp.example", "A", "A 10.0.9.1"],
    ["db.corp.example", "A", "A 10.0.9.2, A 10.0.9.3"],
    ["db.corp.example", "AAAA", "AAAA 2001:db8::2"],
    ["db.corp.example", "TXT", "NODATA"],
    ["missing.corp.example", "A", "NXDOMAIN"],
    ["below.corp.example", "A", "NODATA"],
    ["a.eu.corp.example", "A", "A 10.0.9.8"],
    ["db.eu.corp.example", "A", "NXDOMAIN"],
    ["www.corp.example", "A", "CNAME example.com, A 93.184.215.14"],
    ["www.corp.example", "CNAME", "CNAME example.com"],
    ["lost.corp.example", "A", "NXDOMAIN, CNAME nowhere.test"],
    [
      "loop.corp.example",
      "A",
      `SERVFAIL, ${Array.from({ length: 9 }, () => "CNAME loop.corp.example").join(", ")}`,
    ],
    ["vault.corp.example", "A", "A 10.0.2.20"],
    ["void.corp.example", "A", "NODATA"],
    ["green.apps.corp.example", "A", "A 10.0.9.9"],
    ["a.b.apps.corp.example", "A", "A 10.0.9.9"],
    ["blue.apps.corp.example", "A", "NODATA"],
    ["blue.apps.corp.example", "TXT", 'TXT ["one","two"]'],
    ["corp.example", "MX", 'MX {"preference":10,"exchange":"mail.corp.example"}'],
    ["_ldap._tcp.corp.example", "SRV", 'SRV {"priority":1,"weight":2,"port":389,"target":"db.corp.example"}'],
    ["cert.corp.example", "CAA", 'CAA {"flags":0,"tag":"issue","value":"ca.example"}'],
    ["bad.corp.example", "MX", "SERVFAIL"],
    ["long.corp.example", "A", "SERVFAIL"],
    ["odd.corp.example", "NAPTR", "SERVFAIL"],
  ])("answer %s %s with %s", (name, type, answer) => {
    expect(dig(network, name, { type })).toBe(answer);
  });

  it("have name servers and a start of authority at their own name", () => {
    expect(dig(network, "corp.example", { type: "NS" })).toContain("NS ns-1536.awsdns-00.co.uk");
    expect(dig(network, "corp.example", { type: "SOA" })).toContain("awsdns-hostmaster.amazon.com");
    expect(answerTo(network, "missing.corp.example")).toMatchObject({
      authority: [{ type: "SOA", name: "corp.example", ttl: 900 }],
    });
  });

  it("shadow the public name in their VPC alone", () => {
    const shadow = withRows(base, { hostedZones: [zone("example.com", ["api A 10.0.9.1"])] });
    expect(dig(shadow, "www.example.com")).toBe("NXDOMAIN");
    expect(dig(shadow, "www.example.com", { from: "internet" })).toBe("A 93.184.215.14");
    const hostnamesOff = withVpc(shadow, { enableDnsHostnames: known(false) });
    expect(dig(hostnamesOff, "www.example.com")).toBe("A 93.184.215.14");
    const elsewhere = withRows(base, {
      hostedZones: [zone("example.com", [], { vpcs: known([parseId("vpc-2")]) })],
    });
    expect(dig(elsewhere, "www.example.com")).toBe("A 93.184.215.14");
  });

  it("go before an endpoint's zone only with a longer name, or the same", () => {
    const over = (name: string, ...records: string[]) =>
      dig(withRows(withSsm, { hostedZones: [zone(name, records)] }), ssm);
    expect(over("amazonaws.com", "ssm A 10.0.9.1")).toBe("A 10.0.2.20");
    expect(over(ssm, "@ A 10.0.9.1")).toBe("A 10.0.9.1");
    expect(over(ssm)).toBe("NODATA");
  });

  it("fail where nobody collected their records", () => {
    const unread = zone("corp.example", [], { records: unknown("records", "aws route53 …") });
    expect(dig(withRows(base, { hostedZones: [unread] }), "db.corp.example")).toBe("SERVFAIL");
  });

  it("answer from everywhere when they are public", () => {
    const open = withRows(base, {
      hostedZones: [
        zone("shop.example", ["www A 198.51.100.7", "go CNAME www.shop.example."], { visibility: "public" }),
      ],
    });
    expect(dig(open, "go.shop.example")).toBe("CNAME www.shop.example, A 198.51.100.7");
    expect(dig(open, "www.shop.example", { from: "internet" })).toBe("A 198.51.100.7");
    expect(dig(open, "no.shop.example", { from: "internet" })).toBe("NXDOMAIN");
  });
});

describe("resolver rules", () => {
  const under = (name: string, ...rules: readonly ReturnType<typeof rule>[]) =>
    dig(
      withRows(withSsm, { resolverRules: rules, hostedZones: [zone("corp.example", ["db A 10.0.9.2"])] }),
      name,
    );

  it.each([
    [
      "a forwarded name gets no answer from there",
      "example.com",
      [rule("example.com", "forward")],
      "SERVFAIL",
    ],
    ["names below it neither", "www.example.com", [rule("", "forward")], "SERVFAIL"],
    ["other names are not touched", "example.com", [rule("corp.example", "forward")], "A 93.184.215.14"],
    [
      "a system rule takes names back",
      "www.example.com",
      [rule("", "forward"), rule("example.com", "system")],
      "A 93.184.215.14",
    ],
    ["a zone of a longer name stays", "db.corp.example", [rule("", "forward")], "A 10.0.9.2"],
    [
      "a rule of the zone's name goes before it",
      "db.corp.example",
      [rule("corp.example", "forward")],
      "SERVFAIL",
    ],
    ["private DNS has a longer name", ssm, [rule("amazonaws.com", "forward")], "A 10.0.2.20"],
    ["private DNS has the same name", ssm, [rule(ssm, "forward")], "SERVFAIL"],
    [
      "the rule for all other names is no forwarding",
      "example.com",
      [rule("", "recursive")],
      "A 93.184.215.14",
    ],
    [
      "internal names stay",
      "ip-10-0-1-10.ap-northeast-1.compute.internal",
      [rule("internal", "forward")],
      "A 10.0.1.10",
    ],
  ])("%s", (_, name, rules, answer) => {
    expect(under(name, ...rules)).toBe(answer);
  });

  it("leave an endpoint's own names alone, which are public", () => {
    const [name = ""] = endpointNames({ network: withSsm, facts }, interfaceEndpoint("ssm"));
    expect(under(name, rule("amazonaws.com", "forward"))).toBe("A 10.0.2.20");
  });

  it("hold in the VPCs they are associated with", () => {
    const elsewhere = { ...rule("", "forward"), vpcs: known([parseId<never>("vpc-2")]) };
    expect(under("example.com", elsewhere)).toBe("A 93.184.215.14");
  });
});

describe("DNS64", () => {
  const network = withRows(withSsm, {
    subnets: [subnet("subnet-a", "vpc-1", "10.0.1.0/24", "a", { enableDns64: known(true) })],
    hostedZones: [zone("corp.example", ["www CNAME github.com."])],
  });
  it.each([
    ["github.com", "AAAA", "AAAA 64:ff9b::8c52:7003"],
    ["example.com", "AAAA", "AAAA 2606:2800:21f:cb07:6820:80da:af6b:8b2c"],
    ["www.corp.example", "AAAA", "CNAME github.com, AAAA 64:ff9b::8c52:7003"],
    [ssm, "AAAA", "AAAA 64:ff9b::a00:214"],
    ["github.com", "A", "A 140.82.112.3"],
    ["nowhere.test", "AAAA", "NXDOMAIN"],
  ])("makes of %s %s the answer %s", (name, type, answer) => {
    expect(dig(network, name, { type, subnet: "subnet-a" })).toBe(answer);
  });

  it("is a matter of the client's subnet", () => {
    expect(dig(network, "github.com", { type: "AAAA", subnet: "subnet-b" })).toBe("NODATA");
    expect(dig(network, "github.com", { type: "AAAA" })).toBe("NODATA");
  });
});

describe("the servers that clients are told to ask", () => {
  const servers = (network: Network) => nameServersOf(network, parseId("vpc-1")).map(formatAddress);
  const optionsOf = (...names: readonly string[]): Network => {
    const options: DhcpOptions = {
      id: parseId("dopt-1"),
      aliases: [],
      scope,
      origin: { file: "options" },
      domainNameServers: known(names),
    };
    return withRows(withVpc(base, { dhcpOptions: known(options.id) }), { dhcpOptions: [options] });
  };

  it("are those of the DHCP options, AmazonProvidedDNS by its address", () => {
    expect(servers(base)).toEqual(["10.0.0.2"]);
    expect(servers(optionsOf("AmazonProvidedDNS"))).toEqual(["10.0.0.2"]);
    expect(servers(optionsOf("10.0.5.53", " amazonprovideddns "))).toEqual(["10.0.5.53", "10.0.0.2"]);
    expect(servers(optionsOf())).toEqual([]);
    expect(nameServersOf(base, parseId("vpc-elsewhere"))).toEqual([]);
  });

  it("include the resolver at the base of the primary block plus two, and at its link-local addresses", () => {
    const addresses = (...cidrs: readonly string[]) =>
      resolverAddresses(vpc("vpc-1", cidrs)).map(formatAddress);
    expect(addresses("10.8.0.0/16", "10.9.0.0/16")).toEqual(["10.8.0.2", "169.254.169.253", "fd00:ec2::253"]);
    expect(addresses("192.168.4.16/28")[0]).toBe(formatAddress(mustAddress("192.168.4.18")));
  });
});
