/** T with the keys that every row has, and with some of a narrower type or of our own. */
export type With<T, K extends keyof T, X = unknown> = Readonly<Omit<T, K | keyof X>> & {
  readonly [P in K]-?: NonNullable<T[P]>;
} & X;
