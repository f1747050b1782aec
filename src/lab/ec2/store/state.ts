/**
 * The whole state as text, and back: one line that says what it is and its digest, and one of JSON. A text that was cut
 * or changed does not match its digest, and nothing of it is used.
 */
import { createHash } from "node:crypto";
import { AppError } from "../../../model/app-error.ts";
import { createStore, tableNames } from "./region-store.ts";
import type { RegionStore, Store } from "./region-store.ts";
import { rowKeys } from "./rows.ts";
import type { Table } from "./table.ts";

const format = "denat-ec2-state/1";

/** What an account is whose state is kept: a state goes on from the beginning that it was kept with, and from no other. */
export interface Origins {
  readonly account: string;
  /** The state that the account began with; undefined for an account as AWS gives it. */
  readonly beginning?: string | undefined;
}

/** The text of a Region is made again only after a change in it. */
const texts = new WeakMap<RegionStore, { readonly revision: number; readonly text: string }>();

export function toStateText({ account, beginning }: Origins, store: Store): string {
  const regions = store.regions().map((region) => `${JSON.stringify(region.region)}:${regionText(region)}`);
  const began = beginning === undefined ? "" : `"beginning":"${digestOf(beginning)}",`;
  const body = `{"account":${JSON.stringify(account)},${began}"regions":{${regions.join(",")}}}`;
  return `${format} ${digestOf(body)}\n${body}\n`;
}

const digestOf = (body: string) => createHash("sha256").update(body).digest("hex");

function regionText(store: RegionStore): string {
  const revision = store.revision();
  const ready = texts.get(store);
  if (ready?.revision === revision) return ready.text;
  const tables = tableNames.map((name) => [name, (store.tables[name] as Table<object>).rows()]);
  const text = JSON.stringify(Object.fromEntries(tables), markTime);
  texts.set(store, { revision, text });
  return text;
}

/** JSON has no times; `this` is the object that holds the value before it was made a text. */
function markTime(this: unknown, key: string, value: unknown): unknown {
  const raw = (this as Readonly<Record<string, unknown>>)[key];
  return raw instanceof Date ? { $time: raw.getTime() } : value;
}

function readTime(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("$time" in value)) return value;
  return new Date(Number(value.$time));
}

/** Throws AppError for anything but a whole state of this account. */
export function parseState(text: string, { account, beginning }: Origins): Store {
  const [head = "", body = "", rest] = text.split("\n");
  if (!head.startsWith("denat-ec2-state/")) throw refused("it is no state of the lab's EC2 API");
  if (!head.startsWith(`${format} `)) throw refused(`it is of another version (${head.split(" ")[0]})`);
  if (head !== `${format} ${digestOf(body)}` || rest !== "") throw refused("it is torn or was changed");
  // The digest has shown that the lab itself wrote the body.
  const saved = JSON.parse(body, readTime) as Saved;
  if (saved.account !== account)
    throw refused(`it is of account ${saved.account}, and this one is ${account}`);
  if (saved.beginning !== (beginning === undefined ? undefined : digestOf(beginning)))
    throw refused("it is of a lab that began with another INPUT");
  return toStore(saved);
}

const refused = (why: string): AppError =>
  new AppError(
    "LAB_STATE_UNREADABLE",
    `the saved state cannot be used: ${why}`,
    "move the file away to begin anew, or put a copy back",
  );

interface Saved {
  readonly account: string;
  readonly beginning?: string;
  readonly regions: Readonly<Record<string, Readonly<Record<string, readonly object[] | undefined>>>>;
}

function toStore({ regions }: Saved): Store {
  const store = createStore();
  for (const [region, saved] of Object.entries(regions)) {
    const { tables } = store.add(region);
    for (const name of tableNames) {
      const table = tables[name] as Table<object>;
      const key = rowKeys[name];
      for (const row of saved[name] ?? []) table.set(String((row as Record<string, unknown>)[key]), row);
    }
  }
  store.journal.commit();
  return store;
}
