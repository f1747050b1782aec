/** The tables of one Region of the account, and the Regions of an account under one journal. */
import { rowKeys } from "./rows.ts";
import type { TableName, Tables } from "./rows.ts";
import { createJournal, createTable } from "./table.ts";
import type { Journal } from "./table.ts";

export interface RegionStore {
  readonly region: string;
  readonly tables: Tables;
  /** Goes up with every change: what was made of the tables holds as long as it stays. */
  readonly revision: () => number;
}

export interface Store {
  readonly journal: Journal;
  readonly regions: () => readonly RegionStore[];
  readonly find: (region: string) => RegionStore | undefined;
  readonly add: (region: string) => RegionStore;
}

export const tableNames = Object.keys(rowKeys) as readonly TableName[];

export function createStore(): Store {
  const journal = createJournal();
  const regions = new Map<string, RegionStore>();
  return {
    journal,
    regions: () => [...regions.values()],
    find: (region) => regions.get(region),
    add: (region) => {
      const store = createRegionStore(region, journal);
      regions.set(region, store);
      return store;
    },
  };
}

function createRegionStore(region: string, journal: Journal): RegionStore {
  let revision = 0;
  const bump = () => {
    revision += 1;
  };
  const tables = Object.fromEntries(tableNames.map((name) => [name, createTable(journal, bump)]));
  return { region, tables: tables as unknown as Tables, revision: () => revision };
}
