/** `denat diff`: what each source reaches in one network and not in the other, or by another way. */
import type { Difference } from "../model/difference.ts";
import { createWorld, diffNetworks } from "../reach/index.ts";
import { differenceFormats } from "../report/index.ts";
import { readFacts } from "./facts.ts";
import type { ExitStatus, InputRequest, Look, Outcome } from "./outcome.ts";
import { readReading } from "./reading.ts";

export interface DiffRequest {
  readonly before: InputRequest;
  readonly after: InputRequest;
  readonly strict: boolean;
}

const statuses: Readonly<Record<Difference["answer"], ExitStatus>> = {
  same: 0,
  changed: 0,
  loses: 1,
  "cannot-tell": 2,
};

export async function runDiff(
  { before, after, strict }: DiffRequest,
  { format, page }: Look,
): Promise<Outcome> {
  const facts = await readFacts();
  const was = await readReading(before, facts);
  const is = await readReading(after, facts);
  const worlds = { before: createWorld(was.network, facts), after: createWorld(is.network, facts) };
  const difference = diffNetworks(worlds, { strict });
  const asked = { before: before.paths.join(" "), after: after.paths.join(" ") };
  return {
    status: statuses[difference.answer],
    text: differenceFormats[format]({ asked, difference }, page),
  };
}
