/** The same estate under other names: as a template that has yet to be deployed, or as one of somebody else's. */
import { familyOf, toCidr } from "../../src/model/address.ts";
import type { Address } from "../../src/model/address.ts";
import { unknown } from "../../src/model/known.ts";
import { tableNames } from "../../src/model/network.ts";
import type { Network } from "../../src/model/network.ts";

/** Every id another, names as they were, and no address of an interface known before it is deployed. */
export function asPlan(network: Network): Network {
  const renamed = rewritten(network, (id) => `plan.${id}`, { isNamed: true, shift: 0n });
  const rows = [...renamed.networkInterfaces.values()].map((row) => ({
    ...row,
    addresses: unknown(`the addresses of ${row.id}`, "terraform apply"),
  }));
  return {
    ...renamed,
    scopes: new Map([...renamed.scopes].map(([id, scope]) => [id, { ...scope, kind: "template" } as const])),
    networkInterfaces: new Map(rows.map((row) => [row.id, row])),
  };
}

/** Neither a name nor an address in common. */
export const elsewhere = (network: Network): Network =>
  rewritten(network, (id) => `other-${id}`, { isNamed: false, shift: 1n << 24n });

interface Rewriting {
  /** Whether the old id stays as a name. */
  readonly isNamed: boolean;
  readonly shift: bigint;
}

const tenNet = { first: 10n << 24n, last: (11n << 24n) - 1n } as const;

function rewritten(network: Network, rename: (id: string) => string, { isNamed, shift }: Rewriting): Network {
  // Services go by the same names everywhere, and blockPublicAccess by that of the account.
  const ids = new Set(
    tableNames
      .filter((table) => table !== "endpointServices" && table !== "blockPublicAccess")
      .flatMap((table) => [...(network[table] as ReadonlyMap<string, unknown>).keys()]),
  );
  const seen = new Map<object, unknown>();
  const moved = (address: bigint) =>
    address >= tenNet.first && address <= tenNet.last ? address + shift : address;
  const rewrite = (value: unknown): unknown => {
    if (typeof value === "string") return ids.has(value) ? rename(value) : value;
    if (typeof value === "bigint") return moved(value);
    if (typeof value !== "object" || value === null) return value;
    const known = seen.get(value);
    if (known !== undefined) return known;
    const made = rewriteObject(value, rewrite);
    seen.set(value, made);
    return made;
  };
  const tables = tableNames.map((table) => {
    const rows = [...(network[table] as ReadonlyMap<string, { readonly id: string }>).values()].map((row) => {
      const made = rewrite(row) as { readonly id: string };
      return isNamed ? { ...made, aliases: [row.id] } : made;
    });
    return [table, new Map(rows.map((row) => [row.id, row]))];
  });
  return { ...network, ...(Object.fromEntries(tables) as Partial<Network>) };
}

function rewriteObject(value: object, rewrite: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite);
  const made = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, rewrite(one)]));
  const { first, prefixLength } = made as { readonly first?: unknown; readonly prefixLength?: unknown };
  if (typeof first !== "bigint" || typeof prefixLength !== "number") return made;
  return familyOf(first) === 4 ? toCidr(first as Address, prefixLength) : made;
}
