/**
 * Taking resources out of templates, with whatever only spoke of them: entries of `DependsOn`, and outputs. What else still names
 * them would fail the template, and is a refusal that says where.
 */
import type { Mention, TemplateSource } from "../../../model/source.ts";
import type { Action, ActionOf } from "../../change/action.ts";
import { removals } from "../../text/edit.ts";
import type { Edit } from "../../text/edit.ts";
import { refused } from "../phase-text.ts";
import type { PhaseText } from "../phase-text.ts";
import type { Aid } from "../../aid.ts";
import type { Naming } from "./name.ts";

export type Removing = "delete-route" | "delete-nat";

export function isRemoving(action: Action): action is ActionOf<Removing> {
  return action.kind.startsWith("delete-");
}

/** All removals of a phase at once: lists of which several items go are written once. */
export function toRemoval(
  actions: readonly ActionOf<Removing>[],
  naming: Naming,
): readonly Partial<PhaseText>[] {
  const { aid, sources } = naming;
  const doomed = new Map<string, Set<string>>();
  const parts: Partial<PhaseText>[] = [];
  for (const action of actions) {
    const rows = rowsOf(action, aid);
    if (rows.length === 0) parts.push(refused(`${nounOf(action)} is written in no template of the input`));
    for (const { file, name } of rows) {
      if (sources.get(file)?.resources.has(name) !== true)
        parts.push(refused(`${name} is not written out in ${file}: take it out where it is made`));
      else doomed.set(file, (doomed.get(file) ?? new Set()).add(name));
    }
  }
  for (const [file, names] of doomed) {
    const source = sources.get(file);
    if (source !== undefined) {
      const first = naming.original.get(file) ?? source;
      parts.push(removeFrom(withAddresses(names, file, naming), source, first));
    }
  }
  return parts;
}

const nounOf = (action: ActionOf<Removing>) =>
  action.kind === "delete-nat"
    ? `NAT gateway ${action.nat}`
    : `the route of ${action.table} to ${action.nat}`;

const routeTargets = ["NatGatewayId", "InstanceId", "NetworkInterfaceId"];

function rowsOf(action: ActionOf<Removing>, { resources, network }: Aid) {
  if (action.kind === "delete-nat") return resources.filter(({ id }) => id === action.nat);
  const isNat = (id: string) =>
    id === action.nat || network.networkInterfaces.get(id as never)?.owner === action.nat;
  return resources.filter(
    ({ type, refersTo }) =>
      type === "AWS::EC2::Route" &&
      refersTo.some(({ property, id }) => property === "RouteTableId" && id === action.table) &&
      refersTo.some(({ property, id }) => routeTargets.includes(property) && isNat(id)),
  );
}

/** With the elastic IPs that nothing else uses. */
function withAddresses(
  names: ReadonlySet<string>,
  file: string,
  { aid, sources }: Naming,
): ReadonlySet<string> {
  const own = aid.resources.filter((one) => one.file === file);
  const used = own
    .filter(({ name }) => names.has(name))
    .flatMap(({ refersTo }) => refersTo.map(({ id }) => id));
  const addresses = own.filter(({ id, type }) => type === "AWS::EC2::EIP" && used.includes(id));
  const isFree = (name: string) =>
    (sources.get(file)?.mentions ?? []).every(
      ({ of, by, section }) => of !== name || names.has(by) || section === "Outputs",
    );
  return new Set([...names, ...addresses.filter(({ name }) => isFree(name)).map(({ name }) => name)]);
}

function removeFrom(
  names: ReadonlySet<string>,
  source: TemplateSource,
  original: TemplateSource,
): Partial<PhaseText> {
  const { file, mentions, resourceList, exported } = source;
  const mine = mentions.filter(
    ({ of, by, section }) => names.has(of) && !(section === "Resources" && names.has(by)),
  );
  const outputs = new Set(mine.flatMap(({ section, by }) => (section === "Outputs" ? [by] : [])));
  const left = mine.filter(({ section }) => section !== "Outputs");
  if (left.length > 0) {
    const lineOf = ({ of, by, line }: Mention) =>
      original.mentions.find((one) => one.of === of && one.by === by)?.line ?? line;
    return {
      refusals: left.map(
        (one) => `${one.by} still refers to ${one.of} at ${file}:${lineOf(one)}: change that first`,
      ),
    };
  }
  const spans = [
    ...removals(resourceList, (name) => names.has(name)),
    ...dependencies(names, source),
    ...outputSpans(outputs, source),
  ];
  return {
    edits: spans.map((span): Edit => ({ file, start: span.start, end: span.end, text: "" })),
    notes: [
      ...dependentsNote(names, source),
      ...[...outputs]
        .filter((name) => exported.has(name))
        .map(
          (name) =>
            `Output ${name} of ${file} is an export: CloudFormation refuses to delete it while another stack imports it. Change that stack first.`,
        ),
    ],
  };
}

/** CDK gives such entries to all that needs the way out while it is made: functions, and their groups. */
function dependentsNote(names: ReadonlySet<string>, { resources, file }: TemplateSource): readonly string[] {
  const dependents = [...resources].flatMap(([name, { dependsOn }]) =>
    !names.has(name) && dependsOn.some((one) => names.has(one)) ? [name] : [],
  );
  return dependents.length === 0
    ? []
    : [`DependsOn of ${dependents.join(", ")} in ${file} names what goes, so that these entries go too.`];
}

function dependencies(names: ReadonlySet<string>, { resources }: TemplateSource) {
  return [...resources].flatMap(([name, { dependsOn, dependsOnList, entries }]) => {
    if (names.has(name) || !dependsOn.some((one) => names.has(one))) return [];
    const isWhole = dependsOnList === undefined || dependsOn.every((one) => names.has(one));
    return isWhole
      ? removals(entries, (entry) => entry === "DependsOn")
      : removals(dependsOnList, (one) => names.has(one));
  });
}

/** A section that is left without items is no section. */
function outputSpans(names: ReadonlySet<string>, { outputList, sections }: TemplateSource) {
  if (outputList === undefined || names.size === 0) return [];
  return outputList.items.every(({ name }) => names.has(name))
    ? removals(sections, (name) => name === "Outputs")
    : removals(outputList, (name) => names.has(name));
}
