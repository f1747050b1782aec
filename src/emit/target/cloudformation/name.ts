/** Which template something belongs into, what it is called there, and how another resource refers to it. */
import type { TemplateSource } from "../../../model/source.ts";
import type { Aid } from "../../aid.ts";
import { scalar } from "../../tree/template.ts";
import type { TemplateNode } from "../../tree/template.ts";

export type Sources = ReadonlyMap<string, TemplateSource>;

interface New {
  readonly file: string;
  readonly name: string;
  /** Of `Fn::GetAtt`; undefined where `Ref` gives the id. */
  readonly attribute: string | undefined;
}

export interface Names {
  /** What the new thing of this id is called; the same answer each time. */
  readonly newName: (id: string, wanted: New) => string;
  /** Of a new thing that has been named. */
  readonly nameOf: (id: string) => New | undefined;
}

/** `taken` tells the names that the templates have. */
export function createNames(taken: (file: string) => ReadonlySet<string>): Names {
  const given = new Map<string, New>();
  const isTaken = (file: string, name: string) =>
    taken(file).has(name) || [...given.values()].some((one) => one.file === file && one.name === name);
  return {
    newName: (id, wanted) => {
      const known = given.get(id);
      if (known !== undefined) return known.name;
      let { name } = wanted;
      for (let number = 2; isTaken(wanted.file, name); number += 1) name = `${wanted.name}${number}`;
      given.set(id, { ...wanted, name });
      return name;
    },
    nameOf: (id) => given.get(id),
  };
}

export interface Naming {
  readonly aid: Aid;
  readonly names: Names;
  readonly sources: Sources;
  /** As the user wrote them: what is told of lines is told of these. */
  readonly original: Sources;
}

/** What AWS makes with a VPC, by the ends of the ids that it has in the network. */
const besideVpc: Readonly<Record<string, string>> = {
  ".default": "DefaultSecurityGroup",
  ".default-acl": "DefaultNetworkAcl",
};

/**
 * A reference to what has this id, in the template of `file`, where `given` says which condition holds there already; undefined where
 * nothing in it can name the thing.
 */
export function referenceTo(
  id: string,
  file: string,
  given: string | undefined,
  { aid, names, sources }: Naming,
): TemplateNode | undefined {
  if (isIdOfAws(id)) return scalar(id);
  const added = names.nameOf(id);
  if (added !== undefined)
    return added.file === file ? refer(added.name, added.attribute, undefined, given) : undefined;
  const source = sources.get(file);
  const resource = aid.resources.find((one) => one.id === id);
  if (resource !== undefined) {
    const written = resource.file === file ? source?.resources.get(resource.name) : undefined;
    const attribute = resource.type === "AWS::EC2::SecurityGroup" ? "GroupId" : undefined;
    return written === undefined ? undefined : refer(resource.name, attribute, written.condition, given);
  }
  const [, owner = "", end = ""] = /^(.*)(\.[a-z-]+)$/.exec(id) ?? [];
  const vpc = aid.resources.find((one) => one.id === owner && one.file === file);
  const attribute = besideVpc[end];
  if (vpc !== undefined && attribute !== undefined) return refer(vpc.name, attribute, undefined, given);
  return source?.parameters.has(id) === true ? refer(id, undefined, undefined, given) : undefined;
}

const isIdOfAws = (id: string) => /^[a-z]+-[0-9a-f]{8,17}$/.test(id);

function refer(
  name: string,
  attribute: string | undefined,
  condition: string | undefined,
  given: string | undefined,
): TemplateNode {
  const node: TemplateNode =
    attribute === undefined ? { kind: "ref", name } : { kind: "get-att", name, attribute };
  return condition === undefined || condition === given ? node : { kind: "when", condition, node };
}
