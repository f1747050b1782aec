/**
 * A template of which several stacks are made: an edit of it changes all of them. What a phase does to each is told of the first one, once; whether
 * that is right for the others is for reading back to say, which reads them all.
 */
import type { InputResource } from "../../../model/source.ts";
import type { Action } from "../../change/action.ts";

/** By each id of a later stack: that of the same resource in the first one. */
type Twins = ReadonlyMap<string, string>;

export function twinsAmong(resources: readonly InputResource[]): Twins {
  const first = new Map<string, string>();
  const twins = new Map<string, string>();
  for (const { file, name, id } of resources) {
    if (id !== name && !id.endsWith(`/${name}`)) continue;
    const key = `${file}|${name}`;
    const known = first.get(key);
    if (known === undefined) first.set(key, id);
    else if (known !== id) twins.set(id, known);
  }
  return twins;
}

/** The same action of two stacks is one. */
export function withoutTwins(actions: readonly Action[], twins: Twins): readonly Action[] {
  if (twins.size === 0) return actions;
  const kept = new Map<string, Action>();
  for (const action of actions) {
    const own = ofFirst(action, twins) as Action;
    const key = keyOf(own);
    if (!kept.has(key)) kept.set(key, own);
  }
  return [...kept.values()];
}

/** Ids are values of their own, or in the id of what is new (`new s3 endpoint of Net/VPC`) or made with another (`Net/VPC.default`). */
function ofFirst(value: unknown, twins: Twins): unknown {
  if (typeof value === "string") {
    const [, head = "", id = value] = /^(new .* of )(.*)$/s.exec(value) ?? [];
    const [, owner = id, end = ""] = twins.has(id) ? [] : (/^(.*)(\.[a-z-]+)$/s.exec(id) ?? []);
    return head + (twins.get(owner) ?? owner) + end;
  }
  if (Array.isArray(value)) return (value as readonly unknown[]).map((one) => ofFirst(one, twins));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, ofFirst(inner, twins)]));
}

function keyOf(action: Action): string {
  switch (action.kind) {
    case "add-endpoint":
      return `${action.kind} ${action.endpoint.id}`;
    case "add-group":
      return `${action.kind} ${action.id}`;
    case "enable-private-dns":
      return `${action.kind} ${action.endpoint}`;
    case "enable-vpc-dns":
      return `${action.kind} ${action.vpc}`;
    case "associate-table":
      return `${action.kind} ${action.endpoint} ${action.table}`;
    case "add-group-rule": {
      const peer = action.peer.kind === "cidr" ? action.peer.cidr.text : action.peer.id;
      return `${action.kind} ${action.group} ${action.direction} ${peer} ${action.ports.join(",")}`;
    }
    case "add-acl-entry":
      return `${action.kind} ${action.acl} ${action.direction} ${action.cidr.text} ${action.ports.join("-")}`;
    case "delete-route": {
      const { destination, table } = action;
      return `${action.kind} ${table} ${destination.kind === "cidr" ? destination.cidr.text : destination.id}`;
    }
    case "delete-nat":
      return `${action.kind} ${action.nat}`;
  }
}
