/** What every page carries: made by the build, which puts it beside the code; from source it is bundled on the spot. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { PageAssets } from "../../report/index.ts";
import type { PageBundle } from "./bundle.ts";

const isSource = import.meta.url.endsWith(".ts");

export async function readAssets(): Promise<PageAssets> {
  const { script, style } = await readBundle();
  return { script, style, scriptHash: `sha256-${createHash("sha256").update(script).digest("base64")}` };
}

let bundled: Promise<PageBundle> | undefined;

async function readBundle(): Promise<PageBundle> {
  if (isSource) return (bundled ??= import("./bundle.ts").then(({ bundlePage }) => bundlePage()));
  return JSON.parse(await readFile(new URL("page.json", import.meta.url), "utf8")) as PageBundle;
}
