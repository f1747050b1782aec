/** A page that stands alone: it loads nothing, runs nothing, and reads well in the light, in the dark and on paper. */
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { style } from "./style.ts";

/** Should markup ever slip through, the policy lets it neither run nor ask for anything. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export function htmlPage(title: string, body: Markup): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style>
          ${{ html: style }}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `;
  return page.html;
}
