/** Lists in which everything stands once: whoever has the same thing again is pointed to the first. */
export interface List<Item> {
  readonly items: readonly Item[];
  /** The place of `item`. */
  readonly add: (item: Item) => number;
}

export function createList<Item>(): List<Item> {
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
