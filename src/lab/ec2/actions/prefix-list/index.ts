/** Prefix lists, AWS's and the customer's. */
import type { Actions } from "../context.ts";
import {
  createManagedPrefixList,
  deleteManagedPrefixList,
  modifyManagedPrefixList,
  restoreManagedPrefixListVersion,
} from "./change.ts";
import {
  describeManagedPrefixLists,
  describePrefixLists,
  getManagedPrefixListAssociations,
  getManagedPrefixListEntries,
} from "./describe.ts";

export const prefixListActions: Actions = {
  CreateManagedPrefixList: createManagedPrefixList,
  ModifyManagedPrefixList: modifyManagedPrefixList,
  RestoreManagedPrefixListVersion: restoreManagedPrefixListVersion,
  DeleteManagedPrefixList: deleteManagedPrefixList,
  DescribeManagedPrefixLists: describeManagedPrefixLists,
  DescribePrefixLists: describePrefixLists,
  GetManagedPrefixListEntries: getManagedPrefixListEntries,
  GetManagedPrefixListAssociations: getManagedPrefixListAssociations,
};
