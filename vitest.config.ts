import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Labs, browsers and real clients: what answers late there has failed, so that each has the machine to itself. */
const machine = [
  "test/agreement/**/*.test.ts",
  "test/app/lab/**/*.test.ts",
  "test/app/rehearsal/**/*.test.ts",
  "test/bench/**/*.test.ts",
  "test/lab/**/*.test.ts",
  "test/web/**/*.test.ts",
  "test/readme*.test.ts",
];

export default defineConfig({
  test: {
    sequence: { shuffle: { tests: true } },
    // It imports its own directories, which Node does not resolve.
    server: { deps: { inline: ["dt-sql-parser"] } },
    // Whatever the person who runs them has refreshed is none of their facts.
    env: { DENAT_FACTS: "bundled" },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "judges",
          include: ["test/**/*.test.ts"],
          exclude: machine,
          // They keep nothing to themselves that another could trip over: modules are loaded once for all of them.
          isolate: false,
          maxWorkers: Math.max(2, availableParallelism() - 1),
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: "machine", include: machine, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
