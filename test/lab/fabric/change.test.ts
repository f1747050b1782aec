/** From one fabric to another: only what differs is done, and in an order in which it can be done. */
import { describe, expect, it } from "vitest";
import { changeTo, nothing } from "../../../src/lab/fabric/change.ts";
import { compileFabric } from "../../../src/lab/fabric/compile.ts";
import type { FabricPlan } from "../../../src/lab/fabric/plan.ts";
import { mustAddress } from "../../../src/model/address.ts";
import { known } from "../../../src/model/known.ts";
import type { Network } from "../../../src/model/network.ts";
import { facts } from "../../reach/ask.ts";
import {
  base,
  gatewayEndpoint,
  group,
  networkInterface,
  table,
  withRows,
  without,
} from "../../reach/estate.ts";

const compile = (network: Network): FabricPlan =>
  compileFabric(network, { facts, publicAddressOf: () => mustAddress("18.0.0.1"), alive: [] });
const first = compile(base);
const private2 = table("rtb-private", "vpc-1", ["10.0.0.0/16 local"], { subnets: ["subnet-a", "subnet-b"] });

describe("a change", () => {
  it("of nothing is nothing", () => {
    const { shut, cut, outside, inside } = changeTo(first, compile(base));
    expect([shut, cut, outside, inside]).toEqual([[], [], [], []]);
  });
  it("from nothing makes every namespace before any wire", () => {
    const { outside } = changeTo(nothing, first);
    const lastNamespace = outside.findLastIndex((line) => line.startsWith("netns add"));
    const firstWire = outside.findIndex((line) => line.startsWith("link add"));
    expect(lastNamespace).toBeLessThan(firstWire);
    expect(outside.filter((line) => line.startsWith("netns add"))).toHaveLength(first.namespaces.size);
  });
  it("raises a device only once it is told to make up no address", () => {
    for (const { lines } of changeTo(nothing, first).inside) {
      const raised = lines[4].filter((line) => line.endsWith(" up") && line !== "link set lo up");
      for (const line of raised)
        expect(lines[4][lines[4].indexOf(line) - 1]).toBe(line.replace(/up$/, "addrgenmode none"));
    }
  });
  it("of a rule is another ruleset in one router", () => {
    const network = withRows(base, {
      securityGroups: [group("sg-client", "vpc-1", { egress: ["tcp 443 0.0.0.0/0"] })],
    });
    const { cut, outside, inside } = changeTo(first, compile(network));
    expect([cut, outside]).toEqual([[], []]);
    expect(inside.map(({ lines, settings }) => [lines, settings])).toEqual([[{ 4: [], 6: [] }, []]]);
    expect(inside[0]?.ruleset).toContain("th dport 443");
  });
  it("of an address brings the new one before the old one goes: with its last one a device forgets its neighbours", () => {
    const at = (addresses: string) =>
      compile(
        withRows(base, {
          networkInterfaces: [
            networkInterface("eni-a", {
              vpc: "vpc-1",
              subnet: "subnet-a",
              addresses,
              groups: ["sg-client"],
            }),
          ],
        }),
      );
    const changes = changeTo(at("10.0.1.10"), at("10.0.1.11")).inside.flatMap(({ lines }) =>
      lines[4].filter((line) => line.startsWith("address ")),
    );
    expect(changes.map((line) => line.replace(/ dev .*/, ""))).toEqual([
      "address add 10.0.1.11/32",
      "address del 10.0.1.10/32",
    ]);
  });
  it("of a route takes the old one away before the new one comes", () => {
    const { inside } = changeTo(first, compile(withRows(base, { routeTables: [private2] })));
    const [only] = inside;
    expect(inside).toHaveLength(1);
    expect(only?.ruleset).toBeUndefined();
    expect(only?.lines[4]).toEqual([expect.stringMatching(/^route del 0\.0\.0\.0\/0 via .* table 101$/)]);
  });
  it("of an interface leaves alone what its wire takes along", () => {
    const { cut, outside, inside } = changeTo(first, compile(without(base, "networkInterfaces", "eni-a")));
    expect(outside).toEqual([expect.stringMatching(/^netns del e-/)]);
    // A namespace takes its wires along only some time later: the name of the other end would be taken until then.
    expect(cut).toMatchObject([
      { name: expect.stringMatching(/^x-/), namespace: expect.stringMatching(/^r-/) },
    ]);
    expect(inside.flatMap(({ lines }) => lines[4])).toEqual([]);
  });
  it("shuts the routers that it changes, and no new one", () => {
    const [router] = [...first.namespaces.values()].filter(({ kind }) => kind === "router");
    expect(changeTo(nothing, first).shut).toEqual([]);
    expect(changeTo(first, compile(withRows(base, { routeTables: [private2] }))).shut).toEqual([
      router?.name,
    ]);
  });
  it("takes back the forwarding of what is no NAT instance any more", () => {
    const place = { vpc: "vpc-1", subnet: "subnet-a", addresses: "10.0.1.10", groups: ["sg-client"] };
    const open = { hasPublicIpv4: known(true) };
    const nat = networkInterface("eni-a", place, { ...open, sourceDestCheck: known(false) });
    const before = compile(withRows(base, { networkInterfaces: [nat] }));
    const after = compile(withRows(base, { networkInterfaces: [networkInterface("eni-a", place, open)] }));
    const change = changeTo(before, after).inside.find(({ namespace }) => namespace.startsWith("e-"));
    expect(change).toMatchObject({
      settings: [["net/ipv4/ip_forward", "0"]],
      ruleset: "delete table inet lab\n",
    });
  });
  it("of a gateway endpoint cuts its wire where both ends stay", () => {
    const before = compile(withRows(base, { vpcEndpoints: [gatewayEndpoint("s3", ["rtb-private"])] }));
    const { cut, outside } = changeTo(before, first);
    expect(cut).toMatchObject([{ name: expect.stringMatching(/^g-/) }]);
    expect(outside).toEqual([]);
  });
});

describe("a fabric", () => {
  it("names whatever it cannot build", () => {
    const network = withRows(base, {
      routeTables: [
        table("rtb-private", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 tgw-1"], { subnets: ["subnet-a"] }),
      ],
    });
    expect(compile(network).notBuilt).toEqual([
      {
        component: { kind: "route-table", id: "rtb-private" },
        why: "the lab has no transit-gateway (tgw-1)",
      },
    ]);
  });
  it("takes no text of a user's into a script", () => {
    const evil = 'sg-"; flush ruleset\nLAB-END\n$(reboot)';
    const network = withRows(base, {
      securityGroups: [group(evil, "vpc-1", { egress: ["all 0.0.0.0/0"] })],
      networkInterfaces: [
        networkInterface("eni-a", {
          vpc: "vpc-1",
          subnet: "subnet-a",
          addresses: "10.0.1.10",
          groups: [evil],
        }),
      ],
    });
    const texts = [...compile(network).namespaces.values()].map(({ ruleset = "" }) => ruleset);
    expect(texts.join("\n")).not.toMatch(/^LAB-END$|\$\(reboot/m);
    expect(texts.some((text) => /^\s*flush ruleset$/m.test(text))).toBe(false);
    expect(texts.join("")).toMatch(/comment "sg-_+ flush ruleset_LAB-END___reboot_/);
  });
  it("lets nothing onto a wire that no rule knows of", () => {
    const [ruleset] = [...first.namespaces.values()].flatMap(({ kind, ruleset }) =>
      kind === "router" ? ruleset : [],
    );
    for (const chain of ["receiver", "tracked"]) {
      const [, body = ""] = ruleset?.split(`chain ${chain} {`) ?? [];
      const rules = (body.split("}\n")[0] ?? "").trim().split("\n");
      expect(rules.at(-1)).toMatch(/counter drop comment "no such (receiver|sender)"$/);
    }
  });
  it("leaves an address to the first that has it", () => {
    const twice = networkInterface("eni-z", {
      vpc: "vpc-1",
      subnet: "subnet-a",
      addresses: "10.0.1.10",
      groups: [],
    });
    const { namespaces } = compile(withRows(base, { networkInterfaces: [twice] }));
    const routes = [...namespaces.values()].flatMap(({ kind, objects }) =>
      kind === "router" ? objects : [],
    );
    expect(routes.filter(({ spec }) => /^10\.0\.1\.10 dev .* table 90$/.test(spec))).toHaveLength(1);
  });
  it("gives every name a length that the kernel takes", () => {
    for (const { ends } of first.links.values())
      for (const { name } of ends) expect(name.length).toBeLessThan(16);
  });
});
