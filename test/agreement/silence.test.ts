/**
 * What a client sees where reach has nothing to say: which of silence, a refusal and an answer it is. Whatever AWS drops is
 * silence; an instance that is reached, and does not listen, refuses.
 */
import { expect, it } from "vitest";
import { formatAddress, mustAddress } from "../../src/model/address.ts";
import { parseId } from "../../src/model/entity/entity.ts";
import { known } from "../../src/model/known.ts";
import type { Network } from "../../src/model/network.ts";
import type { Seen } from "../../src/lab/probe/probe.ts";
import {
  acl,
  base,
  gatewayEndpoint,
  group,
  interfaceEndpoint,
  natGateway,
  networkInterface,
  prefixList,
  region,
  table,
  withRows,
} from "../reach/estate.ts";
import { describeInside } from "./enclosed.ts";
import { publicAddressOf } from "./networks/public-address.ts";

const at = (subnet: string, addresses: string, ...groups: readonly string[]) => ({
  vpc: "vpc-1",
  subnet,
  addresses,
  groups,
});
const local = "10.0.0.0/16 local";

const estate: Network = withRows(base, {
  securityGroups: [
    group("sg-open", "vpc-1", { ingress: ["all 0.0.0.0/0"], egress: ["all 0.0.0.0/0"] }),
    group("sg-shut", "vpc-1", { ingress: ["tcp 443 10.0.1.10/32"], egress: [] }),
    group("sg-member", "vpc-1", { ingress: ["tcp 443 sg-open"], egress: [] }),
  ],
  networkAcls: [
    acl("acl-b", "vpc-1", ["100 in allow tcp 443 0.0.0.0/0", "100 out allow all 0.0.0.0/0"], {
      subnets: ["subnet-b"],
    }),
  ],
  routeTables: [
    table("rtb-private", "vpc-1", [local, "0.0.0.0/0 nat-1", "pl-s3 vpce-s3", "8.8.4.0/24 eni-dead"], {
      subnets: ["subnet-a"],
    }),
    table("rtb-b", "vpc-1", [local], { subnets: ["subnet-b"] }),
  ],
  natGateways: [natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5")],
  networkInterfaces: [
    networkInterface("eni-a", at("subnet-a", "10.0.1.10", "sg-open")),
    networkInterface("eni-a2", at("subnet-a", "10.0.1.11", "sg-open")),
    networkInterface("eni-b", at("subnet-b", "10.0.2.10", "sg-open")),
    networkInterface("eni-shut", at("subnet-a", "10.0.1.20", "sg-shut")),
    networkInterface("eni-dead", at("subnet-a", "10.0.1.30", "sg-open")),
    networkInterface("eni-p", at("subnet-public", "10.0.0.10", "sg-open"), { hasPublicIpv4: known(true) }),
    networkInterface("eni-q", at("subnet-public", "10.0.0.11", "sg-open"), { hasPublicIpv4: known(true) }),
    networkInterface("eni-m", at("subnet-public", "10.0.0.12", "sg-member"), { hasPublicIpv4: known(true) }),
    networkInterface("eni-ssm", at("subnet-a", "10.0.1.40", "sg-open"), {
      client: "endpoint",
      owner: "vpce-ssm",
    }),
  ],
  prefixLists: [prefixList("pl-s3", `com.amazonaws.${region}.s3`, ["52.219.0.0/20"])],
  vpcEndpoints: [
    interfaceEndpoint("ssm", { networkInterfaces: known([parseId("eni-ssm")]) }),
    gatewayEndpoint("s3", ["rtb-private"]),
  ],
});

const open = (id: string): string => formatAddress(publicAddressOf(id));

/** `udp` before the address for a datagram. Nobody listens at instances; the services of AWS are there, and silent. */
const expected: readonly (readonly [from: string, to: string, seen: Seen])[] = [
  // A closed port of an instance.
  ["eni-a", "10.0.1.11:443", "refused"],
  ["eni-a", "udp 10.0.1.11:5000", "refused"],
  ["eni-a", "10.0.2.10:443", "refused"],
  // Groups, ACLs, and nobody.
  ["eni-a", "10.0.1.20:80", "silence"],
  ["eni-a2", "10.0.1.20:443", "silence"],
  ["eni-a", "10.0.2.10:80", "silence"],
  ["eni-a", "udp 10.0.2.10:5000", "silence"],
  ["eni-a", "10.0.1.99:443", "silence"],
  ["eni-a", "10.0.9.9:443", "silence"],
  // No route, and an interface that takes only what is its own.
  ["eni-b", "8.8.8.8:443", "silence"],
  ["eni-a", "8.8.4.4:443", "silence"],
  // An endpoint on ports that its service does not have, and in a protocol that none has.
  ["eni-a", "10.0.1.40:443", "refused"],
  ["eni-a", "10.0.1.40:22", "silence"],
  ["eni-a", "udp 10.0.1.40:443", "silence"],
  ["eni-a", "52.219.0.9:443", "refused"],
  ["eni-a", "52.219.0.9:22", "silence"],
  ["eni-a", "udp 52.219.0.9:443", "silence"],
  // The resolver and the metadata service on other ports than theirs.
  ["eni-a", "10.0.0.2:53", "refused"],
  ["eni-a", "10.0.0.2:80", "silence"],
  ["eni-a", "169.254.169.253:22", "silence"],
  ["eni-a", "udp 169.254.169.254:53", "silence"],
  ["eni-a", "169.254.169.254:80", "refused"],
  ["eni-a", "169.254.169.254:443", "silence"],
  // The NAT gateway itself, the router's own names for itself.
  ["eni-p", "10.0.0.5:443", "silence"],
  ["eni-a", "169.254.0.2:443", "silence"],
  // Who is not there on the internet, and ports that are shut there.
  ["eni-a", "203.0.113.99:443", "silence"],
  ["eni-a", "8.8.8.8:443", "refused"],
  // One public address to another: over the internet gateway, where no reference to a group matches.
  ["eni-p", `${open("eni-q")}:443`, "refused"],
  ["eni-p", "10.0.0.12:443", "refused"],
  ["eni-p", `${open("eni-m")}:443`, "silence"],
  ["eni-a", `${open("eni-q")}:443`, "refused"],
  ["eni-a", "203.0.113.10:443", "silence"],
];

function toProbe(to: string) {
  const [, udp, address = "", port] = /^(udp )?(.*):(\d+)$/.exec(to) ?? [];
  return { ...(udp ? { protocol: "udp" as const } : {}), address, port: Number(port), sourcePort: undefined };
}

describeInside("a client", (attempt) => {
  it("sees silence, a refusal or an answer", async () => {
    const froms = [...new Set(expected.map(([from]) => from))];
    const rowsOf = (from: string) => expected.filter((row) => row[0] === from);
    const { answers, notBuilt } = await attempt({
      kind: "ask",
      network: estate,
      asks: froms.map((from) => ({ from, probes: rowsOf(from).map(([, to]) => toProbe(to)), echoes: [] })),
    });
    expect(notBuilt).toEqual([]);
    const found = froms.flatMap((from, index) =>
      rowsOf(from).map(([, to], row) => [from, to, answers[index]?.seen[row]]),
    );
    expect(found).toEqual(froms.flatMap(rowsOf));
  });

  it("leaves nothing behind of what was silent", async () => {
    const probe = { address: "10.0.1.20", port: 443, sourcePort: 40_000 };
    const asks = [{ from: "eni-a2", probes: [probe], echoes: [] }];
    const opened = withRows(estate, {
      securityGroups: [group("sg-shut", "vpc-1", { ingress: ["tcp 443 10.0.1.0/24"] })],
    });
    const [before] = (await attempt({ kind: "ask", network: estate, asks })).answers;
    const [after] = (await attempt({ kind: "ask", network: opened, asks })).answers;
    expect([before?.seen, after?.seen]).toEqual([["silence"], ["refused"]]);
  });

  it("comes under either address of a NAT gateway that has two", async () => {
    const pair = (own: string, address: string) => ({
      privateAddress: known(mustAddress(own)),
      publicAddress: known(mustAddress(address)),
      networkInterface: undefined,
      availabilityZone: known(`${region}a`),
    });
    const network = withRows(estate, {
      natGateways: [
        natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5", {
          addresses: known([pair("10.0.0.5", "203.0.113.10"), pair("10.0.0.6", "203.0.113.11")]),
        }),
      ],
      securityGroups: [group("sg-member", "vpc-1", { ingress: ["tcp 443 203.0.113.11/32"], egress: [] })],
    });
    const probes = (to: string) => Array.from({ length: 16 }, () => toProbe(to));
    const asks = [
      { from: "eni-a", probes: [...probes("8.8.8.8:443"), ...probes(`${open("eni-m")}:443`)], echoes: [] },
    ];
    const seen = (await attempt({ kind: "ask", network, asks })).answers[0]?.seen ?? [];
    expect(new Set(seen.slice(0, 16))).toEqual(new Set(["refused"]));
    expect(new Set(seen.slice(16))).toEqual(new Set(["refused", "silence"]));
  });

  it("is reset by a NAT that has forgotten the connection", async () => {
    const said = await attempt({ kind: "idle", network: estate, from: "eni-a" });
    expect(said).toBe("a reset");
  });
});
