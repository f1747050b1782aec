/** What a phase changes in a synthesized template, resource by resource. */

export interface TemplateChange {
  readonly added: readonly (readonly [id: string, resource: RawResource])[];
  /** Properties that have another value, by resource. */
  readonly changed: readonly { readonly id: string; readonly property: string; readonly value: unknown }[];
  readonly removed: readonly string[];
  readonly removedOutputs: readonly string[];
}

export interface RawResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface RawTemplate {
  readonly Resources: Readonly<Record<string, RawResource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** Both are JSON, as CDK writes it. */
export function changeOf(before: string, after: string): TemplateChange {
  const [was, is] = [before, after].map((text) => JSON.parse(text) as RawTemplate);
  const old = was?.Resources ?? {};
  const now = is?.Resources ?? {};
  return {
    added: Object.entries(now).filter(([id]) => !Object.hasOwn(old, id)),
    changed: Object.entries(now).flatMap(([id, { Properties = {} }]) =>
      Object.hasOwn(old, id) ? changedIn(id, old[id]?.Properties ?? {}, Properties) : [],
    ),
    removed: Object.keys(old).filter((id) => !Object.hasOwn(now, id)),
    removedOutputs: Object.keys(was?.Outputs ?? {}).filter((id) => !Object.hasOwn(is?.Outputs ?? {}, id)),
  };
}

function changedIn(
  id: string,
  old: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): TemplateChange["changed"] {
  return Object.entries(now)
    .filter(([property, own]) => JSON.stringify(own) !== JSON.stringify(old[property]))
    .map(([property, own]) => ({ id, property, value: own }));
}
