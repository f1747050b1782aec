/** The page's own words in Japanese. */
import type { Words } from "./en.ts";
import { drawing } from "./drawing/ja.ts";
import { numberIn } from "./number.ts";

const number = numberIn("ja");

export const ja: Words = {
  number,
  answers: {
    safe: "安全",
    "safe-with-changes": "変更すれば安全",
    "not-safe": "安全ではない",
    "cannot-tell": "判断できない",
  },
  drawing,
  cost: {
    zones: (zones: number) => `${number(zones)} ゾーン`,
    gigabytes: (gb: number) => `月 ${number(gb)} GB`,
    never: "不明",
  },
};
