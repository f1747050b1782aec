/** `denat cost`: the price of a design; of a network, that of today and of every sensible design. */
import { designsFor } from "../advice/designs/index.ts";
import { designsToday } from "../advice/today.ts";
import type { Facts } from "../facts/index.ts";
import type { CostReport } from "../model/cost-answer.ts";
import type { Network } from "../model/network.ts";
import { priceDesign, withMissing } from "../pricing/index.ts";
import { costFormats, designsFormats } from "../report/index.ts";
import type { CostFormat, DesignsReport } from "../report/index.ts";
import { readDesign } from "./cost/design.ts";
import { readTraffic } from "./cost/traffic.ts";
import type { GivenTraffic, Traffic } from "./cost/traffic.ts";
import { readFacts } from "./facts.ts";
import { usageError } from "./failure.ts";
import type { InputRequest, Look, Outcome } from "./outcome.ts";
import { hoursPerMonth as averageMonth } from "./plan.ts";
import { findLab, readFiles, readReading } from "./reading.ts";
import { readObserved } from "./traffic/observed.ts";
import type { LogsRequest } from "./traffic/observed.ts";

export interface CostRequest extends LogsRequest {
  /** A design file, or a network. */
  readonly input: InputRequest;
  /** The file whose traffic takes the place of the design's. */
  readonly traffic: string | undefined;
  readonly hoursPerMonth: number | undefined;
  readonly discountPercent: number | undefined;
  /** Services the user declares to be needed. */
  readonly needs: readonly string[];
  readonly leastZones: number;
  readonly strict: boolean;
}

export async function runCost(request: CostRequest, { format, page }: Look<CostFormat>): Promise<Outcome> {
  const facts = await readFacts();
  const traffic = await readTraffic(request.traffic, request.input.stdin);
  const inputs = findLab(request.input) === undefined ? await readFiles(request.input) : undefined;
  const design = await readDesign(inputs, { ...request, traffic: traffic.totals }, facts);
  if (design === undefined) {
    const { network } = await readReading(request.input, facts, inputs);
    const report = await compare(network, facts, { ...request, given: traffic });
    return { status: isPriced(report) ? 0 : 2, text: designsFormats[format](report, page) };
  }
  if (request.flowLogs.length > 0)
    throw usageError("--flow-logs beside a design", "give the network that the logs are of, or --traffic");
  const report: CostReport = { regions: [priceDesign(design, facts)] };
  return { status: isKnown(report) ? 0 : 2, text: costFormats[format](report, page) };
}

const isKnown = ({ regions }: CostReport): boolean => regions.every(({ unknowns }) => unknowns.length === 0);

/** Where the bill of today is known, and which design is the cheapest. */
const isPriced = ({ today, answer }: DesignsReport): boolean =>
  isKnown(today) && (answer === undefined || answer.cheapest !== undefined);

type NetworkRequest = Omit<CostRequest, "traffic"> & { readonly given: Traffic };

async function compare(network: Network, facts: Facts, request: NetworkRequest): Promise<DesignsReport> {
  const { given, needs, strict, leastZones, discountPercent = 0 } = request;
  const hoursPerMonth = request.hoursPerMonth ?? averageMonth;
  if (given.measured !== undefined && request.flowLogs.length > 0)
    throw usageError("--traffic beside --flow-logs", "give one of the two: both tell what crossed the NATs");
  // Totals do not tell what goes where, so that they price the design of today alone.
  if (given.measured === undefined && Object.keys(given.totals).length > 0) {
    return { today: billOfToday(network, facts, { ...request, totals: given.totals }), answer: undefined };
  }
  const seen = given.measured ?? (await readObserved(network, facts, request));
  const answer = designsFor(network, facts, {
    needs,
    strict,
    leastZones,
    hoursPerMonth,
    discountPercent,
    traffic: seen && { answer: seen, hours: hoursPerMonth },
  });
  const today = { regions: answer.designs.find(({ isToday }) => isToday)?.costs ?? [] };
  return { today, answer: answer.designs.length > 1 ? answer : undefined };
}

interface TotalsRequest extends Pick<CostRequest, "hoursPerMonth" | "discountPercent"> {
  readonly totals: GivenTraffic;
}

/** What was seen to cross the NATs is billed there today, whatever might take it. */
function billOfToday(network: Network, facts: Facts, request: TotalsRequest): CostReport {
  const designs = designsToday(network, facts, request.hoursPerMonth ?? averageMonth);
  if (designs.length === 0)
    throw usageError("the input holds no VPC", "add the template or the describe-vpcs output of the VPC");
  if (designs.length > 1) {
    const regions = designs.map(({ design }) => design.region).join(" and ");
    throw usageError(
      `--traffic does not say how it divides between ${regions}`,
      "give the network of one Region, with its own traffic",
    );
  }
  const { interface: _, gateway: __, ...totals } = request.totals;
  return {
    regions: designs.map(({ design, missing }) => {
      const trafficGb = { ...design.trafficGb, ...totals };
      const discountPercent = request.discountPercent ?? 0;
      return withMissing(priceDesign({ ...design, trafficGb, discountPercent }, facts), missing);
    }),
  };
}
