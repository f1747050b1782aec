/**
 * A fact that may be missing. What is missing names why, and the one command or option that would settle it;
 * it spreads through every judgement and can never turn into "safe".
 */
export type Known<T> = { readonly known: true; readonly value: T } | Unknown;

export interface Unknown {
  readonly known: false;
  /** The fact that is missing, as a noun phrase: "DNS attributes of vpc-1". */
  readonly fact: string;
  /** The command or option that would settle it. */
  readonly settledBy: string;
}

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function unknown(fact: string, settledBy: string): Unknown {
  return { known: false, fact, settledBy };
}

export function mapKnown<T, U>(fact: Known<T>, to: (value: T) => U): Known<U> {
  return fact.known ? known(to(fact.value)) : fact;
}

/** The value, or `fallback` where it is missing. For display and for defaults that change no verdict. */
export function valueOr<T, F>(fact: Known<T>, fallback: F): T | F {
  return fact.known ? fact.value : fallback;
}
