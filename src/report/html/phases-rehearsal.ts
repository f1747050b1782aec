/** A walk through the phases as one page: the answer, each phase with its undo, what went wrong, and the grid. */
import type { PhasesRehearsal, RehearsedPhase } from "../phases-rehearsal.ts";
import {
  labelled,
  lossTexts,
  phaseState,
  phasesHeadline,
  undoStates,
  worldTitle,
  worldsThere,
} from "../phases-words.ts";
import { count } from "../text/words.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { htmlPage } from "./page.ts";
import { apartSection, cellLegend, notBuiltSection, sentence, sheet, worldTile } from "./rehearsal.ts";

export function phasesHtml(rehearsal: PhasesRehearsal): string {
  const { as, phases, cells, notBuilt, sessions } = rehearsal;
  const { word, style, text } = phasesHeadline(rehearsal);
  const shown = labelled(cells);
  const apart = shown.filter(({ agrees }) => !agrees);
  const titles = new Map<string, string>(cells.map(({ world }) => [world, worldTitle(world)]));
  const there = worldsThere(cells);
  const body = html`<main>
    <p class="brand"><b>denat</b> rehearsal: the change, put to packets phase by phase</p>
    <header class="answer ${style}">
      <h1>${sentence(word.toLowerCase())}</h1>
      <p>${sentence(text)}</p>
    </header>
    <ul class="worlds">
      ${there.map((world) =>
        worldTile(
          worldTitle(world),
          cells.filter((cell) => cell.world === world),
        ),
      )}
    </ul>
    ${apartSection(apart, titles)}
    <section>
      <h2>Phases</h2>
      <p>
        As ${as}: each is the network that its text was read back as, in one lab that is changed in place.
      </p>
      <ul class="notes">
        ${phases.map((phase) => phaseItem(phase, rehearsal))}
      </ul>
    </section>
    <section>
      <h2>Seen by packets</h2>
      <p>
        ${count(cells.length, "cell")}, ${cells.length - apart.length} as proved; the grid has the way there
      </p>
      ${sessions.map((one) => html`<p>Session: ${one}.</p> `)}
      ${sheet(
        shown.filter(({ world }) => there.includes(world)),
        there.map((world) => [world, worldTitle(world)]),
        "today and after each phase",
      )}
    </section>
    ${notBuiltSection(notBuilt)}
    <footer>
      ${cellLegend}
      <p>
        <b>Undone</b> are the phases from the last one backwards: after each undo, everything is to be seen as
        it was before its phase.
      </p>
    </footer>
  </main>`;
  return htmlPage(`denat rehearsal of phases: ${word.toLowerCase()}`, body);
}

function phaseItem(phase: RehearsedPhase, { cells }: PhasesRehearsal): Markup {
  const { number, title, undo, why } = phase;
  const state = phaseState(phase, cells);
  const undone = undo === undefined ? "" : `; after its undo ${undoStates[undo].text}`;
  const isBad = state.style === "bad" || undo === "differs";
  return html`<li class="${isBad ? "bad" : state.style}">
    <b>${number} ${title}</b>: ${state.text}${undone}
    ${[...why, ...lossTexts(phase)].map((one) => html`<small>${one}</small> `)}
  </li> `;
}
