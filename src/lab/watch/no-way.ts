/** Why no route took a packet, read off the router's own tables as `ip -json` prints them. */
import type { Family } from "../../model/address.ts";

export type NoWay =
  /** A route takes it nowhere. */
  | { readonly kind: "blackhole"; readonly destination: string }
  /** The VPC's own block takes it, and nobody there has the address. */
  | { readonly kind: "nobody" }
  | { readonly kind: "no-route" };

/** The rule that leads packets of a subnet to their table. Undefined where none does. */
export function findTable(rulesJson: string, mark: number): string | undefined {
  const rules = JSON.parse(rulesJson) as readonly { readonly fwmark?: string; readonly table?: string }[];
  return rules.find(({ fwmark }) => fwmark !== undefined && Number(fwmark) === mark)?.table;
}

interface RouteRow {
  readonly type?: string;
  readonly dst: string;
  /** Of the blackhole below all routes alone. */
  readonly metric?: number;
}

const lastMetric = 9999;
const everything: Readonly<Record<Family, string>> = { 4: "0.0.0.0/0", 6: "::/0" };

/** Of the routes of a table that match an address, the longest prefix decides. */
export function toNoWay(matchesJson: string, family: Family): NoWay {
  const rows = JSON.parse(matchesJson) as readonly RouteRow[];
  const own = rows.filter(({ metric }) => metric !== lastMetric);
  const [longest] = own.toSorted((a, b) => lengthOf(b) - lengthOf(a));
  if (longest?.type === "throw") return { kind: "nobody" };
  if (longest?.type === "blackhole")
    return { kind: "blackhole", destination: longest.dst === "default" ? everything[family] : longest.dst };
  return { kind: "no-route" };
}

/** A host route is written without its length. */
function lengthOf({ dst }: RouteRow): number {
  if (dst === "default") return 0;
  const [address = "", length] = dst.split("/");
  return Number(length ?? (address.includes(":") ? 128 : 32));
}
