/** A design file among the inputs, told by its `schema`. */
import type { Facts } from "../../facts/index.ts";
import { AppError } from "../../model/app-error.ts";
import { designSchema, parseDesign } from "../../pricing/index.ts";
import type { Design } from "../../pricing/index.ts";
import type { InputFile } from "../../readers/input.ts";
import { usageError } from "../failure.ts";
import type { Inputs } from "../inputs.ts";
import { parseJson } from "./json.ts";
import type { GivenTraffic } from "./traffic.ts";

export interface DesignRequest {
  readonly input: { readonly paths: readonly string[]; readonly region: string | undefined };
  readonly traffic: GivenTraffic;
  readonly hoursPerMonth: number | undefined;
  readonly discountPercent: number | undefined;
}

/** Undefined where the inputs are a network. */
export async function readDesign(
  inputs: Inputs | undefined,
  { input, traffic, hoursPerMonth, discountPercent }: DesignRequest,
  facts: Facts,
): Promise<Design | undefined> {
  // One that lies beside a network, in its directory, is none of this question.
  const isAsked = (one: InputFile) => inputs?.files.length === 1 || input.paths.includes(one.path);
  const file = inputs?.files.find((one) => isDesign(one) && isAsked(one));
  if (file === undefined) return undefined;
  if (input.paths.length > 1 || inputs?.files.length !== 1)
    throw usageError(`${file.path} is a design`, "it is priced by itself: give no other input beside it");
  return parseDesign(await parseDesignJson(file), file.path, {
    region: input.region,
    trafficGb: traffic,
    hoursPerMonth,
    discountPercent,
    names: { regions: facts.regions.map(({ name }) => name), gatewayServices: facts.gatewayServices },
  });
}

/** By signs that no network has, so that a broken design is called one. */
const designSigns = /"schema"\s*:\s*"denat\.|"(?:nats|interfaceEndpoints|gatewayEndpoints|trafficGb)"\s*:/;

const isDesign = ({ text }: InputFile) => /^\s*\{/.test(text) && designSigns.test(text);

async function parseDesignJson(file: InputFile): Promise<unknown> {
  const value = await parseJson(file);
  const schema = (value as Readonly<Record<string, unknown>>)["schema"];
  if (typeof schema === "string" && schema.startsWith("denat.design/")) return value;
  const what =
    typeof schema === "string"
      ? `has the schema ${JSON.stringify(schema)}`
      : "looks like a design and has no schema";
  throw new AppError(
    "DESIGN_INVALID",
    `${file.path} ${what}`,
    `a design file has "schema": "${designSchema}"`,
  );
}
