/** Networks beside each other: a peering that goes, sources that come and go, and two accounts of one network. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { denat } from "./ask.ts";
import { describedFiles } from "./described.ts";
import { changesOf, codesIn, diff, diffFiles, placesIn } from "./diff-ask.ts";
import { instance, lines, noNat, resource } from "./estate.ts";

const example = join(import.meta.dirname, "../../examples/session-manager");

const peer = lines(
  resource("Far", "AWS::EC2::VPC", "CidrBlock: 10.9.0.0/16"),
  resource(
    "FarSubnet",
    "AWS::EC2::Subnet",
    "VpcId: !Ref Far, CidrBlock: 10.9.0.0/24, AvailabilityZone: us-east-1a",
  ),
  resource("FarTable", "AWS::EC2::RouteTable", "VpcId: !Ref Far"),
  resource(
    "FarAssociation",
    "AWS::EC2::SubnetRouteTableAssociation",
    "SubnetId: !Ref FarSubnet, RouteTableId: !Ref FarTable",
  ),
  resource(
    "FarGroup",
    "AWS::EC2::SecurityGroup",
    "GroupDescription: far, VpcId: !Ref Far, SecurityGroupIngress: [{ IpProtocol: -1, CidrIp: 10.0.0.0/16 }]",
  ),
  instance("FarServer", "FarSubnet", "!Ref FarGroup"),
);
const peering = lines(
  resource("Peering", "AWS::EC2::VPCPeeringConnection", "VpcId: !Ref Vpc, PeerVpcId: !Ref Far"),
  resource(
    "ToFar",
    "AWS::EC2::Route",
    "RouteTableId: !Ref PrivateTable, DestinationCidrBlock: 10.9.0.0/16, VpcPeeringConnectionId: !Ref Peering",
  ),
  resource(
    "FromFar",
    "AWS::EC2::Route",
    "RouteTableId: !Ref FarTable, DestinationCidrBlock: 10.0.0.0/16, VpcPeeringConnectionId: !Ref Peering",
  ),
);

describe("a peering removed", () => {
  it("loses the servers behind it", async () => {
    const lost = changesOf(await diff(lines(peer, peering, noNat), lines(peer, noNat)), "lost");
    expect(placesIn(lost)).toHaveLength(1);
    expect(placesIn(lost)[0]).toMatch(/^FarServer/);
    expect(codesIn(lost)).toEqual(["NO_ROUTE_TO_DESTINATION"]);
    expect(new Set(lost.map(({ before }) => before.via?.kind))).toEqual(new Set(["peering"]));
  });
});

describe("sources", () => {
  it("that only one network has are listed, and not compared", async () => {
    const answer = await diff(
      instance("Old", "PrivateA", "!Ref AppGroup"),
      instance("New", "PrivateB", "!Ref AppGroup"),
    );
    expect(answer.removed.map(({ workload }) => workload)).toEqual(["Old"]);
    expect(answer.added.map(({ workload }) => workload)).toEqual(["New"]);
    expect(changesOf(answer, "lost", "Old")).toEqual([]);
  });
});

describe("one network", () => {
  it.each([
    ["the same template", "", ""],
    ["the same with a peer", lines(peer, peering), lines(peer, peering)],
  ])("%s differs in nothing", async (_, before, after) => {
    expect(await diff(before, after)).toMatchObject({
      answer: "same",
      differences: [],
      added: [],
      removed: [],
    });
  });

  it("as described twice differs in nothing", async () => {
    expect((await diffFiles(describedFiles(), describedFiles())).differences).toEqual([]);
  });

  it.each([
    ["SessionManager0Nat", "0-nat"],
    ["SessionManager2Interface", "2-interface-endpoints"],
    ["SessionManager3Gateway", "3-gateway-endpoint"],
  ])(
    "as a template (%s) and as the answers of what it makes differs in nothing",
    async (stack, directory) => {
      const read = (path: string) => readFileSync(join(example, path), "utf8");
      const described = readdirSync(join(example, "describe", directory)).map(
        (name) => [name, read(`describe/${directory}/${name}`)] as const,
      );
      const files = {
        "before/template.json": read(`cdk.out/${stack}.template.json`),
        ...Object.fromEntries(described.map(([name, text]) => [`after/${name}`, text])),
      };
      const { status, stdout } = await denat(["diff"], files, "ap-northeast-1", ["before", "after"]);
      expect(JSON.parse(stdout)).toMatchObject({ answer: "same", differences: [], added: [], removed: [] });
      expect(status).toBe(0);
    },
  );

  it("of which one call was not made cannot be told apart from any other", async () => {
    const answer = await diffFiles(describedFiles(), describedFiles({ "describe-network-acls": undefined }));
    expect(answer.answer).toBe("cannot-tell");
    expect(answer.differences.flatMap(({ changes }) => changes.map(({ kind }) => kind))).not.toContain(
      "lost",
    );
  });
});
