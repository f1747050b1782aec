/** Certificates that no lab has. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Facts } from "../../../src/facts/index.ts";
import { readOrCreateCa } from "../../../src/lab/tls/index.ts";

/** In PEM. */
export async function createCa(facts: Facts): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "denat-test-"));
  try {
    return readFileSync((await readOrCreateCa(directory, facts)).caPath, "utf8");
  } finally {
    rmSync(directory, { recursive: true });
  }
}
