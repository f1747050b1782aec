/**
 * Which subnets stand side by side: those of one tier, a row across the zones. Nobody writes the tier down, but names of
 * one tier differ in no more than numbers and the letters of zones, and a subnet with a NAT gateway is public.
 */
import type { Box } from "../../../advice/picture/picture.ts";
import { groupBy } from "../../../model/group-by.ts";

/** From above: what is nearest to the internet first. */
const ranks: readonly ((subnet: Box) => boolean)[] = [
  ({ name, children }) =>
    children.some(({ kind }) => kind === "nat-gateway" || kind === "nat-instance") ||
    /public|dmz|ingress/i.test(name),
  ({ name }) => !/isolated|intra|database|data|rds|db(?![a-z])/i.test(name),
  () => true,
];

/** What names of one tier have in common: words without numbers, letters of zones, and what tools append. */
export function stemOf(name: string): string {
  return name
    .replace(/[0-9A-F]{8}$/, "")
    .replace(/^subnet-[0-9a-f]+$/, "subnet")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => Array.from(word).length > 1)
    .join(" ");
}

const rankOf = (subnet: Box): number => ranks.findIndex((holds) => holds(subnet));
const tierOf = (subnet: Box): string => `${rankOf(subnet)} ${stemOf(subnet.name)}`;

interface Standing {
  readonly subnet: Box;
  readonly column: number;
}

type Row = Map<number, Box>;

/** The subnets of each column, row by row from above; a column may have none in a row. */
export function rowsOf(columns: readonly (readonly Box[])[]): readonly ReadonlyMap<number, Box>[] {
  const standings = columns.flatMap((subnets, column) => subnets.map((subnet) => ({ subnet, column })));
  const byRank = groupBy(standings, ({ subnet }) => rankOf(subnet));
  return ranks.flatMap((_, rank) => {
    const tiers = [...groupBy(byRank.get(rank) ?? [], ({ subnet }) => tierOf(subnet)).values()];
    const isShared = (tier: readonly Standing[]) => new Set(tier.map(({ column }) => column)).size > 1;
    const single = tiers.filter((tier) => !isShared(tier)).flat();
    return [...tiers.filter(isShared).flatMap(fill), ...fill(single)];
  });
}

/** Each into the first row in which its column is free. */
function fill(standings: readonly Standing[]): readonly Row[] {
  const rows: Row[] = [];
  for (const { subnet, column } of standings) {
    const free = rows.find((row) => !row.has(column));
    if (free === undefined) rows.push(new Map([[column, subnet]]));
    else free.set(column, subnet);
  }
  return rows;
}

/** Where zones are not known, subnets of one tier stand beside each other all the same. */
export function columnsOf(subnets: readonly Box[], most: number): readonly (readonly Box[])[] {
  const columns: Box[][] = [];
  for (const tier of groupBy(subnets, tierOf).values()) {
    for (const [index, subnet] of tier.entries()) (columns[index % most] ??= []).push(subnet);
  }
  return columns;
}
