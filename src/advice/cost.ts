/**
 * What the change does to the bill: NAT hours, addresses and bytes against the endpoints that are added. Endpoints that
 * stand already are paid for either way and are on neither side; so are private NAT gateways, which stay.
 *
 * A Region is priced as a whole, at its own prices. Measured bytes go by the way that the walk finds for them; a volume that
 * was only said is taken to go through interface endpoints, where the plan adds any: what takes a free gateway endpoint
 * instead makes it cheaper.
 */
import type { Facts } from "../facts/index.ts";
import type { MissingFact } from "../model/answer.ts";
import type { Network } from "../model/network.ts";
import type { CostAnswer, CostLine } from "../model/cost-answer.ts";
import { emptyDesign, noTraffic, priceDesign } from "../pricing/index.ts";
import type { Design } from "../pricing/index.ts";
import { groupBy } from "../model/group-by.ts";
import { natEntry } from "./nat-entry.ts";
import type { RegionGb } from "./designs/measured.ts";
import type { PlanCost } from "./plan.ts";
import type { Case } from "./prove/case.ts";

export interface Volume {
  readonly gbMonth: number | undefined;
  readonly hoursPerMonth: number;
  /** What flow logs showed of a Region, which goes before `gbMonth`. */
  readonly measured: ((region: string) => RegionGb) | undefined;
}

export interface Priced {
  readonly cost: PlanCost;
  /** By Region: prices that nobody knows. */
  readonly unknowns: ReadonlyMap<string, readonly MissingFact[]>;
}

export function priceCases(
  network: Network,
  facts: Facts,
  { cases, volume }: { readonly cases: readonly Case[]; readonly volume: Volume },
): Priced {
  const regions = [...groupBy(cases, ({ region }) => region)];
  const natRegions = regions.filter(([, own]) => own.some(({ egressNats }) => egressNats.length > 0));
  const { measured } = volume;
  const divided = measured === undefined && volume.gbMonth !== undefined && natRegions.length > 1;
  const priced = regions.map(([region, own]) => ({
    region,
    answer: priceRegion(network, facts, {
      region,
      cases: own,
      volume: divided ? { ...volume, gbMonth: undefined } : volume,
    }),
  }));
  const lacking = divided
    ? [
        dividing(
          natRegions.map(([region]) => region),
          volume.gbMonth,
        ),
      ]
    : [];
  return {
    cost: total(
      priced.map(({ answer }) => answer),
      volume,
      divided,
    ),
    unknowns: new Map(
      priced.map(({ region, answer }) => [
        region,
        [...answer.unknowns.map(missingPrice(region)), ...lacking],
      ]),
    ),
  };
}

/** A plan has no design file to name prices in. */
const missingPrice =
  (region: string) =>
  ({ fact }: MissingFact): MissingFact => ({
    fact: `price of ${fact}`,
    settledBy: `denat facts refresh --region ${region}`,
  });

function dividing(regions: readonly string[], gb: number): MissingFact {
  return {
    fact: `how ${gb} GB a month divide between ${regions.join(" and ")}`,
    settledBy: "denat plan for one Region at a time",
  };
}

export interface Regional {
  readonly region: string;
  readonly cases: readonly Case[];
  readonly volume: Volume;
}

function priceRegion(network: Network, facts: Facts, regional: Regional): CostAnswer {
  const design = regionalDesign(network, regional);
  const answer = priceDesign(design, facts);
  // Without a NAT there is no other side to break even with.
  return design.nats.length === 0 ? { ...answer, breakEvenGb: null, cheaperBelow: null } : answer;
}

/** What the change takes away and what it adds in one Region, with the traffic that takes either. */
export function regionalDesign(network: Network, { region, cases, volume }: Regional): Design {
  const hours = volume.hoursPerMonth;
  const endpoints = cases.flatMap(({ proposal }) => proposal.endpoints);
  const nats = cases.flatMap(({ egressNats }) => egressNats.map((nat) => natEntry(network, nat, hours)));
  const interfaces = endpoints.filter(({ type }) => type === "interface");
  const all = volume.gbMonth ?? 0;
  const gb = volume.measured?.(region) ?? { nat: all, interface: interfaces.length === 0 ? 0 : all };
  return {
    ...emptyDesign(region, hours),
    nats,
    interfaceEndpoints: interfaces.map(({ service, subnets }) => ({
      service,
      count: 1,
      azs: subnets.length,
      hours,
    })),
    gatewayEndpoints: endpoints.filter(({ type }) => type === "gateway").map(({ service }) => ({ service })),
    trafficGb: {
      ...noTraffic,
      nat: nats.length === 0 ? 0 : gb.nat,
      interface: gb.interface,
    },
  };
}

function total(
  answers: readonly CostAnswer[],
  { gbMonth: given, hoursPerMonth, measured }: Volume,
  divided: boolean,
): PlanCost {
  const gbMonth =
    measured === undefined ? given : answers.reduce((all, { region }) => all + measured(region).nat, 0);
  const [only] = answers;
  const currency = only?.currency ?? "USD";
  // Amounts of two currencies make no sum.
  const isOpen = divided || answers.some((answer) => answer.currency !== currency);
  const natMonthly = isOpen ? null : sum(answers.map((answer) => answer.natMonthly));
  const endpointsMonthly = isOpen ? null : sum(answers.map((answer) => answer.endpointsMonthly));
  return {
    currency,
    hoursPerMonth,
    gbMonth,
    natMonthly,
    endpointsMonthly,
    savingMonthly: natMonthly === null || endpointsMonthly === null ? null : natMonthly - endpointsMonthly,
    breakEvenGb: answers.length === 1 && only !== undefined ? only.breakEvenGb : null,
    cheaperBelow: answers.length === 1 && only !== undefined ? only.cheaperBelow : null,
    lines: answers.flatMap(({ lines }) => (measured === undefined ? lines.map(toLine) : lines)),
  };
}

const sum = (amounts: readonly (number | null)[]) =>
  amounts.reduce((all, amount) => (all === null || amount === null ? null : all + amount), 0);

function toLine(line: CostAnswer["lines"][number]): CostLine {
  if (line.item !== "interface-endpoint-gb") return line;
  const assumed = "as if all of it took interface endpoints; gateway endpoints are free";
  return { ...line, note: line.note === undefined ? assumed : `${line.note}; ${assumed}` };
}
