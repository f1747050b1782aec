// Laws that hold for every network: order does not matter, an allow never harms, a missing fact is never a fresh yes.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Verdict } from "../../src/model/answer.ts";
import { parseId } from "../../src/model/entity/entity.ts";
import { known, unknown } from "../../src/model/known.ts";
import { tableNames } from "../../src/model/network.ts";
import type { Network } from "../../src/model/network.ts";
import { createWorld, standingOf, walk } from "../../src/reach/index.ts";
import { ask, facts } from "./ask.ts";
import {
  acl,
  base,
  entry,
  gatewayEndpoint,
  group,
  interfaceEndpoint,
  networkInterface,
  prefixList,
  rule,
  table,
  uncollected,
  withEndpoints,
  withRows,
} from "./estate.ts";

const blocks = [
  "0.0.0.0/0",
  "10.0.0.0/8",
  "10.0.0.0/16",
  "10.0.1.0/24",
  "10.0.2.0/24",
  "10.0.2.20/32",
  "52.0.0.0/8",
];
const traffics = ["all", "tcp", "tcp 443", "tcp 0-1023", "tcp 1024-65535", "tcp 32768-61000", "udp 53"];
const peers = [...blocks, "sg-client", "sg-endpoint", "pl-s3"];
const ruleText = fc
  .tuple(fc.constantFrom(...traffics), fc.constantFrom(...peers))
  .map(([traffic, peer]) => `${traffic} ${peer}`);
const entryText = fc
  .tuple(
    fc.integer({ min: 1, max: 400 }),
    fc.constantFrom("in", "out"),
    fc.constantFrom("allow", "allow", "deny"),
    fc.constantFrom(...traffics),
    fc.constantFrom(...blocks),
  )
  .map((words) => words.join(" "));
const rules = fc.array(ruleText, { maxLength: 5 });
const entries = fc.uniqueArray(entryText, {
  maxLength: 6,
  selector: (text) => text.split(" ").slice(0, 2).join(" "),
});
const target = fc.constantFrom("ssm", "s3", "github.com", "sts", "10.0.2.20");

const estateWith = fc
  .record({
    out: rules,
    into: rules,
    entries,
    open: fc.boolean(),
    nat: fc.boolean(),
    gateway: fc.boolean(),
    dns: fc.boolean(),
  })
  .map(({ out, into, entries, open, nat, gateway, dns }): Network => {
    const routes = [
      "10.0.0.0/16 local",
      ...(nat ? ["0.0.0.0/0 nat-1"] : []),
      ...(gateway ? ["pl-s3 vpce-s3"] : []),
    ];
    return withRows(withEndpoints(base, "ssm"), {
      prefixLists: [prefixList("pl-s3", "com.amazonaws.ap-northeast-1.s3", ["52.219.0.0/20"])],
      vpcEndpoints: [
        interfaceEndpoint("ssm", { privateDnsEnabled: known(dns), subnets: known([parseId("subnet-b")]) }),
        ...(gateway ? [gatewayEndpoint("s3", ["rtb-private"])] : []),
      ],
      routeTables: [table("rtb-private", "vpc-1", routes, { subnets: ["subnet-a", "subnet-b"] })],
      securityGroups: [
        group("sg-client", "vpc-1", { egress: out }),
        group("sg-endpoint", "vpc-1", { ingress: into }),
      ],
      networkAcls: open ? [] : [acl("acl-own", "vpc-1", entries, { subnets: ["subnet-a"] })],
    });
  });

const verdict = (network: Network, to: string): Verdict => ask(network, { to }).verdict;
const goodness: Readonly<Record<Verdict, number>> = { blocked: 0, unknown: 1, partial: 1, reachable: 2 };

describe("order", () => {
  it("of a group's rules and an ACL's entries does not matter", () => {
    fc.assert(
      fc.property(estateWith, target, (network, to) => {
        const flipped = withRows(network, {
          securityGroups: [...network.securityGroups.values()].map((row) => ({
            ...row,
            ingress: row.ingress.known ? known(row.ingress.value.toReversed()) : row.ingress,
            egress: row.egress.known ? known(row.egress.value.toReversed()) : row.egress,
          })),
          networkAcls: [...network.networkAcls.values()].map((row) => ({
            ...row,
            entries: row.entries.known ? known(row.entries.value.toReversed()) : row.entries,
          })),
        });
        expect(verdict(flipped, to)).toBe(verdict(network, to));
      }),
    );
  });
});

describe("an allow more", () => {
  it("in a group never takes reach away", () => {
    fc.assert(
      fc.property(
        estateWith,
        target,
        ruleText,
        fc.constantFrom("sg-client", "sg-endpoint"),
        (network, to, text, id) => {
          const row = [...network.securityGroups.values()].find((each) => each.id === id)!;
          const add = (list: typeof row.ingress) => (list.known ? known([...list.value, rule(text)]) : list);
          const wider = withRows(network, {
            securityGroups: [{ ...row, ingress: add(row.ingress), egress: add(row.egress) }],
          });
          expect(goodness[verdict(wider, to)]).toBeGreaterThanOrEqual(goodness[verdict(network, to)]);
        },
      ),
    );
  });

  it("at the end of an ACL never takes reach away", () => {
    fc.assert(
      fc.property(estateWith, target, entryText, (network, to, text) => {
        const last = entry(`32000 ${text.split(" ").slice(1).join(" ").replace("deny", "allow")}`);
        const wider = withRows(network, {
          networkAcls: [...network.networkAcls.values()].map((row) => ({
            ...row,
            entries: row.entries.known ? known([...row.entries.value, last]) : row.entries,
          })),
        });
        expect(goodness[verdict(wider, to)]).toBeGreaterThanOrEqual(goodness[verdict(network, to)]);
      }),
    );
  });
});

describe("a fact less", () => {
  const asked = [
    "routeTables",
    "networkAcls",
    "securityGroups",
    "vpcEndpoints",
    "prefixLists",
    "natGateways",
    "gateways",
    "peerings",
  ] as const;
  it.each(asked)("of %s gives the same or unknown, never a fresh yes", (gone) => {
    expect(tableNames).toContain(gone);
    fc.assert(
      fc.property(estateWith, target, (network, to) => {
        const before = verdict(network, to);
        const after = verdict(uncollected(network, gone, "aws ec2 describe-…"), to);
        if (after === "reachable") expect(before).toBe("reachable");
        if (after === "partial") expect(["partial", "reachable"]).toContain(before);
      }),
      { numRuns: 60 },
    );
  });

  it("inside an endpoint, a group or an ACL gives the same or unknown", () => {
    const missing = unknown("it", "look");
    const less: readonly ((network: Network) => Network)[] = [
      (network) =>
        withRows(network, {
          vpcEndpoints: [...network.vpcEndpoints.values()].map((row) => ({ ...row, policy: missing })),
        }),
      (network) =>
        withRows(network, {
          vpcEndpoints: [...network.vpcEndpoints.values()].map((row) => ({ ...row, state: missing })),
        }),
      (network) =>
        withRows(network, {
          vpcEndpoints: [...network.vpcEndpoints.values()].map((row) => ({
            ...row,
            privateDnsEnabled: missing,
          })),
        }),
      (network) =>
        withRows(network, {
          securityGroups: [...network.securityGroups.values()].map((row) => ({ ...row, ingress: missing })),
        }),
      (network) =>
        withRows(network, {
          networkAcls: [...network.networkAcls.values()].map((row) => ({ ...row, entries: missing })),
        }),
      (network) =>
        withRows(network, {
          networkInterfaces: [...network.networkInterfaces.values()].map((row) => ({
            ...row,
            groups: missing,
          })),
        }),
      (network) =>
        withRows(network, {
          vpcs: [...network.vpcs.values()].map((row) => ({ ...row, dhcpOptions: missing })),
        }),
    ];
    fc.assert(
      fc.property(estateWith, target, fc.constantFrom(...less), (network, to, forget) => {
        if (verdict(forget(network), to) === "reachable") expect(verdict(network, to)).toBe("reachable");
      }),
    );
  });
});

/** Answers come back to other ports of each. */
const clients = ["linux", "windows", "lambda"] as const;
const groupSets = [["sg-client"], ["sg-endpoint"], ["sg-client", "sg-endpoint"], []];

describe("classes", () => {
  it("answer alike, whoever of the class is asked first", () => {
    const addresses = fc.uniqueArray(fc.integer({ min: 4, max: 250 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(estateWith, target, addresses, (network, to, hosts) => {
        const crowd = withRows(network, {
          networkInterfaces: hosts.map((host, index) =>
            networkInterface(
              `eni-${host}`,
              {
                vpc: "vpc-1",
                subnet: "subnet-a",
                addresses: `10.0.1.${host}`,
                groups: groupSets[index % groupSets.length] ?? [],
              },
              { client: clients[index % clients.length] ?? "linux" },
            ),
          ),
        });
        const shared = createWorld(crowd, facts);
        for (const host of hosts) {
          const source = { kind: "interface", id: parseId<never>(`eni-${host}`) } as const;
          const destination =
            to === "10.0.2.20"
              ? ({ kind: "interface", id: parseId<never>("eni-ssm") } as const)
              : to === "github.com"
                ? ({ kind: "host", host: to } as const)
                : ({ kind: "service", service: to } as const);
          const question = {
            source,
            destination,
            protocol: 6,
            port: 443,
            sourcePort: undefined,
            strict: false,
            requests: undefined,
          };
          const alone = walk(createWorld(crowd, facts), question);
          const together = walk(shared, question);
          expect([together.verdict, together.details().codes]).toEqual([
            alone.verdict,
            alone.details().codes,
          ]);
        }
      }),
    );
  });

  it("tell clients apart where an ACL does, whoever is asked first", () => {
    const narrow = ["1 out allow all 0.0.0.0/0", "1 in allow tcp 32768-61000 0.0.0.0/0"];
    const network = withRows(base, {
      networkAcls: [acl("acl-own", "vpc-1", narrow, { subnets: ["subnet-a"] })],
      networkInterfaces: (["linux", "windows"] as const).map((client, index) =>
        networkInterface(
          `eni-${client}`,
          { vpc: "vpc-1", subnet: "subnet-a", addresses: `10.0.1.2${index}`, groups: ["sg-client"] },
          { client },
        ),
      ),
    });
    const asked = {
      destination: { kind: "service", service: "ssm" },
      protocol: 6,
      port: 443,
      sourcePort: undefined,
      strict: false,
      requests: undefined,
    } as const;
    const expected = { linux: "reachable", windows: "partial" } as const;
    for (const order of [["linux", "windows"] as const, ["windows", "linux"] as const]) {
      const world = createWorld(network, facts);
      for (const client of order) {
        const source = { kind: "interface", id: parseId<never>(`eni-${client}`) } as const;
        expect(walk(world, { ...asked, source }).verdict).toBe(expected[client]);
      }
    }
  });

  it("tell apart what a block tells apart", () => {
    const network = withRows(withEndpoints(base, "ssm"), {
      securityGroups: [group("sg-endpoint", "vpc-1", { ingress: ["tcp 443 10.0.1.10/32"] })],
      networkInterfaces: ["10.0.1.11", "10.0.1.12"].map((address) =>
        networkInterface(`eni-${address}`, {
          vpc: "vpc-1",
          subnet: "subnet-a",
          addresses: address,
          groups: ["sg-client"],
        }),
      ),
    });
    const world = createWorld(network, facts);
    const [a, b, c] = ["eni-a", "eni-10.0.1.11", "eni-10.0.1.12"].map((id) =>
      standingOf(world, { kind: "interface", id: parseId(id) }),
    );
    expect(b).toBe(c);
    expect(a).not.toBe(b);
  });
});
