/** What every page carries: made by the build, which puts it beside the code; from source it is bundled on the spot. */
import { readFile } from "node:fs/promises";
import type { PageAssets } from "./bundle.ts";

export type { PageAssets } from "./bundle.ts";

const isSource = import.meta.url.endsWith(".ts");

export async function readAssets(): Promise<PageAssets> {
  if (isSource) return (await import("./bundle.ts")).bundlePage();
  return JSON.parse(await readFile(new URL("page.json", import.meta.url), "utf8")) as PageAssets;
}
