import { describe, expect, it } from "vitest";
import type { EndpointService } from "../../src/model/entity/vpc-endpoint.ts";
import { parseId } from "../../src/model/entity/entity.ts";
import { known, unknown } from "../../src/model/known.ts";
import type { Network } from "../../src/model/network.ts";
import {
  acl,
  base,
  gatewayEndpoint,
  group,
  interfaceEndpoint,
  region,
  scope,
  subnet,
  table,
  vpc,
  withEndpoints,
  withRows,
} from "../reach/estate.ts";
import {
  additionsOf,
  app,
  codesOf,
  factsOf,
  role,
  s3Role,
  vpcOf,
  withApp,
  withNeighbour,
} from "./builders.ts";

const s3App = withApp(base, { role: s3Role });

function offering(
  network: Network,
  ...services: readonly (readonly [string, EndpointService["types"][number], readonly string[]])[]
): Network {
  return withRows(network, {
    endpointServices: services.map(([service, type, zones]) => ({
      id: `${service}-${type}`,
      aliases: [],
      scope,
      origin: { file: "estate" },
      serviceName: `com.amazonaws.${region}.${service}`,
      types: [type],
      availabilityZones: zones.map((zone) => `${region}${zone}`),
      privateDnsNames: [],
      policySupported: known(true),
    })),
  });
}

describe("endpoints to add", () => {
  it("a gateway endpoint before an interface endpoint, on the tables of those who need it", () => {
    expect(additionsOf(vpcOf(s3App))).toEqual(["s3 gateway rtb-private"]);
    expect(vpcOf(s3App).endpoints.securityGroup).toBeUndefined();
  });

  it("interface endpoints in each zone of their clients, one subnet a zone", () => {
    const more = withRows(app, {
      subnets: [subnet("subnet-a2", "vpc-1", "10.0.3.0/24", "a")],
      routeTables: [
        table("rtb-a2", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 nat-1"], { subnets: ["subnet-a2"] }),
      ],
    });
    const crowded = withNeighbour(
      withNeighbour(more, "i-a2", { subnet: "subnet-a2", address: "10.0.3.10" }),
      "i-b",
      { subnet: "subnet-b", address: "10.0.2.10" },
    );
    const plan = vpcOf(crowded, { needs: ["kms"] });
    expect(additionsOf(plan)).toContain("kms interface subnet-a,subnet-b");
    expect(plan.endpoints.add.find(({ service }) => service === "kms")?.because).toEqual([
      "i-a and 2 others: declared with --needs",
    ]);
  });

  it("only where the service is offered, and says which zone goes without", () => {
    const both = withNeighbour(app, "i-b", { subnet: "subnet-b", address: "10.0.2.10" });
    const plan = vpcOf(
      offering(
        both,
        ["kms", "interface", ["c"]],
        ["ssm", "interface", ["a", "c"]],
        ["ssmmessages", "interface", ["a", "c"]],
      ),
      { needs: ["kms"] },
    );
    const kms = plan.endpoints.add.find(({ service }) => service === "kms");
    expect(kms?.subnets).toEqual(["subnet-b"]);
    expect(kms?.because.join()).toContain(`not offered in ${region}a`);
    expect(plan.answer).toBe("safe-with-changes");
  });

  it("in another subnet of the VPC where no client's zone will do", () => {
    const offered = offering(withApp(base), ["kms", "interface", ["c"]]);
    expect(additionsOf(vpcOf(offered, { needs: ["kms"] }))).toEqual(["kms interface subnet-b"]);
    const nowhere = vpcOf(offering(withApp(base), ["kms", "interface", ["d"]]), { needs: ["kms"] });
    expect(nowhere).toMatchObject({ answer: "not-safe", endpoints: { add: [] } });
    expect(codesOf(nowhere)).toContain("VPCE_SERVICE_NOT_INSTALLED_IN_AZ");
  });

  it("one subnet alone where zones are not known: two might share one", () => {
    const zoneless = withRows(withNeighbour(app, "i-b", { subnet: "subnet-b", address: "10.0.2.10" }), {
      subnets: [
        subnet("subnet-a", "vpc-1", "10.0.1.0/24", "a", { availabilityZone: unknown("zone", "aws") }),
        subnet("subnet-b", "vpc-1", "10.0.2.0/24", "a", { availabilityZone: unknown("zone", "aws") }),
      ],
    });
    expect(additionsOf(vpcOf(zoneless, { needs: ["kms"] }))).toContain("kms interface subnet-a");
  });

  it("behind one group that admits everybody in the VPC on the services' ports", () => {
    const plan = vpcOf(
      withNeighbour(app, "i-pub", { subnet: "subnet-public", address: "10.0.0.20", public: true }),
      { needs: ["cassandra"] },
    );
    expect(plan.endpoints.securityGroup).toEqual({
      admits: ["10.0.1.0/24", "10.0.0.0/24"],
      port: 443,
      ports: [443, 9142],
    });
    expect(plan.answer).toBe("safe-with-changes");
  });

  it("is refused where the Region does not list the service, and assumed where it lists none", () => {
    const plan = vpcOf(offering(app, ["ssm", "interface", ["a"]]));
    expect(codesOf(plan)).toContain("SERVICE_NOT_IN_REGION");
    expect(plan.answer).toBe("not-safe");
    expect(factsOf(vpcOf(app).assumptions)).toMatch(/offers endpoints of ssm, ssmmessages/);
    expect(factsOf(plan.assumptions)).not.toMatch(/offers endpoints/);
  });

  it("is not proposed where clients would not use it: no private DNS", () => {
    const plan = vpcOf(app, { needs: ["transfer.server"] });
    expect(codesOf(plan)).toContain("SERVICE_HAS_NO_PRIVATE_DNS");
    expect(plan.endpoints.add.map(({ service }) => service)).not.toContain("transfer.server");
  });

  it("of API Gateway captures public APIs: a blocker, and nobody can tell", () => {
    const plan = vpcOf(withApp(base), { needs: ["execute-api"] });
    expect(codesOf(plan)).toContain("SERVICE_CAPTURES_PUBLIC_APIS");
    expect(plan.answer).toBe("cannot-tell");
  });
});

describe("what stands already", () => {
  it("serves, and nothing is added", () => {
    const plan = vpcOf(withEndpoints(app, "ssm", "ssmmessages"));
    expect(plan).toMatchObject({ answer: "safe", endpoints: { add: [], change: [] }, blockers: [] });
    expect(plan.endpoints.present).toContainEqual({ id: "vpce-ssm", service: "ssm", type: "interface" });
  });

  it("with private DNS off: it is enabled, and no second one added", () => {
    const plan = vpcOf(
      withRows(withEndpoints(app, "ssm", "ssmmessages"), {
        vpcEndpoints: [
          interfaceEndpoint("ssm", {
            privateDnsEnabled: known(false),
            subnets: known([parseId("subnet-b")]),
          }),
        ],
      }),
    );
    expect(plan.answer).toBe("safe-with-changes");
    expect(plan.endpoints).toMatchObject({
      add: [],
      change: [{ id: "vpce-ssm", service: "ssm", change: "enable private DNS" }],
    });
  });

  it("a gateway endpoint without the table: the table is associated", () => {
    const plan = vpcOf(withRows(s3App, { vpcEndpoints: [gatewayEndpoint("s3", ["rtb-main"])] }));
    expect(plan.answer).toBe("safe-with-changes");
    expect(plan.endpoints).toMatchObject({
      add: [],
      change: [{ id: "vpce-s3", change: "associate it with route table rtb-private" }],
    });
  });

  it("an S3 interface endpoint without private DNS gives way to the gateway endpoint", () => {
    const plan = vpcOf(
      withRows(withEndpoints(s3App, "s3"), {
        vpcEndpoints: [interfaceEndpoint("s3", { privateDnsEnabled: known(false) })],
      }),
    );
    expect(additionsOf(plan)).toEqual(["s3 gateway rtb-private"]);
  });

  it("a group that does not admit the clients: they are admitted on it", () => {
    const closed = withRows(withEndpoints(app, "ssm", "ssmmessages"), {
      securityGroups: [
        group("sg-endpoint", "vpc-1", { ingress: ["tcp 443 192.168.0.0/16"], egress: ["all 0.0.0.0/0"] }),
      ],
    });
    const plan = vpcOf(closed);
    expect(plan.answer).toBe("safe-with-changes");
    expect(plan.endpoints.change?.map(({ change }) => change)).toEqual([
      "admit tcp 443 from sg-client on its group sg-endpoint",
    ]);
    expect(codesOf(plan)).toContain("ENI_SG_RULES_MISMATCH");
  });

  it("a private zone of the service's name keeps a second owner out", () => {
    const zone = {
      id: parseId<never>("Z1"),
      aliases: [],
      scope,
      origin: { file: "estate" },
      zoneName: `ssm.${region}.amazonaws.com`,
      visibility: "private",
      vpcs: known([parseId<never>("vpc-1")]),
      records: known([]),
    } as const;
    const plan = vpcOf(withRows(app, { hostedZones: [zone] }));
    expect(plan.answer).toBe("not-safe");
    expect(codesOf(plan)).toEqual(expect.arrayContaining(["VPCE_PRIVATE_DNS_CONFLICT", "DNS_ZONE_SHADOWS"]));
    expect(plan.endpoints.add.map(({ service }) => service)).toEqual(["ssmmessages"]);
  });

  it("in a state that is as good as gone: another is added", () => {
    const dead = withRows(app, { vpcEndpoints: [interfaceEndpoint("ssm", { state: known("failed") })] });
    expect(vpcOf(dead).endpoints.add.map(({ service }) => service)).toContain("ssm");
  });

  it("with a narrow policy: what the role asks for decides", () => {
    const narrow = (resource: string) =>
      ({
        kind: "document",
        json: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: resource }],
        },
      }) as const;
    const route = table("rtb-private", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 nat-1", "pl-s3 vpce-s3"], {
      subnets: ["subnet-a", "subnet-b"],
    });
    const list = {
      id: parseId<never>("pl-s3"),
      aliases: [],
      scope,
      origin: { file: "estate" },
      listName: `com.amazonaws.${region}.s3`,
      owner: "aws",
      entries: known(
        [{ ...subnet("x", "y", "52.219.0.0/20", "a").cidrs }].flatMap((one) => (one.known ? one.value : [])),
      ),
    } as const;
    const policed = (resource: string) =>
      vpcOf(
        withRows(s3App, {
          routeTables: [route],
          prefixLists: [list],
          vpcEndpoints: [gatewayEndpoint("s3", ["rtb-private"], { policy: known(narrow(resource)) })],
        }),
      );
    expect(policed("arn:aws:s3:::mine/*").answer).toBe("safe");
    expect(policed("arn:aws:s3:::other/*")).toMatchObject({ answer: "not-safe", endpoints: { add: [] } });
    expect(codesOf(policed("arn:aws:s3:::other/*")).join()).toMatch(/POLICY_/);
  });
});

describe("what is mended on the way, and proven by walking again", () => {
  const clientWith = (egress: readonly string[], network = app) =>
    withRows(network, { securityGroups: [group("sg-client", "vpc-1", { egress })] });

  it("egress of the client's group to the new endpoints", () => {
    const plan = vpcOf(clientWith(["tcp 5432 10.0.0.0/16"]));
    expect(plan.answer).toBe("safe-with-changes");
    expect(plan.blockers.find(({ code }) => code === "ENI_SG_RULES_MISMATCH")).toMatchObject({
      component: { id: "sg-client" },
      fix: expect.stringContaining("sg-client"),
    });
  });

  it("egress to the prefix list of a gateway endpoint, which the VPC's block does not cover", () => {
    const plan = vpcOf(clientWith(["tcp 443 10.0.0.0/16"], s3App));
    expect(plan.answer).toBe("safe-with-changes");
    expect(codesOf(plan)).toContain("ENI_SG_RULES_MISMATCH");
  });

  it("ACL entries, out and back", () => {
    const strict = [
      "100 in allow tcp 443 10.0.0.0/16",
      "100 out allow tcp 443 10.0.0.0/16",
      "200 in deny all 0.0.0.0/0",
      "200 out deny all 0.0.0.0/0",
    ];
    const closed = withRows(s3App, {
      networkAcls: [acl("acl-a", "vpc-1", strict, { subnets: ["subnet-a"] })],
    });
    const plan = vpcOf(closed);
    expect(plan.answer).toBe("safe-with-changes");
    expect(
      plan.blockers
        .filter(({ code }) => code === "SUBNET_ACL_RESTRICTION")
        .map(({ component }) => component.id),
    ).toContain("acl-a");
  });

  it("no room before the deny: the ACL stays in the way", () => {
    const full = withRows(s3App, {
      networkAcls: [
        acl("acl-a", "vpc-1", ["1 in deny all 0.0.0.0/0", "1 out deny all 0.0.0.0/0"], {
          subnets: ["subnet-a"],
        }),
      ],
    });
    expect(vpcOf(full).answer).toBe("not-safe");
  });

  it("DNS attributes of the VPC", () => {
    const plan = vpcOf(
      withRows(app, { vpcs: [vpc("vpc-1", ["10.0.0.0/16"], { enableDnsHostnames: known(false) })] }),
    );
    expect(plan.answer).toBe("safe-with-changes");
    expect(codesOf(plan)).toContain("DNS_HOSTNAMES_DISABLED");
  });

  it("an attribute that is not known is not assumed for endpoints that do not stand yet", () => {
    const hostnames = unknown("enableDnsHostnames of vpc-1", "aws ec2 describe-vpc-attribute");
    const plan = vpcOf(
      withRows(app, { vpcs: [vpc("vpc-1", ["10.0.0.0/16"], { enableDnsHostnames: hostnames })] }),
    );
    expect(plan.answer).toBe("cannot-tell");
    expect(plan.unknowns).toContainEqual({ fact: hostnames.fact, settledBy: hostnames.settledBy });
  });

  it("DNS servers of one's own cannot be mended from here", () => {
    const options = {
      id: parseId<never>("dopt-1"),
      aliases: [],
      scope,
      origin: { file: "estate" },
      domainNameServers: known(["192.168.0.2"]),
    } as const;
    const plan = vpcOf(
      withRows(app, {
        vpcs: [vpc("vpc-1", ["10.0.0.0/16"], { dhcpOptions: known(options.id) })],
        dhcpOptions: [options],
      }),
    );
    expect(plan.answer).toBe("cannot-tell");
    expect(codesOf(plan)).toContain("DNS_CUSTOM_SERVERS");
  });

  it("rules that are not known are nothing to build on", () => {
    const groupOf = {
      ...group("sg-client", "vpc-1", {}),
      egress: unknown("rules of sg-client", "aws ec2 describe-security-groups"),
    };
    expect(vpcOf(withRows(app, { securityGroups: [groupOf] })).answer).toBe("cannot-tell");
  });
});

describe("a route that beats the gateway endpoint's", () => {
  it("stays a blocker", () => {
    const route = ["10.0.0.0/16 local", "0.0.0.0/0 nat-1"];
    const network = withRows(withApp(base, { role: role("r", [], "dynamodb:GetItem") }), {
      routeTables: [table("rtb-private", "vpc-1", route, { subnets: ["subnet-a"] })],
    });
    expect(vpcOf(network).answer).toBe("safe-with-changes");
  });
});
