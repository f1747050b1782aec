/** Actions that change a resource which stands in a template, as edits of its text. */
import type { TemplateResource, TemplateSource } from "../../../model/source.ts";
import type { ActionOf } from "../../change/action.ts";
import { appended } from "../../text/edit.ts";
import type { Edit } from "../../text/edit.ts";
import { printEntry, printItem, printValue, scalar, sequence } from "../../tree/template.ts";
import type { TemplateNode } from "../../tree/template.ts";
import { refused } from "../phase-text.ts";
import type { PhaseText } from "../phase-text.ts";
import type { Naming } from "./name.ts";
import { referenceTo } from "./name.ts";

export type Changing = "enable-private-dns" | "enable-vpc-dns" | "associate-table";

interface Found {
  readonly source: TemplateSource;
  readonly resource: TemplateResource;
  readonly name: string;
}

export function toChange(action: ActionOf<Changing>, naming: Naming): Partial<PhaseText> {
  const id = action.kind === "enable-vpc-dns" ? action.vpc : action.endpoint;
  const found = find(id, naming);
  if (found === undefined)
    return refused(`${id} is written in no template of the input, so that it cannot be changed there`);
  switch (action.kind) {
    case "enable-private-dns":
      return set(found, { PrivateDnsEnabled: scalar(true) });
    case "enable-vpc-dns":
      return set(found, { ...writtenSupport(found), EnableDnsHostnames: scalar(true) });
    case "associate-table": {
      const { source, resource } = found;
      const table = referenceTo(action.table, source.file, resource.condition, naming);
      return table === undefined
        ? refused(`the template of ${id} cannot name route table ${action.table}`)
        : addTo(found, "RouteTableIds", table);
    }
  }
}

/** Left out, it is on. */
function writtenSupport({ resource }: Found): Readonly<Record<string, TemplateNode>> {
  const isWritten = resource.properties?.items.some(({ name }) => name === "EnableDnsSupport") === true;
  return isWritten ? { EnableDnsSupport: scalar(true) } : {};
}

function find(id: string, { aid, names, sources }: Naming): Found | undefined {
  const added = names.nameOf(id);
  const place = added ?? aid.resources.find((one) => one.id === id);
  const source = place && sources.get(place.file);
  const resource = place && source?.resources.get(place.name);
  return place === undefined || source === undefined || resource === undefined
    ? undefined
    : { source, resource, name: place.name };
}

function set(
  { source, resource, name }: Found,
  wanted: Readonly<Record<string, TemplateNode>>,
): Partial<PhaseText> {
  const { file, text, format, step } = source;
  const { properties } = resource;
  if (properties === undefined) return refused(`${name} in ${file} has no Properties to change`);
  const missing: string[] = [];
  const edits: Edit[] = [];
  for (const [key, node] of Object.entries(wanted)) {
    const item = properties.items.findLast((one) => one.name === key);
    const value = printValue(node, { format, step });
    if (item === undefined) missing.push(printEntry(key, node, { format, step }));
    else if (text.slice(item.value.start, item.value.end) !== value)
      edits.push({ file, start: item.value.start, end: item.value.end, text: value });
  }
  const glue = properties.style === "block" ? "\n" : ", ";
  const added = missing.length === 0 ? undefined : appended(properties, text, missing.join(glue));
  return { edits: added === undefined ? edits : [...edits, { file, ...added }] };
}

function addTo({ source, resource, name }: Found, key: string, node: TemplateNode): Partial<PhaseText> {
  const { file, text, format, step } = source;
  const list = resource.lists.get(key);
  if (list !== undefined) {
    const edit = appended(list, text, printItem(node, { format, step }, list.style));
    if (edit !== undefined) return { edits: [{ file, ...edit }] };
  }
  const isWritten = resource.properties?.items.some((item) => item.name === key) === true;
  const edit =
    isWritten || resource.properties === undefined
      ? undefined
      : appended(resource.properties, text, printEntry(key, sequence([node]), { format, step }));
  return edit === undefined
    ? refused(`${key} of ${name} in ${file} is no plain list: add the route table there by hand`)
    : { edits: [{ file, ...edit }] };
}
