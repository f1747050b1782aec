/** Candidate designs as rows and sentences, for every form that has tables. */
import type {
  Break,
  DesignsAnswer,
  EndpointBreakEven,
  NatBreakEven,
  PricedDesign,
  Works,
} from "../../../advice/designs/answer.ts";
import type { Cell, Column } from "../layout.ts";
import type { Style } from "../page.ts";
import { list, money, quantity } from "../words.ts";

export const worksLooks: Readonly<
  Record<Works, { readonly mark: string; readonly style: Style; readonly word: string }>
> = {
  yes: { mark: "✓", style: "good", word: "works" },
  "cannot-tell": { mark: "?", style: "doubtful", word: "cannot tell" },
  no: { mark: "✗", style: "bad", word: "breaks" },
};

export const currencyOf = ({ designs }: DesignsAnswer): string => designs[0]?.costs[0]?.currency ?? "USD";

export function designColumns(answer: DesignsAnswer): readonly Column[] {
  const months: readonly Column[] =
    answer.volume.months === undefined
      ? []
      : ["low month", "usual", "high month"].map((title) => ({ title, align: "right" }));
  return [
    { title: "", align: "right" },
    { title: "", align: "left" },
    { title: "design", align: "left" },
    { title: `${currencyOf(answer)} a month`, align: "right" },
    { title: "saving", align: "right" },
    ...months,
  ];
}

export function designRows({ designs, cheapest, volume }: DesignsAnswer): readonly (readonly Cell[])[] {
  return designs.map(({ works, title, isToday, name, monthly, savingMonthly, months }, index) => {
    const { mark, style, word } = worksLooks[works];
    const role = isToday ? " (today)" : name === cheapest ? " (cheapest that works)" : "";
    const own = name === cheapest ? { style: "strong" as const } : {};
    const bands =
      volume.months === undefined
        ? []
        : [months?.low, months?.typical, months?.high].map((amount) => ({ text: money(amount ?? null) }));
    return [
      { text: `${index + 1}` },
      { text: `${mark} ${word}`, style },
      { text: `${title}${role}`, ...own },
      { text: money(monthly), ...own },
      savingCell(savingMonthly),
      ...bands,
    ];
  });
}

function savingCell(saving: number | null): Cell {
  if (saving === null) return { text: "not known", style: "doubtful" };
  return { text: money(saving), style: saving < 0 ? "bad" : "good" };
}

export function headSentence(answer: DesignsAnswer): string {
  const best = answer.designs.find(({ name }) => name === answer.cheapest);
  if (best === undefined) return "No design that works for certain has a known price.";
  const currency = currencyOf(answer);
  const amount = `${money(best.monthly)} ${currency} a month`;
  if (best.isToday) return `Nothing that works for certain is cheaper than today: ${amount}.`;
  const saving =
    best.savingMonthly === null
      ? ""
      : `, ${money(Math.abs(best.savingMonthly))} ${best.savingMonthly < 0 ? "more" : "less"} than today`;
  return `${best.title}: ${amount}${saving}.`;
}

export function volumeSentences({ volume }: DesignsAnswer): readonly string[] {
  if (!volume.isMeasured) {
    return [
      "No flow logs were given: every design is priced at 0 GB, and the tables below tell from which volume on that turns.",
    ];
  }
  return [
    `Measured: ${quantity(volume.gbMonth)} GB a month through the NATs. Egress to the internet costs the same by each way and is left out.`,
  ];
}

export const isBroken = ({ breaks }: PricedDesign): boolean => breaks.length > 0;

export function breakText({ vpc, workloads, service, verdict, codes, message, gbMonth }: Break): string {
  const [first = vpc, ...others] = workloads;
  const who = others.length === 0 ? first : `${first} and ${others.length} more`;
  const volume = gbMonth === undefined ? "" : `, ${quantity(gbMonth)} GB a month`;
  const why = codes.length === 0 ? "" : ` (${codes.join(", ")})`;
  return `${who} → ${service}: ${verdict}${volume}${why}${message === "" ? "" : `: ${message}`}`;
}

/** A risk of several designs once, with their numbers in the table. */
export function riskTexts({ designs }: DesignsAnswer): readonly string[] {
  const risks = new Map<string, string[]>();
  for (const [index, { risks: own }] of designs.entries()) {
    for (const risk of own) risks.set(risk, [...(risks.get(risk) ?? []), `${index + 1}`]);
  }
  return [...risks].map(
    ([risk, numbers]) => `${risk} (${numbers.length === 1 ? "design" : "designs"} ${list(numbers)})`,
  );
}

const verdictWords: Readonly<Record<EndpointBreakEven["verdict"], string>> = {
  pays: "pays",
  "does-not-pay": "does not pay",
  "cannot-tell": "cannot tell",
};

const zoneColumns = (most: number): readonly Column[] =>
  Array.from({ length: most }, (_, index) => ({
    title: index === 0 ? "1 zone" : `${index + 1} zones`,
    align: "right",
  }));

const mostZones = (rows: readonly { readonly gbByZones: readonly unknown[] }[]): number =>
  Math.max(0, ...rows.map(({ gbByZones }) => gbByZones.length));

const gbCells = (gbByZones: readonly (number | null)[], most: number): readonly Cell[] =>
  Array.from({ length: most }, (_, index) => {
    const gb = gbByZones[index];
    return { text: gb === undefined ? "" : volumeText(gb) };
  });

const volumeText = (gb: number | null): string =>
  gb === null ? "never" : gb === 0 ? "any" : quantity(Math.ceil(gb));

export const endpointTitle = "From how many GB a month on an interface endpoint pays, while the NAT stays";

/** Of a large estate the tables would bury the rest; JSON has all rows. */
const mostRows = 40;

export function endpointTable({ endpoints }: DesignsAnswer) {
  const most = mostZones(endpoints);
  const columns: readonly Column[] = [
    { title: "VPC", align: "left" },
    { title: "service", align: "left" },
    ...zoneColumns(most),
    { title: "measured", align: "right" },
    { title: "", align: "left" },
  ];
  const rows = endpoints
    .slice(0, mostRows)
    .map(({ vpc, service, standing, gbByZones, gbMonth, zones, verdict }): readonly Cell[] => [
      { text: vpc },
      { text: standing === undefined ? service : `${service}, ${standing}` },
      ...gbCells(gbByZones, most),
      { text: gbMonth === undefined ? "not known" : quantity(gbMonth) },
      { text: `${verdictWords[verdict]} in ${zones === 1 ? "1 zone" : `${zones} zones`}` },
    ]);
  const left = endpoints.length - mostRows;
  return { columns, rows: left > 0 ? [...rows, [{ text: `${left} more` }]] : rows };
}

export const natTitle = "From how many GB a month on no NAT costs less, all of it through the endpoints";

export function natTable({ nats }: DesignsAnswer) {
  const most = mostZones(nats);
  const columns: readonly Column[] = [
    { title: "VPCs", align: "left" },
    { title: "NATs", align: "right" },
    { title: "interface endpoints", align: "right" },
    ...zoneColumns(most),
  ];
  const rows = nats.map(({ vpcs, nats: count, endpoints, gbByZones }: NatBreakEven): readonly Cell[] => [
    { text: vpcs.join(", ") },
    { text: quantity(count) },
    { text: quantity(endpoints) },
    ...gbCells(gbByZones, most),
  ]);
  return { columns, rows };
}
