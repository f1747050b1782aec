import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    sequence: { shuffle: { tests: true } },
    // It imports its own directories, which Node does not resolve.
    server: { deps: { inline: ["dt-sql-parser"] } },
    // Whatever the person who runs them has refreshed is none of their facts.
    env: { DENAT_FACTS: "bundled" },
    testTimeout: 60_000,
  },
});
