/** `aws:` as an input: `aws:`, `aws:eu-west-1`, `aws:profile@`, `aws:profile@eu-west-1` read a live account in place of files. */
import type { Unused } from "../../model/network.ts";
import type { InputFile } from "../../readers/input.ts";
import { usageError } from "../failure.ts";
import { readLive } from "./live.ts";
import type { LiveReading } from "./live.ts";
import { whyRefused } from "./refused-text.ts";

export interface LiveInput {
  readonly files: readonly InputFile[];
  /** Calls that were refused: what they would have told is not in the network, and not every table says so. */
  readonly unused: readonly Unused[];
}

const form = /^aws:(?:(?<profile>[^@\s]+)@)?(?<region>[a-z]{2,4}(?:-[a-z]{2,})+-\d{1,2})?$/;

export async function readLiveInput(
  path: string,
  region: string | undefined,
  progress: (line: string) => void,
): Promise<LiveInput> {
  const found = form.exec(path)?.groups;
  if (found === undefined)
    throw usageError(`input ${path}`, "it takes aws:, aws:REGION or aws:PROFILE@REGION");
  const named = found["region"] ?? region;
  return toInput(
    await readLive({
      profile: found["profile"],
      regions: named === undefined ? [] : [named],
      roles: [],
      progress,
    }),
  );
}

/** Paths as a snapshot's, below `aws:`, so that the reader sees account and Region in them. */
function toInput({ files, refused }: LiveReading): LiveInput {
  return {
    files: files.map(({ path, value }) => ({ path: `aws:/${path}`, text: JSON.stringify(value) })),
    unused: refused.map((one) => ({
      path: `aws:/${one.account}/${one.region}/${one.call.replace(" ", "-")}`,
      reason: `no answer: ${whyRefused(one)}`,
    })),
  };
}
