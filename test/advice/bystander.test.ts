/** Who depends on a NAT, and who merely lives beside one: dependents, bystanders, and NATs of every kind. */
import { describe, expect, it } from "vitest";
import { parseId } from "../../src/model/entity/entity.ts";
import { known, unknown } from "../../src/model/known.ts";
import type { Network } from "../../src/model/network.ts";
import {
  acl,
  base,
  gateway,
  group,
  interfaceEndpoint,
  natGateway,
  networkInterface,
  route,
  subnet,
  table,
  uncollected,
  vpc,
  withEndpoints,
  withRows,
  without,
} from "../reach/estate.ts";
import {
  additionsOf,
  app,
  codesOf,
  factsOf,
  planOf,
  s3Role,
  servicesOf,
  vpcOf,
  withApp,
  withNeighbour,
  workload,
} from "./builders.ts";

const idsOf = (network: Network, needs: readonly string[] = []) =>
  vpcOf(network, { needs }).workloads.map(({ id }) => id);
const publicPlace = { subnet: "subnet-public", address: "10.0.0.20", public: true };
const beside = withNeighbour(app, "i-pub", publicPlace);

const privateRoutes = (...routes: readonly string[]) => ({
  routeTables: [
    table("rtb-private", "vpc-1", ["10.0.0.0/16 local", ...routes], { subnets: ["subnet-a", "subnet-b"] }),
  ],
});

describe("dependents", () => {
  it("are the workloads whose subnet routes to a NAT", () => {
    expect(idsOf(beside)).toEqual(["i-a"]);
    expect(idsOf(withNeighbour(app, "i-b", { subnet: "subnet-b", address: "10.0.2.10" }))).toEqual([
      "i-a",
      "i-b",
    ]);
  });

  it("in a VPC without NAT the plan is about private subnets, and needs unmet today call for endpoints", () => {
    const isolated = without(withRows(beside, privateRoutes()), "natGateways", "nat-1");
    const plan = vpcOf(isolated);
    expect(plan).toMatchObject({ answer: "safe-with-changes", nats: [] });
    expect(plan.workloads.map(({ id }) => id)).toEqual(["i-a"]);
    expect(plan.workloads[0]?.needs[0]?.today.verdict).toBe("blocked");
    expect(factsOf(plan.assumptions)).not.toMatch(/talk to nothing but/);
  });

  it("a private NAT gateway is no way to the internet: the VPC is judged as one without, and it costs nothing here", () => {
    const only = withRows(app, {
      natGateways: [natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5", { connectivity: "private" })],
    });
    expect(vpcOf(only)).toMatchObject({ nats: [{ id: "nat-1", kind: "private" }] });
    expect(planOf(only).cost.natMonthly).toBe(0);
  });

  it("of a NAT instance", () => {
    const nat = withRows(without(app, "natGateways", "nat-1"), {
      networkInterfaces: [
        networkInterface(
          "eni-nat",
          { vpc: "vpc-1", subnet: "subnet-public", addresses: "10.0.0.9", groups: ["sg-nat"] },
          { hasPublicIpv4: known(true), sourceDestCheck: known(false), owner: "i-nat" },
        ),
      ],
      securityGroups: [group("sg-nat", "vpc-1", { ingress: ["all 10.0.0.0/16"], egress: ["all 0.0.0.0/0"] })],
      workloads: [workload("i-nat", { interfaces: ["eni-nat"] })],
      ...privateRoutes("0.0.0.0/0 eni-nat"),
    });
    const plan = vpcOf(nat);
    expect(plan.nats).toEqual([{ id: "i-nat", kind: "instance" }]);
    expect(plan.workloads.map(({ id }) => id)).toEqual(["i-a"]);
    expect(plan.workloads[0]?.needs[0]?.today.via?.kind).toBe("nat-instance");
    expect(plan.answer).toBe("safe-with-changes");
  });

  it("whoever's route table is not known may depend on one", () => {
    const rows = [...base.routeTables.values()].filter(({ id }) => id === "rtb-private");
    const routes = unknown("routes of rtb-private", "aws ec2 describe-route-tables");
    const network = withRows(app, { routeTables: rows.map((row) => ({ ...row, routes })) });
    const plan = vpcOf(network);
    expect(plan.workloads.map(({ id }) => id)).toEqual(["i-a"]);
    expect(plan.answer).not.toMatch(/^safe/);
  });

  it("where nothing runs, nothing is lost: in a live account whose interfaces are all known", () => {
    const empty = without(base, "networkInterfaces", "eni-a");
    expect(vpcOf(empty)).toMatchObject({ answer: "safe", workloads: [], unknowns: [] });
    const gap = uncollected(base, "networkInterfaces", "aws ec2 describe-network-interfaces");
    expect(vpcOf(gap).answer).toBe("cannot-tell");
  });

  it("in a template without workloads nobody knows who uses its subnets, and declared needs stand in for them", () => {
    const [live] = base.scopes.values();
    if (live === undefined) throw new Error("no scope");
    const template: Network = {
      ...without(base, "networkInterfaces", "eni-a"),
      scopes: new Map([[live.id, { ...live, kind: "template" }]]),
    };
    expect(factsOf(vpcOf(template).unknowns)).toMatch(/what runs in subnet-a, subnet-b/);
    const plan = vpcOf(template, { needs: ["s3"] });
    expect(plan.workloads.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      "subnet subnet-a",
      "subnet subnet-b",
    ]);
    expect(plan.answer).toBe("safe-with-changes");
  });

  it("are planned for VPC by VPC, and the worst answer is the answer for all", () => {
    const two = withRows(app, {
      vpcs: [vpc("vpc-2", ["10.2.0.0/16"])],
      subnets: [subnet("subnet-2", "vpc-2", "10.2.1.0/24", "a")],
      routeTables: [table("rtb-2", "vpc-2", ["10.2.0.0/16 local", "0.0.0.0/0 nat-2"], { main: true })],
      natGateways: [natGateway("nat-2", "vpc-2", "subnet-2", "10.2.1.5")],
      networkAcls: [
        acl("acl-2", "vpc-2", ["100 in allow all 0.0.0.0/0", "100 out allow all 0.0.0.0/0"], {
          isDefault: true,
        }),
      ],
      gateways: [gateway("internet-gateway", "igw-2", "vpc-2")],
      securityGroups: [group("sg-2", "vpc-2", { egress: ["all 0.0.0.0/0"] })],
      networkInterfaces: [
        networkInterface("eni-2", {
          vpc: "vpc-2",
          subnet: "subnet-2",
          addresses: "10.2.1.10",
          groups: ["sg-2"],
        }),
      ],
      workloads: [workload("i-2", { interfaces: ["eni-2"] })],
    });
    const plan = planOf(two);
    expect(plan.vpcs.map(({ id, answer }) => `${id} ${answer}`)).toEqual([
      "vpc-1 safe-with-changes",
      "vpc-2 cannot-tell",
    ]);
    expect(plan.answer).toBe("cannot-tell");
  });

  it("no VPC, no plan", () => {
    expect(() => planOf({ ...base, vpcs: new Map() })).toThrow(/no VPC/);
  });
});

describe("bystanders", () => {
  it("go by the new endpoint, which admits them", () => {
    const plan = vpcOf(beside);
    expect(
      plan.bystanders.map(({ id, service, before, after }) => [id, service, before, after].join(" ")),
    ).toEqual(["i-pub ssm reachable reachable", "i-pub ssmmessages reachable reachable"]);
    expect(plan.answer).toBe("safe-with-changes");
  });

  it("are not touched by a gateway endpoint on others' route tables", () => {
    const plan = vpcOf(withNeighbour(withApp(base, { role: s3Role }), "i-pub", publicPlace));
    expect(additionsOf(plan)).toEqual(["s3 gateway rtb-private"]);
    expect(plan.bystanders).toEqual([]);
  });

  it("whom the endpoint's subnet keeps out are worse off, and that is no safe plan", () => {
    const wall = acl(
      "acl-a",
      "vpc-1",
      ["1 in deny tcp 443 10.0.0.0/24", "2 in allow all 0.0.0.0/0", "100 out allow all 0.0.0.0/0"],
      { subnets: ["subnet-a"] },
    );
    const plan = vpcOf(withRows(beside, { networkAcls: [wall] }));
    expect(plan.answer).toBe("not-safe");
    expect(plan.bystanders).toContainEqual(
      expect.objectContaining({ id: "i-pub", service: "ssm", before: "reachable", after: "blocked" }),
    );
    expect(plan.blockers.map(({ code, component }) => `${code} ${component.id}`)).toContain(
      "SUBNET_ACL_RESTRICTION acl-a",
    );
    const named = plan.blockers.filter(({ message }) =>
      /; i-pub reaches it today, and afterwards not, for private DNS of .+ answers for ssm\./.test(message),
    );
    expect(named.map(({ code }) => code)).toContain("SUBNET_ACL_RESTRICTION");
    expect(named.every(({ fix }) => fix !== "")).toBe(true);
  });

  it("whom a rule keeps in are let out, and the plan says so", () => {
    const narrow = withRows(beside, {
      securityGroups: [group("sg-pub", "vpc-1", { egress: ["tcp 443 52.0.0.0/8", "tcp 443 3.0.0.0/8"] })],
      networkInterfaces: [
        networkInterface(
          "eni-i-pub",
          { vpc: "vpc-1", subnet: "subnet-public", addresses: "10.0.0.20", groups: ["sg-pub"] },
          { hasPublicIpv4: known(true) },
        ),
      ],
    });
    const plan = vpcOf(narrow);
    expect(plan.answer).toBe("safe-with-changes");
    expect(codesOf(plan)).toContain("ENI_SG_RULES_MISMATCH");
    expect(plan.bystanders.map(({ after }) => after)).toEqual(["reachable", "reachable"]);
  });

  it("private DNS that is switched on takes their names over as well", () => {
    const silent = withRows(withEndpoints(beside, "ssm", "ssmmessages"), {
      vpcEndpoints: [
        interfaceEndpoint("ssm", { privateDnsEnabled: known(false), subnets: known([parseId("subnet-b")]) }),
      ],
    });
    expect(vpcOf(silent).bystanders.map(({ id, service }) => `${id} ${service}`)).toEqual(["i-pub ssm"]);
  });

  it("whom the policy of an endpoint refuses, once private DNS leads them there, are named with it", () => {
    const json = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: "*",
          Action: "*",
          Resource: "*",
          Condition: { IpAddress: { "aws:VpcSourceIp": "10.0.1.0/24" } },
        },
      ],
    };
    const strict = withRows(withEndpoints(beside, "ssm", "ssmmessages"), {
      vpcEndpoints: [
        interfaceEndpoint("ssm", {
          privateDnsEnabled: known(false),
          subnets: known([parseId("subnet-b")]),
          policy: known({ kind: "document", json }),
        }),
      ],
    });
    const plan = vpcOf(strict);
    expect(plan.answer).toBe("not-safe");
    const [blocker] = plan.blockers.filter(({ code }) => code === "POLICY_DENIES");
    expect(blocker?.component.id).toBe("vpce-ssm");
    expect(blocker?.message).toMatch(
      /i-pub reaches it today, and afterwards not, for private DNS of vpce-ssm/,
    );
    expect(blocker?.fix).toBe("allow it in the policy of vpce-ssm");
  });

  it("in peered VPCs are not touched: private DNS ends with the VPC", () => {
    const peered = withRows(beside, {
      vpcs: [vpc("vpc-2", ["10.2.0.0/16"])],
      routeTables: [table("rtb-2", "vpc-2", ["10.2.0.0/16 local"], { main: true })],
      subnets: [subnet("subnet-2", "vpc-2", "10.2.1.0/24", "a")],
      networkInterfaces: [
        networkInterface("eni-2", { vpc: "vpc-2", subnet: "subnet-2", addresses: "10.2.1.10", groups: [] }),
      ],
      workloads: [workload("i-2", { interfaces: ["eni-2"] })],
    });
    expect(planOf(peered).vpcs.flatMap(({ bystanders }) => bystanders.map(({ id }) => id))).not.toContain(
      "i-2",
    );
  });
});

describe("who uses one subnet and another", () => {
  it("a workload with interfaces in both is planned for with all of them, and must fare well with each", () => {
    const wide = withRows(app, {
      networkInterfaces: [
        networkInterface("eni-b", {
          vpc: "vpc-1",
          subnet: "subnet-b",
          addresses: "10.0.2.10",
          groups: ["sg-none"],
        }),
      ],
      securityGroups: [group("sg-none", "vpc-1", {})],
      workloads: [workload("i-a", { roles: ["role-ssm"], interfaces: ["eni-a", "eni-b"] })],
    });
    const plan = vpcOf(wide);
    expect(servicesOf(plan, "i-a")).toEqual(["ssm", "ssmmessages"]);
    expect(plan.workloads[0]?.needs[0]?.today.verdict).toBe("partial");
    expect(additionsOf(plan)[0]).toBe("ssm interface subnet-a,subnet-b");
    expect(codesOf(plan)).toContain("SG_HAS_NO_RULES");
    expect(plan.answer).toBe("safe-with-changes");
  });

  it("the route that a gateway endpoint brings is part of the proof", () => {
    const hijacked = withRows(withApp(base, { role: s3Role }), {
      routeTables: [
        {
          ...table("rtb-private", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 nat-1"], {
            subnets: ["subnet-a"],
          }),
          routes: known(
            ["10.0.0.0/16 local", "0.0.0.0/0 nat-1", "52.192.0.0/10 pcx-1", "3.0.0.0/8 pcx-1"].map(route),
          ),
        },
      ],
    });
    const plan = vpcOf(hijacked);
    expect(additionsOf(plan)).toEqual(["s3 gateway rtb-private"]);
    expect(plan.workloads[0]?.needs[0]?.after).toEqual({
      verdict: "reachable",
      via: { kind: "gateway-endpoint", id: expect.stringContaining("new s3 endpoint") },
    });
  });
});
