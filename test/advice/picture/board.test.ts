// Where things stand in a picture, and what becomes of them.
import { describe, expect, it } from "vitest";
import { known } from "../../../src/model/known.ts";
import { mustCidr } from "../../../src/model/address.ts";
import { parseId } from "../../../src/model/entity/entity.ts";
import {
  base,
  gateway,
  group,
  interfaceEndpoint,
  natGateway,
  networkInterface,
  region,
  scope,
  table,
  withEndpoints,
  withRows,
} from "../../reach/estate.ts";
import { app, role, withApp, withNeighbour, workload } from "../builders.ts";
import { lost, regional } from "./networks.ts";
import { allBoxes, fateOf, pictured, placesOf } from "./picture.ts";

const entity = (id: string) => ({ id: parseId<never>(id), aliases: [], scope, origin: { file: "estate" } });
const zoneA = `${region}a`;

describe("a picture", () => {
  it("nests subnets in zones and zones in the VPC, by the names of the zones", () => {
    const picture = pictured(app);
    expect(placesOf(picture, "zone")).toEqual([`${zoneA} in vpc-1`, `${region}c in vpc-1`]);
    expect(placesOf(picture, "subnet")).toEqual([
      `subnet-public in vpc-1 ${zoneA}`,
      `subnet-a in vpc-1 ${zoneA}`,
      `subnet-b in vpc-1 ${region}c`,
    ]);
    expect(placesOf(picture, "workloads")).toEqual([`i-a in vpc-1 ${zoneA} subnet-a`]);
    expect(placesOf(picture, "internet-gateway")).toEqual(["igw-1 in vpc-1"]);
    expect(placesOf(picture, "internet")).toEqual(["Internet in"]);
  });

  it("has what is added in each of its subnets, what is removed where it stands, and marks what changes", () => {
    const two = withNeighbour(app, "i-b", { subnet: "subnet-b", address: "10.0.2.10" });
    const picture = pictured(two, { needs: ["ssm", "s3"] });
    expect(placesOf(picture, "interface-endpoint").filter((place) => place.startsWith("ssm "))).toEqual([
      `ssm in vpc-1 ${zoneA} subnet-a`,
      `ssm in vpc-1 ${region}c subnet-b`,
    ]);
    expect(placesOf(picture, "gateway-endpoint")).toEqual(["s3 in vpc-1"]);
    expect(fateOf(picture, "interface-endpoint", "ssm")).toBe("added");
    expect(fateOf(picture, "gateway-endpoint", "s3")).toBe("added");
    expect(fateOf(picture, "nat-gateway", "nat-1")).toBe("removed");
    expect(fateOf(picture, "subnet", "subnet-a")).toBe("changed");
    expect(fateOf(picture, "subnet", "subnet-public")).toBe("kept");
    expect(fateOf(picture, "vpc", "vpc-1")).toBe("kept");
  });

  it("marks an endpoint whose setting the plan mends", () => {
    const plain = withRows(withEndpoints(app, "ssm", "ssmmessages"), {
      vpcEndpoints: [
        interfaceEndpoint("ssm", {
          subnets: known([parseId("subnet-b")]),
          privateDnsEnabled: known(false),
        }),
      ],
    });
    const picture = pictured(plain);
    expect(fateOf(picture, "interface-endpoint", "ssm")).toBe("changed");
    expect(fateOf(picture, "interface-endpoint", "ssmmessages")).toBe("kept");
  });

  it("has a zonal NAT gateway in its subnet, a regional one at the VPC and an instance in its subnet", () => {
    expect(placesOf(pictured(app), "nat-gateway")).toEqual([`nat-1 in vpc-1 ${zoneA} subnet-public`]);
    expect(placesOf(pictured(withApp(regional)), "nat-gateway")).toEqual(["nat-1 in vpc-1"]);
    const instance = withRows(app, {
      routeTables: [
        table("rtb-private", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 i-nat"], { subnets: ["subnet-a"] }),
      ],
      natGateways: [],
      networkInterfaces: [
        networkInterface(
          "eni-nat",
          { vpc: "vpc-1", subnet: "subnet-public", addresses: "10.0.0.9", groups: ["sg-nat"] },
          { owner: "i-nat", hasPublicIpv4: known(true), sourceDestCheck: known(false) },
        ),
      ],
      securityGroups: [group("sg-nat", "vpc-1", { ingress: ["all 10.0.0.0/16"], egress: ["all 0.0.0.0/0"] })],
      workloads: [workload("i-nat", { interfaces: ["eni-nat"] })],
    });
    const picture = pictured({ ...instance, natGateways: new Map() });
    expect(placesOf(picture, "nat-instance")).toEqual([`i-nat in vpc-1 ${zoneA} subnet-public`]);
    expect(fateOf(picture, "nat-instance", "i-nat")).toBe("removed");
    expect(placesOf(picture, "workloads")).toEqual([`i-a in vpc-1 ${zoneA} subnet-a`]);
  });

  it("keeps a private NAT gateway", () => {
    const own = natGateway("nat-2", "vpc-1", "subnet-a", "10.0.1.5", {
      connectivity: "private",
      addresses: known([]),
    });
    const picture = pictured(withRows(app, { natGateways: [own] }));
    expect(fateOf(picture, "nat-gateway", "nat-2")).toBe("kept");
  });

  it("says that it does not know a zone or a subnet, and still draws what is in it", () => {
    const picture = pictured(lost);
    expect(placesOf(picture, "subnet")).toContain("subnet-b in vpc-1 ?");
    expect(placesOf(picture, "workloads")).toEqual(["i-a in vpc-1 ? ?"]);
    const [zone] = allBoxes(picture).filter(({ box }) => box.kind === "zone" && box.name === "");
    expect(zone?.box.note).toBe("the zone of subnet-b");
  });

  it("has a gateway that only a route tells of", () => {
    const picture = pictured({ ...app, gateways: new Map() });
    expect(placesOf(picture, "internet-gateway")).toEqual(["igw-1 in vpc-1"]);
  });

  it("has gateways of every kind at the VPC", () => {
    const side = (id: string, block: string) => ({
      vpc: known(parseId<never>(id)),
      cidrs: known([mustCidr(block)]),
      region,
      account: "111122223333",
    });
    const network = withRows(app, {
      gateways: [
        gateway("egress-only-internet-gateway", "eigw-1", "vpc-1"),
        gateway("vpn-gateway", "vgw-1", "vpc-1"),
      ],
      peerings: [
        {
          ...entity("pcx-1"),
          requester: side("vpc-1", "10.0.0.0/16"),
          accepter: side("vpc-far", "10.9.0.0/16"),
          status: "active",
        },
      ],
      transitGatewayAttachments: [
        {
          ...entity("attach-1"),
          transitGateway: parseId("tgw-1"),
          resource: "vpc",
          resourceId: known("vpc-1"),
          subnets: known([]),
          state: "available",
          association: known("none"),
        },
      ],
    });
    const boxes = allBoxes(pictured(network))
      .filter(({ around }) => around.length === 1)
      .map(({ box }) => `${box.kind} ${box.name} ${box.note}`.trim());
    expect(boxes).toEqual(
      expect.arrayContaining([
        "egress-only-internet-gateway eigw-1",
        "vpn-gateway vgw-1",
        "transit-gateway tgw-1 attach-1",
        "peering pcx-1 vpc-far",
      ]),
    );
  });

  it("puts what is too much for a subnet into one box, which loses nobody", () => {
    const ids = Array.from({ length: 12 }, (_, index) => `i-${index}`);
    const crowded = ids.reduce(
      (network, id, index) =>
        withRows(network, {
          securityGroups: [group(`sg-${id}`, "vpc-1", { egress: [`tcp 443 0.0.0.0/${index + 1}`] })],
          networkInterfaces: [
            networkInterface(`eni-${id}`, {
              vpc: "vpc-1",
              subnet: "subnet-a",
              addresses: `10.0.1.${50 + index}`,
              groups: [`sg-${id}`],
            }),
          ],
          workloads: [workload(id, { interfaces: [`eni-${id}`] })],
        }),
      base,
    );
    const picture = pictured(crowded, { needs: ["s3", "ssm"] });
    const boxes = allBoxes(picture).filter(({ box }) => box.kind === "workloads");
    expect(boxes.length).toBeLessThanOrEqual(8);
    expect(boxes.reduce((sum, { box }) => sum + (box.count ?? 0), 0)).toBe(12);
    const [rest] = boxes.filter(({ box }) => box.name === "");
    const inRest = picture.vpcs[0]?.groups.filter((own) => own.boxes.includes(rest?.box.id ?? "")) ?? [];
    expect(inRest.reduce((sum, { members }) => sum + members.length, 0)).toBe(rest?.box.count);
  });

  it("draws beside them what the plan is not about", () => {
    const open = withNeighbour(app, "i-web", { subnet: "subnet-public", address: "10.0.0.20", public: true });
    const picture = pictured(open);
    expect(placesOf(picture, "workloads")).toContain(`i-web in vpc-1 ${zoneA} subnet-public`);
    expect(picture.vpcs[0]?.groups.flatMap(({ members }) => members)).toEqual(["i-a"]);
  });

  it("names a group by what its members have in common", () => {
    const named = (id: string, address: string, aliases: readonly string[]) => {
      const network = withNeighbour(base, id, { subnet: "subnet-a", address });
      const [own] = [...network.workloads.values()].filter((one) => one.id === id);
      return { network, row: { ...own!, aliases } };
    };
    const groupName = (...members: readonly (readonly [string, readonly string[]])[]) => {
      const network = members.reduce((all, [id, aliases], index) => {
        const { network: one, row } = named(id, `10.0.1.${60 + index}`, aliases);
        return withRows(all, { networkInterfaces: [...one.networkInterfaces.values()], workloads: [row] });
      }, base);
      return pictured(network, { needs: ["s3"] }).vpcs[0]?.groups.map(({ name }) => name);
    };
    const [one, two] = ["i-0123456789abcdef0", "i-0fedcba9876543210"];
    expect(groupName([one, ["web"]], [two, ["web"]])).toEqual(["web"]);
    expect(groupName([one, ["web-1"]], [two, ["web-2"]])).toEqual(["web-* × 2"]);
    expect(groupName([one, []], [two, []])).toEqual(["instance × 2"]);
    expect(groupName(["Workers1", []], ["Workers2", []])).toEqual(["Workers* × 2"]);
    expect(groupName([one, ["web"]])).toEqual([one]);
  });

  it("is of all VPCs, each by itself", () => {
    const both = withRows(withApp(base, { role: role("r", [], "s3:GetObject") }), {
      vpcs: [{ ...[...base.vpcs.values()][0]!, id: parseId("vpc-2") }],
    });
    expect(pictured(both).vpcs.map(({ id }) => id)).toEqual(["vpc-1", "vpc-2"]);
  });
});
