/** From what the user named to the one network that every verb asks. */
import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { Facts } from "../facts/index.ts";
import type { Reading } from "../model/network.ts";
import { readNetwork } from "../readers/index.ts";
import type { InputFile, ReadMemory, ReadOptions } from "../readers/input.ts";
import type { LiveInput } from "./aws/input.ts";
import { usageError } from "./failure.ts";
import { readInputs } from "./inputs.ts";
import type { Inputs } from "./inputs.ts";
import { firstLab } from "./lab/directory.ts";
import type { InputRequest } from "./outcome.ts";

/** `given` where the inputs that are files have been read already. */
export async function readReading(request: InputRequest, facts: Facts, given?: Inputs): Promise<Reading> {
  return (await readSource(request, facts, { given })).reading;
}

/** A network with the texts that it was read from: none, where the input has none. */
export interface Source {
  readonly reading: Reading;
  readonly files: readonly InputFile[];
  readonly options: ReadOptions;
}

/** What `readSource` may be told besides. */
interface Means {
  /** Files that have been read already. */
  readonly given?: Inputs | undefined;
  /** For an input that will be read again with changes. */
  readonly memory?: ReadMemory | undefined;
}

export async function readSource(
  request: InputRequest,
  facts: Facts,
  { given, memory }: Means = {},
): Promise<Source> {
  const { region, parameters, side } = request;
  const options = { region, parameters, side, findBeside, memory };
  const lab = findLab(request);
  if (lab !== undefined) {
    const { readLabNetwork } = await import("./lab/input.ts");
    return { reading: { network: await readLabNetwork(lab), unused: [] }, files: [], options };
  }
  const live = await readLiveInputs(request);
  const { files, skipped } = given ?? (await readFiles(request));
  const all = [...files, ...live.flatMap((one) => one.files)];
  const { network, unused } = await readNetwork(all, options, facts);
  const reading = { network, unused: [...unused, ...skipped, ...live.flatMap((one) => one.unused)] };
  return { reading, files: all, options };
}

/** All of it that is files. */
export async function readFiles({ paths, stdin }: InputRequest): Promise<Inputs> {
  return await readInputs(
    paths.filter((path) => !isLive(path)),
    stdin,
  );
}

/** The lab that is the input, as in `lab:` and `lab:NAME`. */
export function findLab({ paths }: Pick<InputRequest, "paths">): string | undefined {
  const labs = paths.filter((path) => path.startsWith("lab:"));
  if (labs.length === 0) return undefined;
  if (paths.length > 1)
    throw usageError(`input ${labs[0]}`, "a lab is a whole network: give no other input beside it");
  return labs[0] === "lab:" ? firstLab : labs[0]?.slice("lab:".length);
}

/** `aws:…` names a live account; a file of such a name is `./aws:…`. */
const isLive = (path: string) => path.startsWith("aws:");

async function readLiveInputs({
  paths,
  region,
  progress = () => {},
}: InputRequest): Promise<readonly LiveInput[]> {
  const named = paths.filter(isLive);
  if (named.length === 0) return [];
  const { readLiveInput } = await import("./aws/input.ts");
  const read: LiveInput[] = [];
  for (const path of named) read.push(await readLiveInput(path, region, progress));
  return read;
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
