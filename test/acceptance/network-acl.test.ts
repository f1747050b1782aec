/** Network ACLs, both legs, from vpc/latest/userguide/nacl-basics and custom-network-acl (read 2026-11-24). */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import { acl, interfaceEndpoint, lines, noNat, resource } from "./estate.ts";

describe("network ACLs (vpc/latest/userguide/nacl-basics, custom-network-acl)", () => {
  const acrossSubnets = lines(noNat, interfaceEndpoint("ssm", { subnets: "!Ref PrivateB" }));
  const all = ["in 100 allow all all 0.0.0.0/0", "out 100 allow all all 0.0.0.0/0"];
  const shut = (name: string, subnet: string, entries: readonly string[], leg: "forward" | "return") => ({
    name,
    change: lines(acrossSubnets, acl(subnet, ...entries)),
    to: "ssm",
    verdict: "blocked" as const,
    codes: ["SUBNET_ACL_RESTRICTION"],
    stage: "network-acl" as const,
    leg,
  });
  traces([
    {
      name: "both subnets open",
      change: lines(acrossSubnets, acl("PrivateA", ...all), acl("PrivateB", ...all)),
      to: "ssm",
      verdict: "reachable",
    },
    shut(
      "out of the client's subnet (I5)",
      "PrivateA",
      ["in 100 allow all all 0.0.0.0/0", "out 100 allow tcp 80 0.0.0.0/0"],
      "forward",
    ),
    shut(
      "into the endpoint's subnet (I5)",
      "PrivateB",
      ["in 100 allow tcp 80 0.0.0.0/0", "out 100 allow all all 0.0.0.0/0"],
      "forward",
    ),
    shut(
      "back out of the endpoint's subnet (I5)",
      "PrivateB",
      ["in 100 allow all all 0.0.0.0/0", "out 100 allow tcp 443 0.0.0.0/0"],
      "return",
    ),
    shut(
      "back into the client's subnet (I5)",
      "PrivateA",
      ["in 100 allow tcp 443 0.0.0.0/0", "out 100 allow all all 0.0.0.0/0"],
      "return",
    ),
    shut("an ACL without entries denies all", "PrivateB", [], "forward"),
    shut("the lower number decides", "PrivateB", ["in 90 deny tcp 443 10.0.16.0/24", ...all], "forward"),
    {
      name: "the higher number does not",
      change: lines(acrossSubnets, acl("PrivateB", ...all, "in 110 deny tcp 443 10.0.16.0/24")),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "a deny for others does not matter",
      change: lines(acrossSubnets, acl("PrivateB", "in 90 deny tcp 443 10.0.18.0/24", ...all)),
      to: "ssm",
      verdict: "reachable",
    },
    shut(
      "entries for IPv6 admit no IPv4",
      "PrivateB",
      ["in 100 allow all all ::/0", "out 100 allow all all ::/0"],
      "forward",
    ),
    {
      name: "within one subnet no ACL is asked (I5)",
      change: lines(noNat, interfaceEndpoint("ssm"), acl("PrivateA")),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "half of the client's subnet denied",
      change: lines(acrossSubnets, acl("PrivateB", "in 90 deny tcp 443 10.0.16.0/25", ...all)),
      to: "ssm",
      verdict: "unknown",
    },
    {
      name: "no ACL shuts out the resolver",
      change: lines(
        acrossSubnets,
        acl("PrivateA", "in 100 allow tcp 1024-65535 10.0.0.0/16", "out 100 allow tcp 443 10.0.0.0/16"),
      ),
      to: "ssm",
      verdict: "reachable",
    },
  ]);
});

describe("ephemeral ports by client (vpc/latest/userguide/custom-network-acl, 3.4)", () => {
  const back = (ports: string) =>
    lines(
      noNat,
      interfaceEndpoint("ssm", { subnets: "!Ref PrivateB" }),
      acl("PrivateA", `in 100 allow tcp ${ports} 10.0.0.0/16`, "out 100 allow all all 0.0.0.0/0"),
    );
  const windows = resource(
    "App",
    "AWS::EC2::Instance",
    'ImageId: "{{resolve:ssm:/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base}}", SubnetId: !Ref PrivateA, SecurityGroupIds: [!Ref AppGroup]',
  );
  const lambda = resource(
    "App",
    "AWS::Lambda::Function",
    "Runtime: nodejs22.x, Handler: index.handler, Role: arn:aws:iam::111122223333:role/app, Code: { ZipFile: x }, VpcConfig: { SubnetIds: [!Ref PrivateA], SecurityGroupIds: [!Ref AppGroup] }",
  );
  const anyImage = resource(
    "App",
    "AWS::EC2::Instance",
    "ImageId: ami-0123456789abcdef0, SubnetId: !Ref PrivateA, SecurityGroupIds: [!Ref AppGroup]",
  );
  const partial = {
    to: "ssm",
    verdict: "partial",
    codes: ["SUBNET_ACL_RESTRICTION"],
    leg: "return",
  } as const;
  traces([
    { name: "Linux: 32768-61000 is enough", change: back("32768-61000"), to: "ssm", verdict: "reachable" },
    { name: "Linux: 49152-65535 loses some", change: back("49152-65535"), ...partial },
    { name: "Linux: 1024-65535 is enough", change: back("1024-65535"), to: "ssm", verdict: "reachable" },
    {
      name: "Windows: 49152-65535 is enough",
      change: lines(back("49152-65535"), windows),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "Windows: 32768-61000 loses some",
      change: lines(back("32768-61000"), windows),
      to: "ssm",
      verdict: "partial",
    },
    {
      name: "Lambda: 1024-65535 is enough",
      change: lines(back("1024-65535"), lambda),
      to: "ssm",
      verdict: "reachable",
    },
    { name: "Lambda: 32768-61000 loses some", change: lines(back("32768-61000"), lambda), ...partial },
    {
      name: "an image nobody knows: 32768-61000 may lose some",
      change: lines(back("32768-61000"), anyImage),
      to: "ssm",
      verdict: "unknown",
    },
    {
      name: "an image nobody knows: 1024-65535 is enough",
      change: lines(back("1024-65535"), anyImage),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "a given client port inside the range",
      change: back("49152-65535"),
      to: "ssm",
      options: "--source-port 50000",
      verdict: "reachable",
    },
    {
      name: "a given client port outside the range",
      change: back("49152-65535"),
      to: "ssm",
      options: "--source-port 40000",
      verdict: "blocked",
      codes: ["SUBNET_ACL_RESTRICTION"],
    },
  ]);
});
