/**
 * What every part of an adoption works with. Whatever a network does not tell and a row has to have (ids of associations,
 * public addresses) is made of the row's own id, so that one network is always adopted alike.
 */
import type { Tag } from "@aws-sdk/client-ec2";
import { familyOf } from "../../../model/address.ts";
import type { Address, Cidr, Family } from "../../../model/address.ts";
import type { Entity } from "../../../model/entity/entity.ts";
import type { Network, RowOf, TableName } from "../../../model/network.ts";
import { regionOf } from "../../../model/network.ts";
import type { Context } from "../actions/context.ts";
import { digitsOf } from "./ids.ts";
import type { Names } from "./ids.ts";

export interface Adopting {
  readonly network: Network;
  readonly names: Names;
  readonly context: Context;
}

/** The rows of the Region, in the account that the lab is. A template is deployed to that account, whoever's it is. */
export function rowsIn<T extends TableName>({ network, context }: Adopting, table: T): readonly RowOf<T>[] {
  const isHere = (row: Entity<string>) =>
    regionOf(network, row) === context.region && isOwn(network, row, context.account);
  const rows = network[table] as ReadonlyMap<string, Entity<string>>;
  return [...rows.values()].filter(isHere) as unknown as readonly RowOf<T>[];
}

function isOwn({ scopes }: Network, { scope }: Entity<string>, account: string): boolean {
  const found = scopes.get(scope);
  const isElsewhere = found?.kind === "account" && /^\d{12}$/.test(found.account);
  return !isElsewhere || found.account === account;
}

export const isOfTemplate = ({ network }: Pick<Adopting, "network">, { scope }: Entity<string>): boolean =>
  network.scopes.get(scope)?.kind === "template";

/** The same context, whose new ids and random digits are all made of `key`. */
export function seeded(context: Context, key: string): Context {
  let count = 0;
  const randomHex = (digits: number): string => {
    let text = "";
    for (; text.length < digits; count += 1) text += digitsOf(`${key} ${count}`);
    return text.slice(0, digits);
  };
  return { ...context, randomHex, newId: (prefix) => `${prefix}-0${randomHex(16)}` };
}

/** As CloudFormation tags what it makes, with the Name tag as far as the network tells it. */
export function tagsOf({ network, names }: Adopting, row: Entity<string>): Tag[] {
  const logicalId = names.get(row.id);
  const name = nameOf(row, logicalId);
  const isOfStack = isOfTemplate({ network }, row) && logicalId !== undefined;
  return [
    ...(name === undefined ? [] : [{ Key: "Name", Value: name }]),
    // What AWS makes beside a resource has no tags.
    ...(isOfStack && /^\w+$/.test(plainId(logicalId))
      ? [
          { Key: "aws:cloudformation:stack-name", Value: row.scope },
          { Key: "aws:cloudformation:logical-id", Value: plainId(logicalId) },
        ]
      : []),
  ];
}

/** Without the stack, which stands before logical ids that several stacks use. */
const plainId = (id: string): string => id.split("/").at(-1) ?? id;

/** Aliases are construct paths, then the Name tag, then names of the resource's own. */
function nameOf(row: Entity<string>, logicalId: string | undefined): string | undefined {
  const others = ["groupName", "listName"].map((key) => (row as unknown as Record<string, unknown>)[key]);
  return row.aliases.find((alias) => ![logicalId, ...others].includes(alias) && !alias.includes("/"));
}

export const ofFamily = (cidrs: readonly Cidr[], family: Family): readonly Cidr[] =>
  cidrs.filter((cidr) => cidr.family === family);

export const addressesOf = (addresses: readonly Address[], family: Family): readonly Address[] =>
  addresses.filter((address) => familyOf(address) === family);
