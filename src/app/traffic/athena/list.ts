/** The objects of flow logs under some prefixes that a period needs, by the flow log and the place that they lie in. */
import { AppError } from "../../../model/app-error.ts";
import type { Unused } from "../../../model/network.ts";
import { parseLogKey } from "../../../traffic/index.ts";
import { createLimit } from "../../aws/client/limit.ts";
import { formatS3Address, parseS3Address } from "../s3/address.ts";
import type { Period } from "../s3/layout.ts";
import { walkPrefix } from "../s3/list.ts";
import type { Store, StoredObject } from "../s3/store.ts";
import { placeOf } from "./place.ts";
import type { Place } from "./place.ts";

/** What one table can read: all objects of a flow log below one base, in one form of key. */
export interface Delivery extends Omit<Place, "day"> {
  readonly bucket: string;
  /** In the order of their keys. */
  readonly objects: readonly StoredObject[];
  readonly days: readonly [first: string, last: string];
}

export interface Listed {
  readonly deliveries: readonly Delivery[];
  readonly skipped: readonly Unused[];
}

interface Found {
  readonly bucket: string;
  readonly object: StoredObject;
  readonly place: Place;
}

const listsAtATime = 8;

export async function listDeliveries(
  locations: readonly string[],
  period: Period,
  storeOf: (bucket: string) => Promise<Store>,
): Promise<Listed> {
  const found = new Map<string, Found>();
  const skipped: Unused[] = [];
  for (const location of locations) {
    const { bucket, prefix } = parseS3Address(location);
    const store = await storeOf(bucket);
    const meet = (object: StoredObject) => {
      const place = placeOf(object.key);
      const path = formatS3Address({ bucket, prefix: object.key });
      if (place !== undefined) found.set(path, { bucket, object, place });
      else skipped.push({ path, reason: "not where AWS delivers flow logs: --engine duckdb reads it" });
    };
    await walkPrefix(prefix, { store, period, limit: createLimit(listsAtATime), found: meet });
  }
  refuseCopies([...found.keys()]);
  return { deliveries: toDeliveries([...found.values()]), skipped };
}

/** A table reads all objects of its flow log, and would count both. */
function refuseCopies(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const object = parseLogKey(path)?.object ?? path;
    const other = seen.get(object);
    if (other !== undefined) {
      throw new AppError(
        "INPUT_TWICE",
        `${path} is a copy of ${other}`,
        "name a prefix that holds one of the two, or leave out --engine athena",
      );
    }
    seen.set(object, path);
  }
}

function toDeliveries(found: readonly Found[]): readonly Delivery[] {
  const groups = new Map<string, Found[]>();
  for (const one of found.toSorted((a, b) => (a.object.key < b.object.key ? -1 : 1))) {
    const { base, isHive, isHourly, flowLog } = one.place;
    const id = JSON.stringify([one.bucket, base, isHive, isHourly, flowLog]);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [one]);
    else group.push(one);
  }
  return [...groups.values()].flatMap((all) => {
    const [first, last] = [all[0], all.at(-1)];
    if (first === undefined || last === undefined) return [];
    const { day, ...place } = first.place;
    return {
      ...place,
      bucket: first.bucket,
      objects: all.map(({ object }) => object),
      days: [day, last.place.day] as const,
    };
  });
}
