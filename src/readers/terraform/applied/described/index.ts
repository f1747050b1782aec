/** What AWS would answer once new code was applied beside what it told: things that are new, changed, and gone. */
import type { JsonFile } from "../../../describe/answer/document.ts";
import type { InputFile } from "../../../input.ts";
import type { Hcl } from "../parse.ts";
import { mapRow } from "../resolve.ts";
import type { Resolver } from "../resolve.ts";
import { openAnswers } from "./answers.ts";
import { effects, removals } from "./effect.ts";
import type { Account } from "./effect.ts";

export interface Applying {
  readonly parsed: readonly Hcl[];
  readonly resolver: Resolver;
  readonly prefixListIdFor: Account["prefixListIdFor"];
  /** Whether what is new is told by no plan beside the answers. */
  readonly isAlone: boolean;
}

export function withApplied(
  files: readonly JsonFile[],
  { parsed, resolver, prefixListIdFor, isAlone }: Applying,
): readonly InputFile[] {
  if (files.length === 0) return [];
  const answers = openAnswers(files);
  const account = { answers, prefixListIdFor };
  const imports = new Map(parsed.flatMap(({ imports: own }) => [...own]));
  const resources = parsed.flatMap(({ resources: own }) => own);
  const isNewThing = (type: string) => type === "aws_vpc_endpoint" || type === "aws_security_group";
  for (const { type, name, values } of resources.toSorted((a, b) => rank(a.type) - rank(b.type))) {
    const address = `${type}.${name}`;
    const id = imports.get(address);
    if (id === undefined && !isAlone && isNewThing(type)) continue;
    effects[type]?.(
      {
        id: id ?? resolver.idOf(address, "id"),
        isImported: id !== undefined,
        values: mapRow(values, resolver.evaluate),
      },
      account,
    );
  }
  const left = new Set(resources.map(({ type, name }) => `${type}.${name}`));
  for (const [address, id] of imports)
    if (!left.has(address)) removals[address.split(".")[0] ?? ""]?.(id, account);
  return answers.files();
}

/** Rules and associations come behind what they are of. */
const rank = (type: string) => (type === "aws_security_group" ? 0 : type === "aws_vpc_endpoint" ? 1 : 2);
