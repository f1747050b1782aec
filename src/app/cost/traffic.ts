/** Measured traffic, from the answer of `denat traffic`. */
import { parseTrafficFile } from "../../pricing/index.ts";
import { usageError } from "../failure.ts";
import { readInputs } from "../inputs.ts";
import { parseJson } from "./json.ts";

export type GivenTraffic = ReturnType<typeof parseTrafficFile>;

export async function readTraffic(
  path: string | undefined,
  stdin: AsyncIterable<Uint8Array>,
): Promise<GivenTraffic> {
  if (path === undefined) return {};
  const { files } = await readInputs([path], stdin);
  const [file, ...others] = files;
  if (file === undefined || others.length > 0)
    throw usageError(`--traffic ${path}`, "it takes one file: what denat traffic --format json prints");
  return parseTrafficFile(await parseJson(file), path);
}
