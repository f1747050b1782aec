/**
 * A change as edits of CloudFormation templates: new resources behind the last one, properties set, resources taken out. The
 * text of the user is never printed again, so that comments and layout stay.
 *
 * Names are given once, so that a later phase finds what an earlier one added.
 */
import type { TemplateSource } from "../../../model/source.ts";
import type { Aid } from "../../aid.ts";
import type { Action, ActionOf, Phase } from "../../change/action.ts";
import { appended } from "../../text/edit.ts";
import { mapping, printEntry } from "../../tree/template.ts";
import { joinTexts, refused } from "../phase-text.ts";
import type { PhaseText } from "../phase-text.ts";
import { isAdding, toResources } from "./add.ts";
import { toChange } from "./change.ts";
import type { Changing } from "./change.ts";
import { createNames } from "./name.ts";
import type { Naming, Sources } from "./name.ts";
import { isRemoving, toRemoval } from "./remove.ts";
import { resourceNode } from "./resource.ts";
import type { NewResource } from "./resource.ts";
import { twinsAmong, withoutTwins } from "./twin.ts";

export type { Sources } from "./name.ts";

/** Writes one phase after the other; `sources` are the texts as the phase before left them. */
export type TemplateWriter = (phase: Phase, sources: Sources) => PhaseText;

export function createTemplateWriter(aid: Aid, original: Sources): TemplateWriter {
  const names = createNames((file) => new Set(original.get(file)?.resources.keys() ?? []));
  const twins = twinsAmong(aid.resources);
  return (phase, sources) => {
    const actions = withoutTwins(phase.actions, twins);
    const naming: Naming = { aid, names, sources, original };
    return joinTexts([
      ...additions(actions, naming),
      ...actions.filter(isChanging).map((action) => toChange(action, naming)),
      ...toRemoval(actions.filter(isRemoving), naming),
      { notes: sharedNotes(phase.actions.length - actions.length, actions, aid) },
    ]);
  };
}

function sharedNotes(twice: number, actions: readonly Action[], { resources }: Aid): readonly string[] {
  if (twice === 0) return [];
  const vpcs = new Set<string>(actions.map(({ vpc }) => vpc));
  const files = new Set(resources.flatMap(({ id, file }) => (vpcs.has(id) ? [file] : [])));
  return [`Several stacks are made of ${[...files].join(", ")}: this changes all of them.`];
}

function isChanging(action: Action): action is ActionOf<Changing> {
  return !isAdding(action) && !isRemoving(action);
}

function additions(actions: readonly Action[], naming: Naming): readonly Partial<PhaseText>[] {
  const parts: Partial<PhaseText>[] = [];
  const byFile = new Map<string, NewResource[]>();
  for (const action of actions.filter(isAdding)) {
    const written = toResources(action, naming);
    if ("missing" in written) {
      parts.push(refused(`${action.kind} in ${action.vpc}: the template cannot name ${written.missing}`));
      continue;
    }
    for (const one of written.node) byFile.set(one.file, [...(byFile.get(one.file) ?? []), one]);
  }
  for (const [file, added] of byFile) {
    const source = naming.sources.get(file);
    if (source !== undefined) parts.push(insertion(source, added));
  }
  return parts;
}

function insertion(source: TemplateSource, added: readonly NewResource[]): Partial<PhaseText> {
  const { file, text, format, step, resourceList } = source;
  const entries = added.map((one) => printEntry(one.name, resourceNode(one), { format, step }));
  const isBlock = resourceList.style === "block";
  const edit = appended(resourceList, text, entries.join(isBlock ? "\n" : ",\n"));
  if (edit === undefined) return refused(`${file} has no resource that a new one could follow`);
  const fragment = mapping(Object.fromEntries(added.map((one) => [one.name, resourceNode(one)])));
  return {
    edits: [{ file, ...edit }],
    fragment: `${printEntry("Resources", fragment, { format: "yaml", step: 2 })}\n`,
  };
}
