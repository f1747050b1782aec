/**
 * A change as Terraform: new resources in files of their own, and edits of blocks that stand. Blocks whose text is not at hand
 * are named by their address. The user's files are never printed again.
 *
 * Names are given once, so that a later phase finds what an earlier one added.
 */
import type { EndpointModule, HclSource, InputResource, TerraformInput } from "../../../model/source.ts";
import type { Aid } from "../../aid.ts";
import type { Action, ActionOf, Phase } from "../../change/action.ts";
import { printHcl } from "../../tree/hcl.ts";
import type { HclItem } from "../../tree/hcl.ts";
import { joinTexts, refused } from "../phase-text.ts";
import type { PhaseText } from "../phase-text.ts";
import { toAclEntry, toEndpoint, toGroup } from "./add.ts";
import type { Written } from "./add.ts";
import { addGroupRule, associateTable, enablePrivateDns, enableVpcDns } from "./change.ts";
import type { Change } from "./change.ts";
import { addEntries, findEndpointModule, outsideNotes } from "./module/endpoint.ts";
import { adopt, adoptedText } from "./adopt/index.ts";
import type { Adoption, Standing } from "./adopt/index.ts";
import { variableBlock } from "./name.ts";
import type { HclSources, Naming } from "./name.ts";
import { isRemoving, toRemoval } from "./remove.ts";

export type { HclSources } from "./name.ts";
export { variableMark } from "./name.ts";

/** Writes one phase after the other; `sources` are the texts as the phase before left them. */
export type TerraformWriter = (phase: Phase, sources: HclSources) => PhaseText;

export function createTerraformWriter(aid: Aid, input: TerraformInput, standing: Standing): TerraformWriter {
  const added = new Map<string, string>();
  const variables = new Map<string, string>();
  const adopted: InputResource[] = [];
  return (phase, sources) => {
    const before = withAdopted({ aid, input, sources, added, variables }, adopted);
    const adoption = adopt(phase, before, standing);
    adopted.push(...adoption.all.map(({ row }) => row));
    const taken = textOf(phase, adoption, sources);
    const own = taken.map(({ standing: file }) =>
      standing.locate({ path: inRoot(file.file, sources), text: file.text }),
    );
    const naming = withAdopted(
      { ...before, sources: { ...sources, files: [...sources.files, ...own] } },
      adopted,
    );
    const told = new Set(variables.keys());
    // Rules may name the endpoints and groups of the same phase.
    const changes = phaseChanges(phase.actions.toSorted(byOrder), naming);
    const blocks = changes.flatMap((change) => change.blocks);
    const named = [...variables].filter(([key]) => !told.has(key));
    return joinTexts([
      { adopted: taken, refusals: adoption.refusals, notes: adoption.notes },
      ...changes.map(({ text }) => text),
      ...toRemoval(phase.actions.filter(isRemoving), naming),
      newFile(phase, [...named.map(([key, name]) => variableBlock(name, key)), ...blocks], sources),
    ]);
  };
}

/** What was taken into the code is written there like anything else. */
function withAdopted(naming: Naming, adopted: readonly InputResource[]): Naming {
  const { aid, input } = naming;
  const fresh = adopted.filter((one) => !input.resources.includes(one));
  return {
    ...naming,
    aid: { ...aid, resources: [...aid.resources, ...fresh] },
    input: { ...input, resources: [...input.resources, ...fresh] },
  };
}

const textOf = (phase: Phase, { all }: Adoption, { files, root }: HclSources) =>
  all.length === 0 ? [] : [adoptedText(phase, all, (base) => freeName(base, files, root))];

const inRoot = (file: string, { root }: HclSources) => (root === "." ? file : `${root}/${file}`);

const order: readonly Action["kind"][] = ["add-group", "add-endpoint"];

const place = ({ kind }: Action) => (order.includes(kind) ? order.indexOf(kind) : order.length);
const byOrder = (a: Action, b: Action) => place(a) - place(b);

function phaseChanges(actions: readonly Action[], naming: Naming): readonly Change[] {
  const entered = new Map<string, { module: EndpointModule; actions: ActionOf<"add-endpoint">[] }>();
  const changes: Change[] = [];
  for (const action of actions.filter(({ kind }) => kind === "add-group"))
    changes.push(toChange(action, naming));
  for (const action of actions.filter(isEndpoint)) {
    const module = findEndpointModule(action, naming);
    if (module === undefined)
      changes.push(toChange(action, naming), { blocks: [], text: { notes: outsideNotes(action, naming) } });
    else
      entered.set(module.address, {
        module,
        actions: [...(entered.get(module.address)?.actions ?? []), action],
      });
  }
  for (const { module, actions: own } of entered.values())
    changes.push({ blocks: [], text: addEntries(module, own, naming) });
  const others = actions.filter(({ kind }) => !order.includes(kind));
  return [...changes, ...others.map((action) => toChange(action, naming))];
}

const isEndpoint = (action: Action): action is ActionOf<"add-endpoint"> => action.kind === "add-endpoint";

function toChange(action: Action, naming: Naming): Change {
  switch (action.kind) {
    case "add-endpoint":
      return ofBlocks(toEndpoint(action, naming), action);
    case "add-group":
      return ofBlocks(toGroup(action, naming), action);
    case "add-acl-entry":
      return ofBlocks(toAclEntry(action, naming), action);
    case "associate-table":
      return associateTable(action, naming);
    case "add-group-rule":
      return addGroupRule(action, naming);
    case "enable-private-dns":
      return enablePrivateDns(action, naming);
    case "enable-vpc-dns":
      return enableVpcDns(action, naming);
    case "delete-route":
    case "delete-nat":
      return { blocks: [], text: {} };
  }
}

function ofBlocks(written: Written, action: Action): Change {
  return "missing" in written
    ? {
        blocks: [],
        text: refused(`${action.kind} in ${action.vpc}: the root module cannot name ${written.missing}`),
      }
    : { blocks: written.blocks, text: {} };
}

function newFile(
  { slug }: Phase,
  items: readonly HclItem[],
  { files, root }: HclSources,
): Partial<PhaseText> {
  if (items.length === 0) return {};
  const text = printHcl(items);
  return { created: [{ file: freeName(`denat-${slug}`, files, root), text }] };
}

function freeName(base: string, files: readonly HclSource[], root: string): string {
  const taken = new Set(files.map(({ file }) => file));
  let name = `${base}.tf`;
  for (let number = 2; taken.has(inRoot(name, { files, root, removed: new Set() })); number += 1)
    name = `${base}-${number}.tf`;
  return name;
}
