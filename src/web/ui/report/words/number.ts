/** Numbers and money as the language of the page writes them. */
import type { Language, PageData } from "../../../../report/html/report/page-data.ts";

/** Making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${options.currency ?? ""} ${options.maximumFractionDigits ?? ""}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(language, options);
  formats.set(key, format);
  return format;
}

/** At most `digits` decimals, thousands grouped. */
export const numberIn =
  (language: Language) =>
  (value: number, digits = 0): string =>
    formatOf(language, { maximumFractionDigits: digits }).format(value);

/** To the cent; a price that is not known says so. */
export const moneyIn =
  (language: Language, unknown: string) =>
  (amount: number | null, currency: PageData["cost"]["currency"]): string => {
    if (amount === null) return unknown;
    // Half a cent to nothing is neither saved nor spent.
    const shown = Math.abs(amount) < 0.005 ? 0 : amount;
    return formatOf(language, { style: "currency", currency, currencyDisplay: "code" }).format(shown);
  };
