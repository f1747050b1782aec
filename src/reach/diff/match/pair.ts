/** Pairs of rows that two networks call alike. A name that two rows share says nothing of either. */
import type { Side, Sides } from "../sides.ts";

/** From ids of the network before to those of the network after. */
export type Matches = ReadonlyMap<string, string>;

export interface Named {
  readonly id: string;
  readonly aliases: readonly string[];
}

/** What a row may be called in one round; the same word on both sides makes a pair. */
export type Round<Row> = (row: Row, side: Side) => readonly string[];

/** One round after the other, each over what the rounds before it left. */
export function pairRows<Row extends Named>(
  { before, after }: Sides<Iterable<Row>>,
  rounds: readonly Round<Row>[],
): Matches {
  const pairs = new Map<string, string>();
  let left: Sides<readonly Row[]> = { before: [...before], after: [...after] };
  for (const wordsOf of rounds) {
    const taken = new Set<string>();
    const known = {
      before: indexed(left.before, wordsOf, "before"),
      after: indexed(left.after, wordsOf, "after"),
    };
    for (const row of left.before) {
      for (const word of wordsOf(row, "before")) {
        const [other, ...others] = known.after.get(word) ?? [];
        const isAlone = others.length === 0 && known.before.get(word)?.length === 1;
        if (other === undefined || !isAlone || taken.has(other.id)) continue;
        taken.add(other.id);
        pairs.set(row.id, other.id);
        break;
      }
    }
    left = {
      before: left.before.filter(({ id }) => !pairs.has(id)),
      after: left.after.filter(({ id }) => !taken.has(id)),
    };
  }
  return pairs;
}

function indexed<Row>(
  rows: readonly Row[],
  wordsOf: Round<Row>,
  side: Side,
): ReadonlyMap<string, readonly Row[]> {
  const index = new Map<string, Row[]>();
  for (const row of rows) {
    for (const word of new Set(wordsOf(row, side))) {
      const alike = index.get(word);
      if (alike === undefined) index.set(word, [row]);
      else alike.push(row);
    }
  }
  return index;
}
