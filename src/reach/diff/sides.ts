/** Two of a kind: what one network has, and what the other has. */
export interface Sides<T> {
  readonly before: T;
  readonly after: T;
}

export const sides = ["before", "after"] as const;
export type Side = (typeof sides)[number];

export function both<T, U>({ before, after }: Sides<T>, to: (one: T, side: Side) => U): Sides<U> {
  return { before: to(before, "before"), after: to(after, "after") };
}
