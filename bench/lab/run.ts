/** A lab for the bench: the compiled one, as its users run it. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as labModule from "../../src/app/lab/lab.ts";
import type { Lab } from "../../src/app/lab/lab.ts";
import type { AgentChoice } from "../../src/app/lab/residents.ts";
import { whyNoEnclosure } from "../../test/no-enclosure.ts";

export const keys = {
  account: "123456789012",
  accessKeyId: "AKIA1234567890ABCDEF",
  secretAccessKey: "bench",
};

const compiled = new URL("../../dist/app/lab/lab.js", import.meta.url);

/** What keeps the lab from being measured here. */
export function obstacleToLab(): string | undefined {
  const isCompiled = existsSync(compiled);
  return whyNoEnclosure() ?? (isCompiled ? undefined : "dist/ is missing, run npm run build first");
}

export async function withLab<Answer>(
  agent: AgentChoice,
  work: (lab: Lab) => Promise<Answer>,
): Promise<Answer> {
  const directory = mkdtempSync(join(tmpdir(), "denat-bench-"));
  const { startLab } = (await import(compiled.href)) as typeof labModule;
  const lab = await startLab({ ...keys, directory, agent });
  try {
    return await work(lab);
  } finally {
    lab.stop();
    await lab.ended;
    rmSync(directory, { recursive: true, force: true });
  }
}
