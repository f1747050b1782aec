/**
 * The grid: the same questions put to `reach` and to packets. What `reach` says is certain must be what packets find, cell
 * by cell. DENAT_GRID sets the number of networks; each is 32 cells.
 */
import type { ChildProcess } from "node:child_process";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFacts } from "../../src/app/facts.ts";
import { correspondWith } from "../../src/lab/enclosure/letter.ts";
import { moduleCommand } from "../../src/lab/enclosure/module.ts";
import { enclosureFlags, startEnclosure } from "../../src/lab/enclosure/start.ts";
import { hasArrived } from "../../src/lab/probe/probe.ts";
import type { Seen } from "../../src/lab/probe/probe.ts";
import { AppError } from "../../src/model/app-error.ts";
import { mustAddress } from "../../src/model/address.ts";
import { parseId } from "../../src/model/entity/entity.ts";
import type { Verdict } from "../../src/model/answer.ts";
import type { Network } from "../../src/model/network.ts";
import { createWorld, trace } from "../../src/reach/index.ts";
import { base, group, networkInterface, withRows } from "../reach/estate.ts";
import { clients, networks, targets } from "./generated.ts";
import type { Ask, Findings, Trial } from "./inside.ts";

const count = Number(process.env["DENAT_GRID"] ?? 12);
const facts = await readFacts();

/** One near each end of the ports that a Linux client takes. */
const sourcePorts = [32_800, 58_000];
const froms = Object.keys(clients) as readonly (keyof typeof clients)[];

const cells = froms.flatMap((from) =>
  targets
    .filter(([address]) => address !== clients[from])
    .map(([address, port]) => ({ from, address, port })),
);

function predict(network: Network): readonly Verdict[] {
  const world = createWorld(network, facts);
  return cells.map(
    ({ from, address, port }) =>
      trace(world, {
        source: { kind: "interface", id: parseId(from) },
        destination: { kind: "address", address: mustAddress(address) },
        protocol: 6,
        port,
        sourcePort: undefined,
        strict: false,
        requests: undefined,
      }).verdict,
  );
}

let offset = 0;
function asksOf(): readonly Ask[] {
  // Ports of their own for every network: a connection may leave its ports behind for a while.
  offset += targets.length;
  return froms.map((from) => ({
    from,
    probes: cells
      .filter((cell) => cell.from === from)
      .flatMap(({ address, port }, index) =>
        sourcePorts.map((first) => ({ address, port, sourcePort: first + ((offset + index) % 2900) })),
      ),
  }));
}

function toVerdict(seen: readonly Seen[]): Verdict {
  const arrived = seen.filter(hasArrived).length;
  return arrived === seen.length ? "reachable" : arrived === 0 ? "blocked" : "partial";
}

/** In CI the grid is never passed over: there, what keeps it from running is a failure. */
function whyNot(): string | undefined {
  try {
    enclosureFlags();
    return undefined;
  } catch (error) {
    return error instanceof AppError ? `${error.message}: ${error.hint}` : String(error);
  }
}
const obstacle = whyNot();
const isPassedOver = obstacle !== undefined && process.env["CI"] === undefined;

describe.skipIf(isPassedOver)(`reach and packets${isPassedOver ? `, passed over: ${obstacle}` : ""}`, () => {
  let inside: ChildProcess;
  let ask: (trial: Trial) => Promise<Findings>;

  beforeAll(() => {
    inside = startEnclosure(moduleCommand(import.meta.url, "inside"));
    const put = correspondWith(inside);
    ask = async (trial) => (await put(trial)) as Findings;
  });
  afterAll(() => inside.kill("SIGKILL"));

  /** The cells of which `predicted` is certain and packets say otherwise. */
  async function apartIn(network: Network, predicted: readonly Verdict[]): Promise<readonly unknown[]> {
    const { seen, notBuilt } = await ask({ network, asks: asksOf() });
    expect(notBuilt).toEqual([]);
    const flat = seen.flat();
    return predicted.flatMap((verdict, cell) => {
      const found = flat.slice(cell * sourcePorts.length, (cell + 1) * sourcePorts.length);
      const isCertain = verdict === "reachable" || verdict === "blocked";
      return isCertain && toVerdict(found) !== verdict ? [{ ...cells[cell], verdict, found }] : [];
    });
  }

  it(`agree on ${count * cells.length} cells`, { timeout: 600_000 }, async () => {
    const met = new Map<Verdict, number>();
    for (const network of fc.sample(networks, { numRuns: count, seed: 20_261_129 })) {
      const predicted = predict(network);
      for (const verdict of predicted) met.set(verdict, (met.get(verdict) ?? 0) + 1);
      expect(await apartIn(network, predicted)).toEqual([]);
    }
    // A grid of nothing but silence would agree with anything.
    expect(Math.min(met.get("reachable") ?? 0, met.get("blocked") ?? 0)).toBeGreaterThan(count * 3);
  });

  it("would not agree if one of them were wrong", async () => {
    const shut = withRows(base, {
      networkInterfaces: Object.entries(clients).map(([id, addresses]) =>
        networkInterface(id, { vpc: "vpc-1", subnet: "subnet-a", addresses, groups: ["sg-client"] }),
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
