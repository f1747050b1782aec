/** The page's own words in English. Names, rules and messages of the answer are not translated: they are searched for. */
import { drawing } from "./drawing/en.ts";
import { numberIn } from "./number.ts";

const number = numberIn("en");

export const en = {
  number,
  answers: {
    safe: "Safe",
    "safe-with-changes": "Safe with changes",
    "not-safe": "Not safe",
    "cannot-tell": "Cannot tell",
  },
  drawing,
  cost: {
    zones: (zones: number) => (zones === 1 ? "1 zone" : `${number(zones)} zones`),
    gigabytes: (gb: number) => `${number(gb)} GB a month`,
    never: "none known",
  },
};

export type Words = typeof en;
