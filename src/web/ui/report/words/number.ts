/** Numbers and money as the language of the page writes them. */
import type { Language, PageData } from "../../../../report/html/report/page-data.ts";

/** At most `digits` decimals, thousands grouped. */
export const numberIn =
  (language: Language) =>
  (value: number, digits = 0): string =>
    value.toLocaleString(language, { maximumFractionDigits: digits });

/** To the cent; a price that is not known says so. */
export const moneyIn =
  (language: Language, unknown: string) =>
  (amount: number | null, currency: PageData["cost"]["currency"]): string => {
    if (amount === null) return unknown;
    // Half a cent to nothing is neither saved nor spent.
    const shown = Math.abs(amount) < 0.005 ? 0 : amount;
    return shown.toLocaleString(language, { style: "currency", currency, currencyDisplay: "code" });
  };
