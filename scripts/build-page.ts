/** Puts the page's script and style where the built `src/app/report/assets.ts` looks for them. */
import { writeFileSync } from "node:fs";
import { bundlePage } from "../src/app/report/bundle.ts";

writeFileSync(new URL("../dist/app/report/page.json", import.meta.url), JSON.stringify(await bundlePage()));
