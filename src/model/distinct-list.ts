/** A list in which everything stands once: whoever has the same thing again is pointed to the first. Things are what JSON holds. */
export interface DistinctList<Item> {
  readonly items: readonly Item[];
  /** The place of `item`. */
  readonly add: (item: Item) => number;
}

export function createDistinctList<Item>(): DistinctList<Item> {
  const items: Item[] = [];
  const places = new Map<string, number>();
  return {
    items,
    add: (item) => {
      const key = JSON.stringify(item);
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, items.length);
      return items.push(item) - 1;
    },
  };
}
