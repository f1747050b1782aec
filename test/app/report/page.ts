/** A page taken apart as a browser would: its head, what is told without its script, its data and its script. */
import { createHash } from "node:crypto";
import { unpack } from "../../../src/report/html/report/pack.ts";
import type { Packed } from "../../../src/report/html/report/pack.ts";
import type { PageData } from "../../../src/report/html/report/page-data.ts";

export interface PageParts {
  readonly head: string;
  readonly noscript: string;
  readonly data: PageData;
  /** All text outside its script, style and data. */
  readonly markup: string;
  readonly script: string;
  readonly policy: string;
  readonly scriptHash: string;
}

export function partsOf(page: string): PageParts {
  const data = between(page, '<script type="application/json" id="data">', "</script>");
  const script = between(page, "</script>\n<script>", "</script>");
  const policy = between(page, 'http-equiv="Content-Security-Policy" content="', '"');
  return {
    head: between(page, "<head>", "</head>"),
    noscript: between(page, "<noscript>", "</noscript>"),
    data: unpack(JSON.parse(data) as Packed) as PageData,
    markup: page
      .replace(data, "")
      .replace(script, "")
      .replace(between(page, "<style>", "</style>"), ""),
    script,
    policy: policy.replaceAll("&#39;", "'"),
    scriptHash: `sha256-${createHash("sha256").update(script).digest("base64")}`,
  };
}

function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from + start.length);
  if (from < 0 || to < 0) throw new Error(`the page has no ${start}`);
  return text.slice(from + start.length, to);
}
