/** Who uses a prefix list. */
import type { Context } from "../context.ts";

/** Route tables and security groups that name a prefix list. */
export function usersOf({ tables }: Context, listId: string): readonly string[] {
  return [
    ...tables.routeTables
      .rows()
      .filter(({ Routes }) =>
        Routes.some(({ DestinationPrefixListId }) => DestinationPrefixListId === listId),
      )
      .map(({ RouteTableId }) => RouteTableId),
    ...tables.securityGroups
      .rows()
      .filter(({ rules }) => rules.some(({ PrefixListId }) => PrefixListId === listId))
      .map(({ GroupId }) => GroupId),
  ];
}
