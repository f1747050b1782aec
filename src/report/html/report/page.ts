/**
 * The page of a plan: one file that asks nobody for anything. Its data is in it as text, its script is known by its hash, and
 * nothing else runs.
 */
import { answerWord } from "../../text/headline.ts";
import { html } from "../markup.ts";
import { pack } from "./pack.ts";
import type { Language, PageData } from "./page-data.ts";

export interface PageAssets {
  readonly script: string;
  readonly style: string;
  /** Of the script, as a policy names it: `sha256-…`. */
  readonly scriptHash: string;
}

/** By this denat knows a page that it has written. */
export const generator = '<meta name="generator" content="denat report" />';

/** `sentence`: the answer in words, for whoever reads the page without its script. */
export function reportHtml(
  data: PageData,
  sentence: string,
  { script, style, scriptHash }: PageAssets,
): string {
  const policy = [
    "default-src 'none'",
    `script-src '${scriptHash}'`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const head = html`<!doctype html>
    <html lang="${data.language}">
      <head>
        <meta charset="utf-8" />
        ${{ html: generator }}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#f6f7f9" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#0e1116" media="(prefers-color-scheme: dark)" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <link rel="icon" href="data:," />
        <title>denat: ${titleOf(data)}</title>
     `;
  const aside = html`<noscript>
    <h1>${answerWord(data.answer)}</h1>
    <p>${sentence}</p>
    <p>${withoutScript[data.language]} <code>denat plan ${data.inputs.join(" ")}</code></p>
  </noscript>`;
  return [
    head.html,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    '<div id="page"></div>',
    aside.html,
    `<script type="application/json" id="data">${inert(JSON.stringify(pack(data)))}</script>`,
    `<script>${script}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

const titleOf = ({ answer, inputs }: PageData) => `${answerWord(answer).toLowerCase()} · ${inputs.join(" ")}`;

const withoutScript: Readonly<Record<Language, string>> = {
  en: "This page draws itself with a script, and scripts are off. The whole answer as text:",
  ja: "このページの描画にはスクリプトが必要ですが、無効になっています。同じ結果はテキストでも表示できます:",
};

/** JSON that no parser of HTML or of old JavaScript takes for anything else. */
const inert = (json: string): string =>
  json.replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
