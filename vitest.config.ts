import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    sequence: { shuffle: { tests: true } },
    // Whatever the person who runs them has refreshed is none of their facts.
    env: { DENAT_FACTS: "bundled" },
    testTimeout: 60_000,
  },
});
