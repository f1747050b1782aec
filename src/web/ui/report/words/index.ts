/** The page's own words, by language. The type of the table demands that each language has all of them. */
import type { Language } from "../../../../report/html/report/page-data.ts";
import { en } from "./en.ts";
import type { Words } from "./en.ts";
import { ja } from "./ja.ts";

export type { Words } from "./en.ts";

const languages: Readonly<Record<Language, Words>> = { en, ja };

export const wordsOf = (language: Language): Words => languages[language];
