// tsc copies nothing but code: what stands beside it in src stands beside it in dist as well.
import { cpSync } from "node:fs";

for (const asset of ["traffic/sql", "app/traffic/columns/wasm/scan.wasm"])
  cpSync(new URL(`../src/${asset}`, import.meta.url), new URL(`../dist/${asset}`, import.meta.url), {
    recursive: true,
  });
