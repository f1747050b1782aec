/** Words and marks that several reports share, so that one thing is called the same everywhere. */
import type { MissingFact, Verdict, Via } from "../../model/answer.ts";
import { paragraph, section } from "./layout.ts";
import type { Page, Style } from "./page.ts";

export const verdictLooks: Readonly<Record<Verdict, { readonly mark: string; readonly style: Style }>> = {
  reachable: { mark: "✓", style: "good" },
  blocked: { mark: "✗", style: "bad" },
  partial: { mark: "~", style: "bad" },
  unknown: { mark: "?", style: "doubtful" },
};

export function formatVia(via: Via | null): string {
  if (via === null) return "";
  return via.id === "" || via.id === via.kind ? via.kind : `${via.kind} ${via.id}`;
}

export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? noun : plural}`;
}

/** "a", "a and b", "a, b and c". */
export function list(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** USD to the cent, as AWS bills; a price that is not known says so. */
export function money(usd: number | null): string {
  if (usd === null) return "not known";
  const cents = usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return cents === "-0.00" ? "0.00" : cents;
}

/** A quantity with at most two decimals and grouped thousands. */
export function quantity(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
}

export function unknownsSection(page: Page, unknowns: readonly MissingFact[]): readonly string[] {
  return section(page, "Could not be known", missingLines(page, "?", "doubtful", unknowns));
}

export function assumptionsSection(page: Page, assumptions: readonly MissingFact[]): readonly string[] {
  return section(
    page,
    "Assumed (--strict makes these unknown)",
    missingLines(page, "·", "faint", assumptions),
  );
}

/** Facts that are missing, each with what would settle it. */
export function missingLines(
  page: Page,
  mark: string,
  style: Style,
  facts: readonly MissingFact[],
): readonly string[] {
  return facts.flatMap(({ fact, settledBy }) => [
    ...paragraph(page, { text: `  ${mark} `, style }, { text: fact }),
    ...(settledBy === ""
      ? []
      : paragraph(page, { text: "    settled by: ", style: "faint" }, { text: settledBy })),
  ]);
}
