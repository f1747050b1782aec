import { describe, expect, it } from "vitest";
import { blocks, doubtful, entries, ground, plain, read, routes, row, rules, told } from "./read.ts";

const vpc = (properties: string, more = "", options = {}) =>
  read(`  Vpc: { Type: AWS::EC2::VPC, Properties: { ${properties} } }\n${more}`, options);

describe("a VPC", () => {
  it.each([
    { property: "", support: true, hostnames: false },
    { property: "EnableDnsSupport: false", support: false, hostnames: false },
    { property: 'EnableDnsHostnames: "true"', support: true, hostnames: true },
    {
      property: "EnableDnsHostnames: !Ref Stage",
      support: true,
      hostnames: expect.stringContaining("Stage") as unknown,
    },
  ])("with '$property' has the documented DNS attributes", ({ property, support, hostnames }) => {
    const reading = vpc(`CidrBlock: 10.0.0.0/16, ${property}`, "", { head: doubtful });
    const { enableDnsSupport, enableDnsHostnames } = row(reading, "vpcs", "Vpc");
    expect(plain(enableDnsSupport)).toBe(support);
    expect(plain(enableDnsHostnames)).toEqual(hostnames);
  });

  it.each([
    { block: "CidrBlock: 10.1.0.0/16", cidrs: ["10.0.0.0/16", "10.1.0.0/16"], unread: 0 },
    {
      block: "Ipv6CidrBlock: 2001:db8::/56, Ipv6Pool: p",
      cidrs: ["10.0.0.0/16", "2001:db8::/56"],
      unread: 0,
    },
    { block: "AmazonProvidedIpv6CidrBlock: true", cidrs: ["10.0.0.0/16"], unread: 1 },
    {
      block: "Ipv4IpamPoolId: ipam-pool-1",
      cidrs: expect.stringContaining("allocated at deployment") as unknown,
      unread: 0,
    },
  ])("takes the block $block", ({ block, cidrs, unread }) => {
    const more = `  More: { Type: AWS::EC2::VPCCidrBlock, Properties: { VpcId: !Ref Vpc, ${block} } }`;
    const reading = vpc("CidrBlock: 10.0.0.0/16", more);
    expect(blocks(reading.network, "Vpc")).toEqual(cidrs);
    expect(row(reading, "vpcs", "Vpc").unreadCidrs ?? []).toHaveLength(unread);
  });

  it("of IPAM has blocks that nobody knows yet, and a local route to them", () => {
    const reading = vpc("Ipv4IpamPoolId: ipam-pool-1, Ipv4NetmaskLength: 20");
    expect(blocks(reading.network, "Vpc")).toContain("allocated at deployment");
    expect(routes(row(reading, "routeTables", "Vpc.main"))).toEqual([
      expect.stringMatching(/^\? IPv4 block of Vpc.* -> local local$/),
    ]);
  });

  it("brings a main route table, a default ACL and a default group", () => {
    const reading = read(ground);
    const [table, acl, group] = [
      row(reading, "routeTables", "Vpc.main"),
      row(reading, "networkAcls", "Vpc.default-acl"),
      row(reading, "securityGroups", "Vpc.default"),
    ];
    expect([table.main, acl.isDefault, group.groupName]).toEqual([true, true, "default"]);
    expect(routes(table)).toEqual(["10.0.0.0/16 -> local local"]);
    expect(entries(acl.entries)).toEqual([
      "100 ingress allow all traffic 0.0.0.0/0",
      "100 egress allow all traffic 0.0.0.0/0",
    ]);
    expect(rules(group.ingress)).toEqual(["all traffic security-group Vpc.default"]);
    expect(rules(group.egress)).toEqual(["all traffic 0.0.0.0/0"]);
  });

  it("with IPv6 has it in the defaults too", () => {
    const more = `  Six: { Type: AWS::EC2::VPCCidrBlock, Properties: { VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true } }`;
    const reading = vpc("CidrBlock: 10.0.0.0/16", more);
    expect(rules(row(reading, "securityGroups", "Vpc.default").egress)).toContain("all traffic ::/0");
    expect(entries(row(reading, "networkAcls", "Vpc.default-acl").entries)).toContain(
      "101 egress allow all traffic ::/0",
    );
  });

  it.each([
    { association: "", options: "default" },
    { association: "DhcpOptionsId: !Ref Options", options: "Options" },
    { association: "DhcpOptionsId: default", options: "default" },
    { association: "DhcpOptionsId: dopt-1", options: "dopt-1" },
  ])("has the DHCP options of '$association'", ({ association, options }) => {
    const attached = `
  Options: { Type: AWS::EC2::DHCPOptions, Properties: { DomainNameServers: [10.0.0.2, AmazonProvidedDNS] } }
  Attached: { Type: AWS::EC2::VPCDHCPOptionsAssociation, Properties: { VpcId: !Ref Vpc, ${association} } }`;
    const reading = vpc("CidrBlock: 10.0.0.0/16", association === "" ? "" : attached);
    expect(plain(row(reading, "vpcs", "Vpc").dhcpOptions)).toBe(options);
  });

  it("encrypts nothing unless it says so", () => {
    const control =
      "  Control: { Type: AWS::EC2::VPCEncryptionControl, Properties: { VpcId: !Ref Vpc, Mode: enforce } }";
    expect(plain(row(vpc("CidrBlock: 10.0.0.0/16"), "vpcs", "Vpc").encryptionControl)).toBe("off");
    expect(plain(row(vpc("CidrBlock: 10.0.0.0/16", control), "vpcs", "Vpc").encryptionControl)).toBe(
      "enforce",
    );
  });
});

describe("a subnet", () => {
  const subnet = (properties: string, more = "") =>
    row(
      read(`${ground.replace("10.0.0.0/24", "10.0.9.0/24")}
  One: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, ${properties} } }
${more}`),
      "subnets",
      "One",
    );

  it("has the documented defaults", () => {
    const one = subnet("CidrBlock: 10.0.1.0/24");
    expect(one.vpc).toBe("Vpc");
    expect(plain(one.mapPublicIpOnLaunch)).toBe(false);
    expect(plain(one.enableDns64)).toBe(false);
    expect(plain(one.availabilityZone)).toMatch(/^\? AvailabilityZone of One/);
  });

  it.each([
    { zone: "eu-west-1b", is: "eu-west-1b" },
    { zone: '!Select [0, !GetAZs ""]', is: "eu-west-1a" },
  ])("is in zone $zone", ({ zone, is }) => {
    expect(plain(subnet(`CidrBlock: 10.0.1.0/24, AvailabilityZone: ${zone}`).availabilityZone)).toBe(is);
  });

  it("has the IPv6 block that is added to it", () => {
    const more =
      "  Six: { Type: AWS::EC2::SubnetCidrBlock, Properties: { SubnetId: !Ref One, Ipv6CidrBlock: 2001:db8::/64 } }";
    const vpc6 =
      "  Big: { Type: AWS::EC2::VPCCidrBlock, Properties: { VpcId: !Ref Vpc, Ipv6CidrBlock: 2001:db8::/56 } }";
    const one = subnet("CidrBlock: 10.0.1.0/24", `${more}\n${vpc6}`);
    expect(told(one.cidrs, (all) => all.map(({ text }) => text))).toEqual(["10.0.1.0/24", "2001:db8::/64"]);
  });

  it("keeps its IPv4 block when Amazon picks the one of IPv6", () => {
    const six = "Ipv6CidrBlock: !Select [0, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 1, 64]]";
    const one = subnet(
      `CidrBlock: 10.0.1.0/24, ${six}`,
      "  Big: { Type: AWS::EC2::VPCCidrBlock, Properties: { VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true } }",
    );
    expect(told(one.cidrs, (all) => all.map(({ text }) => text))).toEqual(["10.0.1.0/24"]);
    expect(one.unreadCidrs).toMatchObject([{ family: 6 }]);
  });
});

describe("addresses that AWS would refuse", () => {
  const two = (first: string, second: string, condition = "") =>
    read(
      `${ground.split("\n").slice(0, 2).join("\n")}
  First: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: ${first} } }
  Second: { Type: AWS::EC2::Subnet, ${condition} Properties: { VpcId: !Ref Vpc, CidrBlock: ${second} } }`,
      { head: doubtful },
    );

  it("are an error with their place", () => {
    expect(() => two("10.0.0.0/24", "10.1.0.0/24")).toThrow(
      /^template.yaml:\d+: subnet Second \(10\.1\.0\.0\/24\) is outside Vpc \(10\.0\.0\.0\/16\)$/,
    );
    expect(two("10.0.0.0/24", "10.0.1.0/24").network.subnets.size).toBe(2);
  });

  it("are nobody's while it is not known which of two subnets exists", () => {
    const second = (condition: string, block: string) =>
      told(row(two("10.0.0.0/23", block, condition), "subnets", "Second").cidrs, (all) =>
        all.map(({ text }) => text),
      );
    expect(second("Condition: Maybe,", "10.0.1.0/24")).toMatch(/condition Maybe/);
    expect(second("Condition: Maybe,", "10.0.2.0/24")).toEqual(["10.0.2.0/24"]);
  });
});
