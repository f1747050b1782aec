/** The objects below a prefix that a period needs, directory by directory, so that days outside of it are never asked for. */
import type { Limit } from "../../aws/client/limit.ts";
import { isWanted, stepInto } from "./layout.ts";
import type { Period } from "./layout.ts";
import type { KeyPage, Store, StoredObject } from "./store.ts";

interface Walk {
  readonly store: Store;
  readonly period: Period;
  readonly limit: Limit;
  readonly found: (object: StoredObject) => void;
}

/**
 * Tells `found` of each object as soon as its page is there. A prefix may be a key or the beginning of names; where there is
 * a directory of just that name, it is that one and not its neighbour with a longer name.
 */
export async function walkPrefix(prefix: string, walk: Walk): Promise<void> {
  const isOpen = prefix !== "" && !prefix.endsWith("/");
  const page = isOpen ? await walk.store.list(prefix, { isFlat: false, after: undefined }) : undefined;
  const isDirectory = page?.directories.includes(`${prefix}/`) === true;
  await walkDirectory(isDirectory ? `${prefix}/` : prefix, false, walk);
}

async function walkDirectory(prefix: string, isFlat: boolean, walk: Walk): Promise<void> {
  const below: Promise<void>[] = [];
  let after: string | undefined;
  do {
    const page: KeyPage = await walk.limit(() => walk.store.list(prefix, { isFlat, after }));
    for (const object of page.objects)
      if (object.size > 0 && isWanted(object.key, walk.period)) walk.found(object);
    for (const directory of page.directories) {
      const step = stepInto(directory, walk.period);
      if (step !== "pass over") below.push(walkDirectory(directory, step === "list whole", walk));
    }
    after = page.next;
  } while (after !== undefined);
  await Promise.all(below);
}
