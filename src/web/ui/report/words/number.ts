/** Numbers as the language of the page writes them. */
import type { Language } from "../../../../report/html/report/page-data.ts";

/** At most `digits` decimals, thousands grouped. */
export const numberIn =
  (language: Language) =>
  (value: number, digits = 0): string =>
    value.toLocaleString(language, { maximumFractionDigits: digits });
