/** Measured traffic, from the answer of `denat traffic`. */
import type { TrafficAnswer } from "../../model/traffic-answer.ts";
import { parseTrafficFile } from "../../pricing/index.ts";
import { usageError } from "../failure.ts";
import { readInputs } from "../inputs.ts";
import { parseJson } from "./json.ts";
import { parseMeasured } from "./measured.ts";

export type GivenTraffic = ReturnType<typeof parseTrafficFile>;

export interface Traffic {
  readonly totals: GivenTraffic;
  /** Who sent how much where; undefined where the file holds totals alone. */
  readonly measured: TrafficAnswer | undefined;
}

export async function readTraffic(
  path: string | undefined,
  stdin: AsyncIterable<Uint8Array>,
): Promise<Traffic> {
  if (path === undefined) return { totals: {}, measured: undefined };
  const { files } = await readInputs([path], stdin);
  const [file, ...others] = files;
  if (file === undefined || others.length > 0)
    throw usageError(`--traffic ${path}`, "it takes one file: what denat traffic --format json prints");
  const value = await parseJson(file);
  return { totals: parseTrafficFile(value, path), measured: parseMeasured(value, path) };
}
