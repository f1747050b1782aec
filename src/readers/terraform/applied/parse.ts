/** Terraform's source as data: HCL is parsed by HashiCorp's own parser, and references stay texts. */
import { AppError } from "../../../model/app-error.ts";
import { fieldOf, isRow, textAt } from "../document/json.ts";
import type { Row } from "../document/json.ts";

export interface HclResource {
  readonly type: string;
  readonly name: string;
  readonly values: Row;
}

export interface Hcl {
  readonly resources: readonly HclResource[];
  /** Descriptions by the names of variables. */
  readonly variables: ReadonlyMap<string, string>;
  /** Ids of what is taken into the code, by address. */
  readonly imports: ReadonlyMap<string, string>;
}

/** Throws an AppError where the text is none. */
export async function parseHcl(file: string, text: string): Promise<Hcl> {
  const { parse } = await loadParser();
  let parsed: unknown;
  try {
    parsed = await parse(file, text);
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("HCL_SYNTAX", `${file}: ${what}`, "mend the text", { cause });
  }
  const byType = fieldOf(parsed, "resource");
  return {
    resources: entriesOf(byType).flatMap(([type, byName]) =>
      entriesOf(byName).flatMap(([name, bodies]) =>
        (Array.isArray(bodies) ? (bodies as readonly unknown[]) : [])
          .filter(isRow)
          .map((values) => ({ type, name, values })),
      ),
    ),
    variables: new Map(
      entriesOf(fieldOf(parsed, "variable")).flatMap(([name, bodies]) => {
        const [body] = Array.isArray(bodies) ? (bodies as readonly unknown[]) : [];
        const description = textAt(body, "description");
        return description === undefined ? [] : [[name, description] as const];
      }),
    ),
    imports: new Map(
      importsIn(parsed).flatMap((one) => {
        const [to, id] = [textAt(one, "to"), textAt(one, "id")];
        return to === undefined || id === undefined ? [] : [[to.replace(/^\$\{(.*)\}$/, "$1"), id] as const];
      }),
    ),
  };
}

/** Each text is parsed once. */
export function createHclParser(): typeof parseHcl {
  const known = new Map<string, Promise<Hcl>>();
  return (file, text) => {
    const key = `${file}\n${text}`;
    const found = known.get(key) ?? parseHcl(file, text);
    known.set(key, found);
    return found;
  };
}

function importsIn(parsed: unknown): readonly unknown[] {
  const found = fieldOf(parsed, "import");
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

interface Parser {
  readonly parse: (file: string, text: string) => Promise<unknown>;
}

/** By its name as a mere text: its types drag in those of browsers, which clash with Node's. */
// oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- it is there for what it keeps out
const loadParser = async (): Promise<Parser> => (await import("@cdktn/hcl2json" as string)) as Parser;

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isRow(value) ? Object.entries(value) : [];

/** The arguments and inner blocks of a text that stands in a block. */
export async function parseBody(text: string): Promise<Row> {
  const { resources } = await parseHcl("change", `resource "aws_x" "x" {\n${text}\n}\n`);
  return resources[0]?.values ?? {};
}
