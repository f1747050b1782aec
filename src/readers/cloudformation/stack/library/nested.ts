/**
 * Nested stacks: `AWS::CloudFormation::Stack` with the template that its `TemplateURL` means.
 *
 * The URL names a copy in a bucket. Before it was packaged it stood in a repository beside its parent, and that is where
 * it is looked for: by the longest end of the URL's path that leads to a file. CDK says the path in the metadata.
 */
import { AppError } from "../../../../model/app-error.ts";
import { literalOf, partsOf } from "../../intrinsic/text.ts";
import { entriesOf, findNode, findText } from "../../syntax/node.ts";
import type { Template } from "../../template/template.ts";
import type { Library } from "./library.ts";
import { createScope } from "../scope/scope.ts";
import type { Nested, Scope, World } from "../world.ts";

/** More than any estate has; templates that nest each other twice multiply. */
const maxStacks = 1000;

export function createNesting(library: Library, worldOf: () => World): World["nest"] {
  let count = 0;
  return (parent, logicalId) => {
    if (!parent.resources().has(logicalId)) return { missing: "which is not created" };
    const found = findNestedTemplate(parent, logicalId, library);
    if (typeof found === "string") return { missing: found };
    count += 1;
    if (count > maxStacks) {
      throw new AppError(
        "TEMPLATE_NESTING",
        `${parent.stack.file} nests more than ${maxStacks} stacks`,
        "give its parts one by one",
      );
    }
    return nest(parent, logicalId, found, worldOf());
  };
}

function nest(parent: Scope, logicalId: string, template: Template, world: World): Nested {
  const { stack } = parent;
  const passed = entriesOf(findNode(parent.resourceNodes().get(logicalId)?.node, "Properties", "Parameters"));
  const plan = {
    stack: { ...stack, name: `${stack.name}/${logicalId}`, file: template.file.path },
    template,
    parent,
    stackName: undefined,
    passed: (name: string) => {
      const node = passed.get(name)?.node;
      return node === undefined ? undefined : parent.context.evaluate(node);
    },
    paths: new Map<string, string>(),
    doubt: parent.resources().get(logicalId)?.doubt,
  };
  return { scope: createScope(plan, world) };
}

/** The template, or why there is none; whether or not the nested stack is created. */
export function findNestedTemplate(parent: Scope, logicalId: string, library: Library): Template | string {
  const node = parent.resourceNodes().get(logicalId)?.node;
  const asset = findText(findNode(node, "Metadata", "aws:asset:path"));
  const ends = asset === undefined ? pathsOf(parent, logicalId) : [asset];
  if (typeof ends === "string") return ends;
  const published = library.assets.get(ends.at(-1) ?? "");
  const paths = published === undefined ? ends : [published];
  const ancestors = new Set<Template>();
  for (let scope: Scope | undefined = parent; scope !== undefined; scope = scope.parent)
    ancestors.add(scope.template);
  for (const path of paths) {
    const found = lookUp(path, parent.template, library).filter((template) => !ancestors.has(template));
    const [template, ...others] = found;
    if (others.length > 0) return `which may be any of ${found.map(({ file }) => file.path).join(", ")}`;
    if (template !== undefined) return template;
  }
  return `whose template ${paths[0] ?? ""} is not in the input`;
}

/** The ends of the URL's path, longest first, or why it has none. */
function pathsOf(parent: Scope, logicalId: string): readonly string[] | string {
  const node = findNode(parent.resourceNodes().get(logicalId)?.node, "Properties", "TemplateURL");
  const value = node === undefined ? undefined : parent.context.evaluate(node);
  const parts = value === undefined ? [] : (partsOf(value) ?? []);
  const last = parts.at(-1);
  if (typeof last !== "string" || last === "") return "whose TemplateURL is not known";
  const url = literalOf(value) ?? last;
  const path = url.replace(/[?#].*$/s, "").replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "");
  const steps = path.split("/").filter((step) => step !== "" && step !== ".");
  return steps.map((_, index) => steps.slice(index).join("/"));
}

function lookUp(path: string, from: Template, library: Library): readonly Template[] {
  const beside = library.find(from.file, path) ?? library.find(from.file, `../${path}`);
  return beside === undefined ? library.endingWith(path.replace(/^(?:\.\.\/)+/, "")) : [beside];
}
