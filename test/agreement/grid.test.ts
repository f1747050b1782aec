/**
 * The grid: the same questions put to `reach` and to packets. What `reach` says is certain must be what packets find, cell
 * by cell. DENAT_GRID sets the number of networks.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { readFacts } from "../../src/app/facts.ts";
import { hasArrived } from "../../src/lab/probe/probe.ts";
import type { Verdict } from "../../src/model/answer.ts";
import { mustAddress } from "../../src/model/address.ts";
import { parseId } from "../../src/model/entity/entity.ts";
import type { Network } from "../../src/model/network.ts";
import { createWorld, trace } from "../../src/reach/index.ts";
import { base, group, networkInterface, withRows } from "../reach/estate.ts";
import { describeInside } from "./enclosed.ts";
import type { Answered, Ask } from "./inside.ts";
import { cells, clientIds, clients } from "./networks/cell.ts";
import type { Cell } from "./networks/cell.ts";
import { networks } from "./networks/network.ts";

const count = Number(process.env["DENAT_GRID"] ?? 5);
const facts = await readFacts();
const udp = 17;

function predict(network: Network): readonly Verdict[] {
  const world = createWorld(network, facts);
  return cells.map(
    ({ from, address, port, protocol }) =>
      trace(world, {
        source: { kind: "interface", id: parseId(from) },
        destination: { kind: "address", address: mustAddress(address) },
        protocol,
        port,
        sourcePort: undefined,
        strict: false,
        requests: undefined,
      }).verdict,
  );
}

let offset = 0;

/** Ports of their own for every question: a connection may leave its ports behind for a while. */
function asksOf(asked: readonly Cell[]): readonly Ask[] {
  offset += 100;
  return clientIds.map((from) => {
    const own = asked.filter((cell) => cell.from === from);
    return {
      from,
      probes: own
        .filter(({ tries }) => tries > 1)
        .flatMap(({ address, port, protocol }, index) =>
          clients[from].ports.map((first) => ({
            ...(protocol === udp ? { protocol: "udp" as const } : {}),
            address,
            port,
            sourcePort: first + ((offset + index) % 2900),
          })),
        ),
      echoes: own.filter(({ tries }) => tries === 1).map(({ address }) => address),
    };
  });
}

function verdictsOf(asked: readonly Cell[], answers: readonly Answered[]): readonly Verdict[] {
  const left = answers.map(({ seen, echoed }) => ({ seen: [...seen], echoed: [...echoed] }));
  return asked.map(({ from, tries }) => {
    const own = left[clientIds.indexOf(from)];
    const found =
      tries === 1 ? [own?.echoed.shift() === true] : (own?.seen.splice(0, tries) ?? []).map(hasArrived);
    const arrived = found.filter(Boolean).length;
    return arrived === found.length ? "reachable" : arrived === 0 ? "blocked" : "partial";
  });
}

describeInside("reach and packets", (attempt) => {
  /** The cells of which `predicted` is certain and packets say otherwise, each time that they are asked. */
  async function apartIn(network: Network, predicted: readonly Verdict[]): Promise<readonly unknown[]> {
    let doubted = cells.flatMap((cell, index) => {
      const verdict = predicted[index];
      return verdict === "reachable" || verdict === "blocked" ? [{ cell, verdict }] : [];
    });
    // A machine that is busy with other things loses answers: what differs is asked again.
    for (let round = 0; round < 3 && doubted.length > 0; round += 1) {
      const asked = doubted.map(({ cell }) => cell);
      const { answers, notBuilt } = await attempt({ kind: "ask", network, asks: asksOf(asked) });
      expect(notBuilt).toEqual([]);
      const found = verdictsOf(asked, answers);
      doubted = doubted.filter(({ verdict }, index) => verdict !== found[index]);
    }
    return doubted.map(({ cell: { from, address, port, protocol }, verdict }) => ({
      from,
      address,
      port,
      protocol,
      verdict,
    }));
  }

  it(`agree on ${count} networks`, { timeout: 3_600_000 }, async () => {
    const met = new Map<Verdict, number>();
    const apart: unknown[] = [];
    for (const [index, network] of fc.sample(networks, { numRuns: count, seed: 20_261_129 }).entries()) {
      const predicted = predict(network);
      for (const verdict of predicted) met.set(verdict, (met.get(verdict) ?? 0) + 1);
      for (const cell of await apartIn(network, predicted)) apart.push([index, cell]);
    }
    expect(apart).toEqual([]);
    // A grid of nothing but silence would agree with anything.
    expect(Math.min(met.get("reachable") ?? 0, met.get("blocked") ?? 0)).toBeGreaterThan(count * 10);
  });

  it("would not agree if one of them were wrong", async () => {
    const shut = withRows(base, {
      networkInterfaces: clientIds.map((id) =>
        networkInterface(id, {
          vpc: "vpc-1",
          subnet: "subnet-a",
          addresses: clients[id].addresses.join(" "),
          groups: ["sg-client"],
        }),
      ),
    });
    const open = withRows(shut, {
      securityGroups: [
        group("sg-client", "vpc-1", { ingress: ["tcp 443 10.0.0.0/16"], egress: ["all 0.0.0.0/0"] }),
      ],
    });
    expect(await apartIn(open, predict(shut))).not.toEqual([]);
  });
});
