/** What endpoints change for everybody in the VPC: names that go private, addresses that a prefix list takes over. */
import { describe, expect, it } from "vitest";
import { changesOf, codesIn, diff, servicesIn } from "./diff-ask.ts";
import { gatewayEndpoint, group, https, instance, interfaceEndpoint, lines, noNat } from "./estate.ts";

const others = lines(
  group("StrictGroup", { egress: https("CidrIp: 52.0.0.0/8") }),
  instance("Other", "PrivateB", "!Ref StrictGroup"),
);

describe("private DNS turned on", () => {
  const off = interfaceEndpoint("ssm", { privateDns: false });
  const on = interfaceEndpoint("ssm");

  it("sends the service's name another way, for whom the endpoint admits", async () => {
    const answer = await diff(off, on);
    const [change, ...more] = changesOf(answer, "rerouted");
    expect(more).toEqual([]);
    expect(change?.after.via?.kind).toBe("interface-endpoint");
    expect(change?.services).toEqual([{ service: "ssm", port: 443 }]);
    expect(answer.answer).toBe("changed");
  });

  it("takes the service away from a neighbour that may send to public addresses alone", async () => {
    const answer = await diff(lines(off, others), lines(on, others));
    expect(
      servicesIn(changesOf(answer, "undecided", "Other")).concat(
        servicesIn(changesOf(answer, "lost", "Other")),
      ),
    ).toContain("ssm");
    expect(changesOf(answer, "lost", "App")).toEqual([]);
  });

  it("takes it away from all where the endpoint's group admits nobody", async () => {
    const shut = group("EndpointGroup", {});
    const answer = await diff(lines(shut, off), lines(shut, on));
    expect(servicesIn(changesOf(answer, "lost"))).toEqual(["ssm"]);
    expect(codesIn(changesOf(answer, "lost"))).toEqual(["SG_HAS_NO_RULES"]);
  });
});

describe("a gateway endpoint added", () => {
  it("takes the addresses of S3, and the names with them, and nothing else", async () => {
    const answer = await diff("", gatewayEndpoint("s3"));
    const rerouted = changesOf(answer, "rerouted");
    expect(new Set(rerouted.map(({ after }) => after.via?.kind))).toEqual(new Set(["gateway-endpoint"]));
    expect(servicesIn(rerouted)).toContain("s3");
    expect(servicesIn(rerouted)).not.toContain("ssm");
  });

  it("with a policy that admits nothing takes S3 away over the addresses of its list alone", async () => {
    const answer = await diff(
      "",
      gatewayEndpoint(
        "s3",
        'RouteTableIds: [!Ref PrivateTable], PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Deny, Principal: "*", Action: "*", Resource: "*" }] }',
      ),
    );
    const lost = changesOf(answer, "lost");
    expect(codesIn(lost)).toContain("POLICY_DENIES");
    expect(servicesIn(lost)).toContain("s3");
    expect(servicesIn(lost)).not.toContain("ec2");
  });
});

describe("the NAT removed", () => {
  it("loses every public address and every service without an endpoint", async () => {
    const endpoints = lines(interfaceEndpoint("ssm"), gatewayEndpoint("s3"));
    const answer = await diff(endpoints, lines(endpoints, noNat));
    const lost = changesOf(answer, "lost");
    expect(answer.answer).toBe("loses");
    expect(codesIn(lost)).toEqual(["NO_ROUTE_TO_DESTINATION"]);
    expect(servicesIn(lost)).toContain("sts");
    expect(servicesIn(lost)).not.toContain("ssm");
    expect(servicesIn(lost)).not.toContain("s3");
  });
});
