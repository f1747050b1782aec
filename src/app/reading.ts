/** From what the user named to the one network that every verb asks. */
import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { Facts } from "../facts/index.ts";
import type { Reading } from "../model/network.ts";
import { readNetwork } from "../readers/index.ts";
import type { InputFile } from "../readers/input.ts";
import { readInputs } from "./inputs.ts";
import type { InputRequest } from "./outcome.ts";

export async function readReading(request: InputRequest, facts: Facts): Promise<Reading> {
  const { files, skipped } = await readInputs(request.paths, request.stdin);
  const { region, parameters } = request;
  const { network, unused } = await readNetwork(files, { region, parameters, findBeside }, facts);
  return { network, unused: [...unused, ...skipped] };
}

/** A nested template is small; whatever is larger, or no regular file, is not one. */
const besideLimitBytes = 5_000_000;

/** The file that `from` names by a path relative to itself. */
function findBeside(from: InputFile, reference: string): InputFile | undefined {
  if (isAbsolute(reference) || /^[a-z][a-z0-9+.-]*:/i.test(reference)) return undefined;
  const path = join(dirname(from.path), reference);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile() || found.size > besideLimitBytes) return undefined;
  return { path, text: readFileSync(path, "utf8") };
}
