/** The page's script and style, made of src/web/ui. Runs when denat is built, or on the spot where it runs from source. */
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { colours, fonts } from "../../report/html/colours.ts";

export interface PageBundle {
  readonly script: string;
  readonly style: string;
}

const root = fileURLToPath(new URL("../../web/ui/", import.meta.url));

/** Throws where a source of the page does not compile. */
export async function bundlePage(): Promise<PageBundle> {
  const built = await build({
    root,
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: true,
      target: "es2022",
      lib: { entry: "report/main.tsx", formats: ["iife"], name: "denat", cssFileName: "report" },
    },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  if (bundle === undefined || !("output" in bundle)) throw new Error("vite made no bundle");
  const { output } = bundle;
  const own = output.flatMap((file) => (file.type === "asset" ? String(file.source) : []));
  const script = output.flatMap((file) => (file.type === "chunk" ? file.code : [])).join("");
  const style = [colours, fonts, ...own].join("");
  return { script: unclosed(script, "script"), style: unclosed(style, "style") };
}

/** It does not end the element of the page that it stands in. In the strings where that may occur, `\\/` is `/`. */
const unclosed = (text: string, element: string): string =>
  text.trim().replaceAll(new RegExp(`</(?=${element})`, "gi"), "<\\/");
