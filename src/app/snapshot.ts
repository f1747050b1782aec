/** `denat snapshot`: a live account as a directory of answers, which every other verb reads. */
import { readPolicy } from "../readers/aws/index.ts";
import type { Page } from "../report/index.ts";
import { mustBeFree, writeSnapshot } from "./aws/directory.ts";
import { readLive } from "./aws/live.ts";
import type { LiveRequest } from "./aws/live.ts";
import { snapshotText } from "./aws/text.ts";
import type { Outcome } from "./outcome.ts";

export interface SnapshotRequest extends LiveRequest {
  readonly directory: string;
}

/** Status 1 when something was left out: the snapshot is good, and less than all. */
export async function runSnapshot(request: SnapshotRequest, page: Page): Promise<Outcome> {
  const { directory } = request;
  await mustBeFree(directory);
  const reading = await readLive(request);
  await writeSnapshot(directory, reading.files);
  const isWhole = reading.refused.length === 0 && reading.closed.length === 0;
  return { status: isWhole ? 0 : 1, text: snapshotText(reading, directory, page) };
}

/** The IAM policy that allows it; asks nobody. */
export function runPolicy(regions: readonly string[]): Outcome {
  return { status: 0, text: `${JSON.stringify(readPolicy(regions[0]), undefined, 2)}\n` };
}
