/**
 * Emit: the change in the user's own tool.
 *
 *   change/   the migration as phases, in no tool's words
 *   target/   a phase as edits and new text of one tool
 *   tree/     a tool's syntax as a tree, and its printer
 *   text/     edits and patches of texts
 *   page/     what people read: checklists, the README
 *
 * Decides how a change is written. Whether it is right is for the walk to say: app reads back what was written, and asks
 * the prover of `advice`. It touches no file.
 */
import type { Plan } from "../advice/plan.ts";
import { checklist } from "./page/checklist.ts";
import type { PageAid } from "./page/checklist.ts";
import { directoryOf } from "./page/apply.ts";
import { readme } from "./page/readme.ts";
import { editList } from "./text/edit-list.ts";
import { patchOf } from "./text/patch.ts";
import type { WrittenPhase } from "./written.ts";

export type { Aid } from "./aid.ts";
export { migrationOf } from "./change/migration.ts";
export type { Conception } from "./change/migration.ts";
export type { Migration, Phase } from "./change/action.ts";
export type { PageAid } from "./page/checklist.ts";
export { faultsOf, foreseenOf, proofLine } from "./page/proof.ts";
export { typescriptOf } from "./target/cdk/index.ts";
export { natGatewaysAdvice } from "./target/cdk/advice.ts";
export { createTemplateWriter } from "./target/cloudformation/index.ts";
export type { Sources } from "./target/cloudformation/index.ts";
export { createTerraformWriter, variableMark } from "./target/terraform/index.ts";
export type { HclSources } from "./target/terraform/index.ts";
export { noText } from "./target/phase-text.ts";
export type { NewFile, PhaseText } from "./target/phase-text.ts";
export { applyEdits } from "./text/edit.ts";
export { editsOf } from "./text/edit-list.ts";
export type { FileChange } from "./text/patch.ts";
export type { TargetName, WrittenPhase } from "./written.ts";

/** A file of the directory that is written. */
export interface Page {
  /** Relative, with `/` between its parts. */
  readonly path: string;
  readonly text: string;
}

export function pagesOf(
  plan: Plan,
  phases: readonly WrittenPhase[],
  aid: PageAid,
  inputs: readonly string[],
): readonly Page[] {
  const pages = phases
    .filter(({ status }) => status === "written")
    .flatMap((written) => phasePages(written, aid));
  return [{ path: "README.md", text: readme(plan, phases, aid, inputs) }, ...pages];
}

function phasePages(written: WrittenPhase, aid: PageAid): readonly Page[] {
  const { changes, text } = written;
  const edited = changes.filter(({ before }) => before !== undefined);
  const back = edited.map(({ file, before, after }) => ({ file, before: after, after: before }));
  const pages = [
    { path: "checklist.md", text: checklist(written, aid) },
    ...text.adopted
      .flatMap(({ standing, imports }) => [standing, imports])
      .map(({ file, text: own }) => ({ path: file, text: own })),
    ...text.created.map(({ file, text: own }) => ({ path: file, text: own })),
    ...(edited.length === 0
      ? []
      : [
          { path: "edits.json", text: editList(edited) },
          { path: "change.patch", text: patchOf(edited) },
          { path: "rollback.patch", text: patchOf(back) },
        ]),
    ...(text.fragment === undefined ? [] : [{ path: "resources.yaml", text: text.fragment }]),
  ];
  return pages.map(({ path, text: own }) => ({ path: `${directoryOf(written)}/${path}`, text: own }));
}
