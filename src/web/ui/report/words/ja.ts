/** The page's own words in Japanese. */
import type { Words } from "./en.ts";

export const ja: Words = {
  answers: {
    safe: "安全",
    "safe-with-changes": "変更すれば安全",
    "not-safe": "安全ではない",
    "cannot-tell": "判断できない",
  },
};
