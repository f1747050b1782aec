/** Modules by address: `module.a["x"].module.b[0]`. */
import { keyText } from "../document/key.ts";
import { parseTraversal } from "../configuration/traversal.ts";

export interface ModulePlace {
  /** Names without keys, as the configuration has them. */
  readonly path: readonly string[];
  readonly key: string | number | undefined;
  /** The address of the module that calls this one. */
  readonly parent: string;
}

const root: ModulePlace = { path: [], key: undefined, parent: "" };

export function placeOfModule(address: string): ModulePlace {
  const steps = parseTraversal(address)?.steps ?? [];
  return steps.reduce<ModulePlace & { readonly address: string }>(
    (place, { kind, value }, index) => {
      if (kind === "key") return { ...place, key: value, address: `${place.address}${keyText(value)}` };
      if (value === "module" && steps[index - 1]?.value !== "module") return place;
      const name = String(value);
      const address = [place.address, `module.${name}`].filter(Boolean).join(".");
      return { path: [...place.path, name], key: undefined, parent: place.address, address };
    },
    { ...root, address: "" },
  );
}
