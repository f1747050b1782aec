/** The page's own words in English. Names, rules and messages of the answer are not translated: they are searched for. */
export const en = {
  answers: {
    safe: "Safe",
    "safe-with-changes": "Safe with changes",
    "not-safe": "Not safe",
    "cannot-tell": "Cannot tell",
  },
};

export type Words = typeof en;
