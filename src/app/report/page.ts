/** The page of a plan, from the plan to its text. */
import type { Conceived } from "../../advice/index.ts";
import { pictureOf } from "../../advice/picture/index.ts";
import type { VpcPlan } from "../../advice/plan.ts";
import type { Facts } from "../../facts/index.ts";
import { AppError } from "../../model/app-error.ts";
import { answerSentence, layOut, reportHtml } from "../../report/index.ts";
import type { ChangeReport, Language } from "../../report/index.ts";
import type { Source } from "../reading.ts";
import { readAssets } from "./assets.ts";

export interface PageRequest {
  readonly language: Language;
  /** As the user named them. */
  readonly inputs: readonly string[];
  /** Left out, the phases are proved and nothing is written. */
  readonly change: ChangeReport | undefined;
}

export async function makePage(
  { language, inputs, change }: PageRequest,
  source: Source,
  facts: Facts,
  conceived: Conceived,
): Promise<string> {
  const { plan } = conceived;
  const picture = pictureOf(conceived, source.reading.network, facts);
  const data = {
    ...plan,
    vpcs: plan.vpcs.map(besideWorkloads),
    language,
    inputs,
    picture,
    drawings: picture.vpcs.map(({ boxes }) => layOut(boxes)),
    change: change ?? (await proveChange(inputs, source, facts, conceived)),
  };
  return reportHtml(data, answerSentence(plan), await readAssets());
}

/** What is told of workloads is in the picture. */
function besideWorkloads(vpc: VpcPlan): Omit<VpcPlan, "workloads"> {
  const { workloads: _, ...own } = vpc;
  return own;
}

/** The proof of `plan --verify`, or why there is none for such an input. */
async function proveChange(
  inputs: readonly string[],
  source: Source,
  facts: Facts,
  conceived: Conceived,
): Promise<ChangeReport | { readonly notSupported: string }> {
  const { writeChange } = await import("../change/index.ts");
  const asked = {
    directory: undefined,
    target: undefined,
    sourceDirectory: undefined,
    leastPrivilege: false,
    verify: true,
    inputs,
  };
  try {
    return await writeChange(asked, source, facts, conceived);
  } catch (error) {
    if (error instanceof AppError) return { notSupported: error.message };
    throw error;
  }
}
