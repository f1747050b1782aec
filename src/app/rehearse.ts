/**
 * `denat rehearse`: what the plan says of every workload and need, put to packets in a lab: today, without NAT, and with the
 * proposal applied. Where what was predicted is not what is seen, one of the two is wrong, and that is an error.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { conceive } from "../advice/index.ts";
import type { Plan, PlannedNeed, PlannedWorkload } from "../advice/plan.ts";
import type { Facts } from "../facts/index.ts";
import { deployNetwork } from "../lab/deploy/index.ts";
import { nameServersOf } from "../lab/dns/index.ts";
import type { Signing, Visit } from "../lab/probe/visit.ts";
import { AppError } from "../model/app-error.ts";
import { familyOf, formatAddress } from "../model/address.ts";
import type { NetworkInterface } from "../model/entity/network-interface.ts";
import { valueOr } from "../model/known.ts";
import type { Network } from "../model/network.ts";
import { withoutNat } from "../reach/index.ts";
import { rehearsalFormats } from "../report/index.ts";
import type { Rehearsal, RehearsalCell, RehearsalFormat, RehearsalWorld } from "../report/index.ts";
import { readFacts } from "./facts.ts";
import { readDeployed } from "./lab/deployed.ts";
import { startLab } from "./lab/lab.ts";
import type { Lab } from "./lab/lab.ts";
import { firstAccount, freshKeys } from "./lab/owner.ts";
import type { ExitStatus, InputRequest, Look, Outcome } from "./outcome.ts";
import { hoursPerMonth } from "./plan.ts";
import { seenIn } from "./rehearsal/seen.ts";

export interface RehearseRequest {
  readonly input: InputRequest;
  readonly needs: readonly string[];
}

export async function runRehearse(
  { input, needs }: RehearseRequest,
  { format, page }: Look<RehearsalFormat>,
): Promise<Outcome> {
  const facts = await readFacts();
  const today = await readDeployed(input, facts);
  const { plan, after } = conceive(today, facts, { needs, gbMonth: undefined, hoursPerMonth, strict: false });
  const asks = asksIn(today, facts, plan);
  if (asks.length === 0) {
    throw new AppError(
      "REHEARSAL_EMPTY",
      "nothing that runs in the input needs anything",
      "name what it needs with --needs s3,ssm",
    );
  }
  const worlds: readonly (readonly [RehearsalWorld, Network])[] = [
    ["today", today],
    ["withoutNat", withoutNat(today)],
    ["after", deployNetwork(after, facts)],
  ];
  const directory = await mkdtemp(join(tmpdir(), "denat-rehearsal-"));
  const keys = { account: firstAccount, ...freshKeys() };
  const lab = await startLab({ ...keys, directory });
  try {
    const ca = await readFile(lab.caPath, "utf8");
    const cells: RehearsalCell[] = [];
    const notBuilt = new Map<string, Rehearsal["notBuilt"][number]>();
    for (const [world, version] of worlds) {
      const { notBuilt: left } = await lab.ask({ kind: "update", network: version });
      for (const one of left) notBuilt.set(`${one.component.id} ${one.why}`, one);
      cells.push(...(await rehearse(lab, { world, network: version, asks, ca, keys })));
    }
    const rehearsal = toRehearsal(cells, [...notBuilt.values()]);
    return { status: statuses[rehearsal.answer], text: rehearsalFormats[format](rehearsal, page) };
  } finally {
    lab.stop();
    await lab.ended;
    await rm(directory, { recursive: true, force: true });
  }
}

const statuses: Readonly<Record<Rehearsal["answer"], ExitStatus>> = {
  works: 0,
  fails: 1,
  disagrees: 1,
  "cannot-tell": 2,
};

interface Ask {
  readonly workload: PlannedWorkload;
  readonly need: PlannedNeed;
  readonly host: string;
  readonly port: number;
  readonly signing: Omit<Signing, "accessKeyId" | "secretAccessKey"> | undefined;
  readonly rows: readonly NetworkInterface[];
}

/** One for each workload and need that somebody in the network can ask. */
function asksIn(network: Network, facts: Facts, plan: Plan): readonly Ask[] {
  return plan.vpcs.flatMap(({ id: vpc, region, workloads }) =>
    workloads.flatMap((workload) => {
      const rows = (network.workloads.get(workload.id as never)?.networkInterfaces ?? []).flatMap((id) => {
        const row = network.networkInterfaces.get(id);
        return row !== undefined && row.vpc === vpc && row.addresses.known && row.subnet.known ? [row] : [];
      });
      if (rows.length === 0) return [];
      return workload.needs.map((need) => ({
        workload,
        need,
        rows,
        ...destinationOf(facts, need.service, region),
      }));
    }),
  );
}

const anyHost = "example.com";

function destinationOf(
  facts: Facts,
  service: string,
  region: string,
): Pick<Ask, "host" | "port" | "signing"> {
  const row = facts.findService(service);
  if (row === undefined) return { host: anyHost, port: 443, signing: undefined };
  const [host = anyHost] = facts.hostNames(service, region);
  const [action = service] = facts.actionsOfService(service);
  const signing = { service: action.split(":")[0] ?? service, region };
  return { host: host.replace(/^\*\./, "name."), port: row.ports[0] ?? 443, signing };
}

interface Stage {
  readonly world: RehearsalWorld;
  readonly network: Network;
  readonly asks: readonly Ask[];
  readonly ca: string;
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

async function rehearse(
  lab: Lab,
  { world, network, asks, ca, keys }: Stage,
): Promise<readonly RehearsalCell[]> {
  const bySource = new Map<NetworkInterface, Ask[]>();
  for (const ask of asks) {
    for (const row of ask.rows) bySource.set(row, [...(bySource.get(row) ?? []), ask]);
  }
  const seen = new Map<Ask, Parameters<typeof seenIn>[0][number][]>();
  await Promise.all(
    [...bySource].map(async ([row, own]) => {
      const resolvers = nameServersOf(network, row.vpc).map(formatAddress);
      const families = [...new Set(valueOr(row.addresses, []).map(familyOf))];
      const visits = own.map(({ host, port, signing }): Visit => ({
        host,
        port,
        families,
        resolvers,
        signing: signing && { ...signing, ...keys },
        ca,
      }));
      const visited = await lab.ask({ kind: "visit", from: row.id, visits });
      for (const [index, ask] of own.entries()) {
        const one = visited[index];
        if (one !== undefined) seen.set(ask, [...(seen.get(ask) ?? []), one]);
      }
    }),
  );
  return asks.map((ask) => {
    const predicted = ask.need[world].verdict;
    const { verdict, detail } = seenIn(seen.get(ask) ?? []);
    const isCertain = predicted === "reachable" || predicted === "blocked";
    const { workload, need, host } = ask;
    return {
      workload: workload.id,
      service: need.service,
      host,
      world,
      predicted,
      seen: verdict,
      detail,
      agrees: !isCertain || predicted === verdict,
    };
  });
}

function toRehearsal(cells: readonly RehearsalCell[], notBuilt: Rehearsal["notBuilt"]): Rehearsal {
  const after = cells.filter(({ world }) => world === "after");
  const answer = cells.some(({ agrees }) => !agrees)
    ? notBuilt.length > 0
      ? "cannot-tell"
      : "disagrees"
    : after.every(({ seen }) => seen === "reachable")
      ? "works"
      : "fails";
  return { answer, cells, notBuilt };
}
