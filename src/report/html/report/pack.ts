/**
 * A page's data with everything in it once: ten thousand workloads repeat few words. What is packed is a list of values, each
 * behind those that it is made of; the last is the whole.
 *
 *   a string, a number, true, false, null    itself
 *   [0, i, j, …]                             an array of the values at these places
 *   [n, i, j, …]                             an object: its keys are those of shape n - 1
 */
import { createDistinctList } from "../../../model/distinct-list.ts";

type Scalar = string | number | boolean | null;

export interface Packed {
  readonly shapes: readonly (readonly string[])[];
  readonly values: readonly (Scalar | readonly number[])[];
}

/** Of what JSON can hold; as in JSON, a key that is undefined is left out. */
export function pack(whole: unknown): Packed {
  const shapes = createDistinctList<readonly string[]>();
  const values = createDistinctList<Scalar | readonly number[]>();
  const known = new Map<object, number>();
  const placeOf = (value: unknown): number => {
    if (typeof value !== "object" || value === null) return values.add(value as Scalar);
    const place = known.get(value) ?? values.add(partsOf(value));
    known.set(value, place);
    return place;
  };
  const partsOf = (value: object): readonly number[] => {
    if (Array.isArray(value)) return [0, ...value.map(placeOf)];
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    const shape = shapes.add(fields.map(([key]) => key));
    return [shape + 1, ...fields.map(([, field]) => placeOf(field))];
  };
  placeOf(whole);
  return { shapes: shapes.items, values: values.items };
}

/** The same value again; what was equal in it is now one. */
export function unpack({ shapes, values }: Packed): unknown {
  const made: unknown[] = [];
  for (const value of values) {
    if (!Array.isArray(value)) made.push(value);
    else {
      const [shape = 0, ...places] = value as readonly number[];
      const parts = places.map((place) => made[place]);
      const keys = shapes[shape - 1];
      made.push(
        keys === undefined ? parts : Object.fromEntries(keys.map((key, index) => [key, parts[index]])),
      );
    }
  }
  return made.at(-1);
}
