/**
 * `denat rehearse`: what the plan says of every workload and need, put to packets in a lab: today, without NAT, and with the
 * proposal applied. Where what was predicted is not what is seen, one of the two is wrong, and that is an error.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { conceive } from "../advice/index.ts";
import { deployNetwork } from "../lab/deploy/index.ts";
import { AppError } from "../model/app-error.ts";
import type { Network } from "../model/network.ts";
import { withoutNat } from "../reach/index.ts";
import { rehearsalFormats } from "../report/index.ts";
import type { Rehearsal, RehearsalCell, RehearsalFormat, RehearsalWorld } from "../report/index.ts";
import { readFacts } from "./facts.ts";
import { readDeployed } from "./lab/deployed.ts";
import { startLab } from "./lab/lab.ts";
import { accountOf, freshKeys } from "./lab/owner.ts";
import type { ExitStatus, InputRequest, Look, Outcome } from "./outcome.ts";
import { hoursPerMonth } from "./plan.ts";
import { asksIn } from "./rehearsal/ask.ts";
import { namesOfProposed } from "./rehearsal/proposed.ts";
import { openApi, sessionAsksIn, timeScale, trySessions } from "./rehearsal/session.ts";
import { tryAsks } from "./rehearsal/try.ts";

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
  const keys = freshKeys();
  const sessions = sessionAsksIn(today, plan);
  const lab = await startLab({
    account: accountOf(today),
    ...keys,
    directory,
    agent: sessions.workloads.length === 0 ? { kind: "none" } : { kind: "own", timeScale, isAsked: true },
  });
  try {
    const ca = await readFile(lab.caPath, "utf8");
    const api = await openApi(lab, keys);
    const names = namesOfProposed(today, after, facts);
    const cells: RehearsalCell[] = [];
    const notBuilt = new Map<string, Rehearsal["notBuilt"][number]>();
    for (const [world, version] of worlds) {
      const { notBuilt: left } = await lab.ask({ kind: "update", network: version });
      for (const one of left) notBuilt.set(`${one.component.id} ${one.why}`, one);
      cells.push(...(await tryAsks(lab, { world, network: version, asks, ca, names })));
      cells.push(...(await trySessions(lab, sessions, { world, network: version, facts, api })));
    }
    const rehearsal = toRehearsal(cells, [...notBuilt.values()], sessions.notes);
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

function toRehearsal(
  cells: readonly RehearsalCell[],
  notBuilt: Rehearsal["notBuilt"],
  sessions: Rehearsal["sessions"],
): Rehearsal {
  const after = cells.filter(({ world }) => world === "after");
  const answer = cells.some(({ agrees }) => !agrees)
    ? notBuilt.length > 0
      ? "cannot-tell"
      : "disagrees"
    : after.every(({ seen }) => seen === "reachable")
      ? "works"
      : "fails";
  return { answer, cells, notBuilt, sessions };
}
