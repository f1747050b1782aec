/** `denat cost`: the price of a design, or of what a network holds today. */
import { priceDesign, withMissing } from "../pricing/index.ts";
import type { CostReport } from "../model/cost-answer.ts";
import { designsToday } from "../advice/today.ts";
import type { Facts } from "../facts/index.ts";
import { costFormats } from "../report/index.ts";
import type { CostFormat } from "../report/index.ts";
import { readDesign } from "./cost/design.ts";
import { readTraffic } from "./cost/traffic.ts";
import type { GivenTraffic } from "./cost/traffic.ts";
import { readFacts } from "./facts.ts";
import { usageError } from "./failure.ts";
import type { Inputs } from "./inputs.ts";
import type { InputRequest, Look, Outcome } from "./outcome.ts";
import { hoursPerMonth } from "./plan.ts";
import { findLab, readFiles, readReading } from "./reading.ts";

export interface CostRequest {
  /** A design file, or a network. */
  readonly input: InputRequest;
  /** The file whose traffic takes the place of the design's. */
  readonly traffic: string | undefined;
  readonly hoursPerMonth: number | undefined;
  readonly discountPercent: number | undefined;
}

export async function runCost(request: CostRequest, { format, page }: Look<CostFormat>): Promise<Outcome> {
  const facts = await readFacts();
  const traffic = await readTraffic(request.traffic, request.input.stdin);
  const inputs = findLab(request.input) === undefined ? await readFiles(request.input) : undefined;
  const design = await readDesign(inputs, { ...request, traffic }, facts);
  const report: CostReport =
    design === undefined
      ? await priceNetwork({ ...request, inputs, traffic }, facts)
      : { regions: [priceDesign(design, facts)] };
  const isKnown = report.regions.every(({ unknowns }) => unknowns.length === 0);
  return { status: isKnown ? 0 : 2, text: costFormats[format](report, page) };
}

interface NetworkRequest extends Omit<CostRequest, "traffic"> {
  readonly inputs: Inputs | undefined;
  readonly traffic: GivenTraffic;
}

/** What was seen to cross the NATs is billed there today, whatever might take it. */
async function priceNetwork(request: NetworkRequest, facts: Facts): Promise<CostReport> {
  const { network } = await readReading(request.input, facts, request.inputs);
  const designs = designsToday(network, facts, request.hoursPerMonth ?? hoursPerMonth);
  if (designs.length === 0)
    throw usageError("the input holds no VPC", "add the template or the describe-vpcs output of the VPC");
  const isGiven = Object.keys(request.traffic).length > 0;
  if (isGiven && designs.length > 1) {
    const regions = designs.map(({ design }) => design.region).join(" and ");
    throw usageError(
      `--traffic does not say how it divides between ${regions}`,
      "give the network of one Region, with its own traffic",
    );
  }
  const { interface: _, gateway: __, ...traffic } = request.traffic;
  return {
    regions: designs.map(({ design, missing }) =>
      withMissing(
        priceDesign(
          {
            ...design,
            trafficGb: { ...design.trafficGb, ...traffic },
            discountPercent: request.discountPercent ?? 0,
          },
          facts,
        ),
        missing,
      ),
    ),
  };
}
