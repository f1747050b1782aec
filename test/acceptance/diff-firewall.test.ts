/** Rules that go or narrow, to the port and the address, with nothing beside them. */
import { describe, expect, it } from "vitest";
import { changesOf, codesIn, diff, placesIn, trafficIn } from "./diff-ask.ts";
import { acl, group, https, instance, lines } from "./estate.ts";

const anything = "{ IpProtocol: -1, CidrIp: 0.0.0.0/0 }";
const server = (ingress: string) =>
  lines(
    group("ServerGroup", { ingress, egress: anything }),
    instance("Server", "PrivateB", "!Ref ServerGroup"),
  );
const tcp = (ports: string, peer = "CidrIp: 10.0.0.0/16") => {
  const [from, to = from] = ports.split("-");
  return `{ IpProtocol: tcp, FromPort: ${from}, ToPort: ${to}, ${peer} }`;
};

describe("an ACL entry deleted", () => {
  const entries = [
    "in 100 allow all all 0.0.0.0/0",
    "out 100 allow tcp 443 0.0.0.0/0",
    "out 110 allow tcp 32768-65535 0.0.0.0/0",
  ];
  const deleted = entries.filter((entry) => !entry.startsWith("out 100"));

  it("loses its port and no other", async () => {
    const answer = await diff(acl("PrivateA", ...entries), acl("PrivateA", ...deleted));
    const lost = changesOf(answer, "lost");
    expect(trafficIn(lost)).toEqual(["tcp 443"]);
    expect(codesIn(lost)).toEqual(["SUBNET_ACL_RESTRICTION"]);
    expect(changesOf(answer, "gained")).toEqual([]);
  });

  it("is gained the other way round", async () => {
    const answer = await diff(acl("PrivateA", ...deleted), acl("PrivateA", ...entries));
    expect(trafficIn(changesOf(answer, "gained"))).toEqual(["tcp 443"]);
    expect(answer.answer).toBe("changed");
  });
});

describe("a group narrowed", () => {
  it("at the server loses the ports that it leaves out", async () => {
    const answer = await diff(server(tcp("5432-5440")), server(tcp("5432")));
    const lost = changesOf(answer, "lost");
    expect(trafficIn(lost)).toEqual(["tcp 5433-5440"]);
    expect(placesIn(lost)).toHaveLength(1);
    expect(placesIn(lost)[0]).toMatch(/^Server/);
  });

  it("from a group to another loses for whom it named before", async () => {
    const answer = await diff(
      server(tcp("5432", "SourceSecurityGroupId: !Ref AppGroup")),
      server(tcp("5432", "SourceSecurityGroupId: !Ref EndpointGroup")),
    );
    expect(trafficIn(changesOf(answer, "lost"))).toEqual(["tcp 5432"]);
  });

  it("at the client loses the addresses that it leaves out", async () => {
    const client = (block: string) => group("AppGroup", { egress: https(`CidrIp: ${block}`) });
    const lost = changesOf(await diff(client("198.51.100.0/24"), client("198.51.100.0/25")), "lost");
    expect(placesIn(lost)).toEqual(["198.51.100.128/25"]);
    expect(trafficIn(lost)).toEqual(["tcp 443"]);
  });
});
