/**
 * What a plan or state would tell once new code and changed blocks were applied: the texts are parsed and put into the JSON that
 * denat was given, which then is read as any other.
 */
import { AppError } from "../../../model/app-error.ts";
import type { BlockChange, TerraformInput } from "../../../model/source.ts";
import type { JsonFile } from "../../describe/answer/document.ts";
import type { InputFile } from "../../input.ts";
import { isRow } from "../document/json.ts";
import type { Row } from "../document/json.ts";
import { parseBody } from "./parse.ts";
import type { parseHcl } from "./parse.ts";
import { withApplied } from "./described/index.ts";
import { endpointOf } from "./entry.ts";
import { createResolver, mapRow } from "./resolve.ts";
import type { Resolver } from "./resolve.ts";
import { rewrite } from "./rewrite.ts";
import type { Added, Rewriting } from "./rewrite.ts";

export interface NewCode {
  readonly files: readonly { readonly file: string; readonly text: string }[];
  readonly blocks: readonly BlockChange[];
  /** What stands in the description of a variable before the address that it is for. */
  readonly variableMark: string;
  readonly prefixListIdFor: (name: string) => string;
  readonly parse: typeof parseHcl;
}

/** Plans and states, and answers of the API beside them. */
export interface Given {
  readonly documents: readonly InputFile[];
  readonly answers: readonly JsonFile[];
}

/** Throws an AppError where the code is no HCL. */
export async function withNewCode(
  { documents, answers }: Given,
  input: TerraformInput,
  code: NewCode,
): Promise<readonly InputFile[]> {
  const parsed = await Promise.all(code.files.map(({ file, text }) => code.parse(file, text)));
  const resolver = createResolver(input, parsed, code.variableMark);
  const imports = new Set(parsed.flatMap(({ imports: own }) => [...own.keys()]));
  const fresh = parsed.map(({ resources }) =>
    resources.filter(({ type, name }) => !imports.has(`${type}.${name}`)),
  );
  const added = fresh.flatMap((resources) =>
    resources.map(({ type, name, values }): Added => ({
      address: `${type}.${name}`,
      type,
      name,
      values: mapRow(values, resolver.evaluate),
    })),
  );
  const rewriting = await changesOf(code.blocks, resolver);
  const entered = await entriesOf(code.blocks, input, resolver);
  const isAlone = documents.length === 0;
  const { prefixListIdFor } = code;
  const told = withApplied(answers, { parsed, resolver, prefixListIdFor, isAlone });
  const home = input.resources.find(({ type }) => type === "AWS::EC2::VPC")?.file ?? documents[0]?.path;
  const rewritten = documents.map(({ path, text }) => {
    const own = path === home ? [...added, ...entered] : [];
    const value: unknown = rewrite(JSON.parse(text), {
      ...rewriting,
      added: own,
      given: [...resolver.given.values()],
    });
    return { path, text: JSON.stringify(value) };
  });
  return [...rewritten, ...told];
}

/** Entries of the maps of modules, as the endpoints that these make. */
async function entriesOf(
  blocks: readonly BlockChange[],
  input: TerraformInput,
  resolver: Resolver,
): Promise<readonly Added[]> {
  const added: Added[] = [];
  for (const { address, change, text } of blocks) {
    if (change !== "add-entry") continue;
    const [entry] = Object.values(await parseBody(text));
    added.push(endpointOf(address, isRow(entry) ? mapRow(entry, resolver.evaluate) : {}, input, resolver));
  }
  return added;
}

async function changesOf(
  blocks: readonly BlockChange[],
  { evaluate }: Resolver,
): Promise<Omit<Rewriting, "added" | "given">> {
  const removed = new Set<string>();
  const routeless = new Set<string>();
  const sets = new Map<string, Row>();
  const inner = new Map<string, Row[]>();
  const tables = new Map<string, unknown[]>();
  for (const { address, change, text } of blocks) {
    if (change === "add-entry") continue;
    if (change === "remove") removed.add(address);
    else if (change === "remove-routes") routeless.add(address);
    else if (change === "append-route-table") {
      const { x } = await parseBody(`x = ${text}`);
      tables.set(address, [...(tables.get(address) ?? []), evaluate(x)]);
    } else {
      const body = mapRow(await parseBody(text), evaluate);
      if (change === "set") sets.set(address, { ...sets.get(address), ...body });
      else inner.set(address, [...(inner.get(address) ?? []), body]);
    }
  }
  if (blocks.some(({ address }) => address === ""))
    throw new AppError("HCL_SYNTAX", "a changed block has no address", "this is a defect of denat");
  return { removed, routeless, sets, inner, tables };
}
