/**
 * A rehearsal as one page: the answer, how many needs each network meets, and the grid. Nothing is told by colour or by a
 * pointer alone: what a cell's title says is in the cell, or in the head of its row and column.
 */
import { gridRows, headlines, signerText, worldTitles } from "../rehearsal-words.ts";
import type { GridRow } from "../rehearsal-words.ts";
import type { Rehearsal, RehearsalCell } from "../rehearsal.ts";
import { count, verdictLooks } from "../text/words.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { htmlPage } from "./page.ts";

type Worlds = readonly (readonly [world: string, title: string])[];
type AnyCell = RehearsalCell<string>;

export function rehearsalHtml(rehearsal: Rehearsal): string {
  const { answer, cells, notBuilt, sessions } = rehearsal;
  const { word, style, text } = headlines[answer];
  const apart = cells.filter(({ agrees }) => !agrees);
  const body = html`<main>
    <p class="brand"><b>denat</b> rehearsal: the plan, put to packets</p>
    <header class="answer ${style}">
      <h1>${sentence(word.toLowerCase())}</h1>
      <p>${sentence(text)}</p>
    </header>
    <ul class="worlds">
      ${worldTitles.map(([world, title]) => worldTile(title, ofWorld(cells, world)))}
    </ul>
    ${apartSection(apart, new Map<string, string>(worldTitles))}
    <section>
      <h2>Seen by packets</h2>
      <p>${count(cells.length, "cell")}, ${cells.length - apart.length} as predicted</p>
      ${sessions.map((text) => html`<p>Session: ${text}.</p> `)}
      ${sheet(cells, worldTitles, "in three networks")}
    </section>
    ${notBuiltSection(notBuilt)} ${legend}
  </main>`;
  return htmlPage(`denat rehearsal: ${word.toLowerCase()}`, body);
}

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const ofWorld = (cells: readonly AnyCell[], world: string) => cells.filter((cell) => cell.world === world);

const seenVerdicts = ["reachable", "partial", "blocked"] as const;

export function worldTile(title: string, cells: readonly Pick<AnyCell, "seen">[]): Markup {
  const counts = seenVerdicts.map((verdict) => ({
    verdict,
    number: cells.filter(({ seen }) => seen === verdict).length,
  }));
  const parts = counts
    .filter(({ number }) => number > 0)
    .map(
      ({ verdict, number }) =>
        html`<i
          class="${verdictLooks[verdict].style}"
          style="flex:${number}"
          title="${number} ${verdict}"
        ></i>`,
    );
  const [met] = counts;
  return html`<li>
    <div class="name">${sentence(title)}</div>
    <div class="number">${met?.number ?? 0} <small>of ${count(cells.length, "need")} reached</small></div>
    <div class="bar">${parts}</div>
  </li> `;
}

export const sheet = (cells: readonly AnyCell[], worlds: Worlds, where: string): Markup =>
  html`<div class="sheet" role="region" aria-label="The grid" tabindex="0">
    ${grid(cells, worlds, where)}
  </div>`;

function grid(cells: readonly AnyCell[], worlds: Worlds, where: string): Markup {
  const byWorkload = new Map<string, GridRow<string>[]>();
  for (const row of gridRows(cells)) {
    const own = byWorkload.get(row.workload);
    if (own === undefined) byWorkload.set(row.workload, [row]);
    else own.push(row);
  }
  const heads = worlds.map(([, title]) => html`<th scope="col">${sentence(title)}</th>`);
  // Wider than the page where there are many networks: the sheet scrolls.
  return html`<table style="min-width:${14 + worlds.length * 13}rem">
    <caption>
      What packets of each workload reached, ${where}
    </caption>
    <colgroup>
      <col class="service" />
      ${worlds.map(() => html`<col /> `)}
    </colgroup>
    <thead>
      <tr>
        <th scope="col">Service</th>
        ${heads}
      </tr>
    </thead>
    ${[...byWorkload].map(([workload, rows]) =>
      workloadRows({ workload, signer: signerText(cells, workload) ?? "" }, rows, worlds),
    )}
  </table>`;
}

interface Signing {
  readonly workload: string;
  readonly signer: string;
}

const workloadRows = (
  { workload, signer }: Signing,
  rows: readonly GridRow<string>[],
  worlds: Worlds,
): Markup =>
  html`<tbody>
    <tr class="workload">
      <th scope="rowgroup" colspan="${worlds.length + 1}">${workload} <small>${signer}</small></th>
    </tr>
    ${rows.map((row) => serviceRow(row, worlds))}
  </tbody> `;

const serviceRow = ({ service, host, cells }: GridRow<string>, worlds: Worlds): Markup =>
  html`<tr>
    <th scope="row"><code>${service}</code><span class="host">${breakable(host)}</span></th>
    ${worlds.map(([world]) => verdictCell(cells.get(world)))}
  </tr> `;

/** A long name breaks after a dot, and neither at the hyphens of its Region nor before its last label. */
const breakable = (host: string): readonly Markup[] =>
  host.split(/(?<=\.)(?=[^.]*\.)/).map((label) => html`${label}<wbr />`);

function verdictCell(cell: AnyCell | undefined): Markup {
  if (cell === undefined) return html`<td></td>`;
  const { workload, service, host, predicted, seen, detail, agrees } = cell;
  const { mark, style } = verdictLooks[seen];
  const title = `${workload} → ${service} (${host}): predicted ${predicted}, seen ${seen}. ${detail}`;
  const prediction = agrees && predicted === seen ? "as predicted" : `predicted ${predicted}`;
  return html`<td class="${style}${agrees ? "" : " apart"}" title="${title}">
    <span class="verdict"><span aria-hidden="true">${mark}</span>${seen}</span>
    <span class="predicted">${prediction}</span>
    <span class="detail">${detail}</span>
  </td>`;
}

export function apartSection(apart: readonly AnyCell[], titles: ReadonlyMap<string, string>): Markup {
  if (apart.length === 0) return html``;
  const items = apart.map(
    ({ workload, service, world, predicted, seen, detail }) =>
      html`<li>
        <b>${workload}</b> → <code>${service}</code>, ${titles.get(world) ?? world}: predicted
        <b>${predicted}</b>, seen <b>${seen}</b><small>${detail}</small>
      </li> `,
  );
  return html`<section class="bad">
    <h2>Not as predicted</h2>
    <ul class="notes">
      ${items}
    </ul>
  </section>`;
}

export function notBuiltSection(notBuilt: Rehearsal["notBuilt"]): Markup {
  if (notBuilt.length === 0) return html``;
  const items = notBuilt.map(
    ({ component, why }) =>
      html`<li>${component.kind} <code>${component.id}</code><small>${why}</small></li> `,
  );
  return html`<section class="doubtful">
    <h2>Not built</h2>
    <p>Nothing can be said of packets that would need these.</p>
    <ul class="notes">
      ${items}
    </ul>
  </section>`;
}

/** Of cells, wherever they stand. */
export const cellLegend = html`<p>
    <b>Seen</b> is what packets did in a lab on this machine: each workload resolved the name, connected, did
    the TLS handshake and, where the service is AWS's, sent one signed request. ✓ every address that DNS gave
    worked; ~ some did; ✗ none did.
  </p>
  <p>
    <b>Predicted</b> is what denat says without packets. Where it was certain and packets found something
    else, the cell is marked, and that is a defect of denat.
  </p>`;

const legend = html`<footer>
  ${cellLegend}
  <p>
    <b>Today</b> is the network as it is; <b>without NAT</b> has every NAT taken away; <b>after</b> has the
    plan's proposal applied and no NAT.
  </p>
</footer>`;
