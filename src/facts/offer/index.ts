/** Where facts are refreshed from, and which rows of a price list are which price. */
import { once } from "../once.ts";
import { parseFactSources, parseWantedPrices } from "./wanted.ts";
import type { FactSource, WantedPrice } from "./wanted.ts";

export interface OfferFacts {
  readonly wantedPrices: () => readonly WantedPrice[];
  /** Undefined for a partition whose list nobody has told of. */
  readonly findSource: (what: FactSource["what"], partition: string) => FactSource | undefined;
}

export function createOfferFacts(offers: string, sources: string): OfferFacts {
  const all = once(() => parseFactSources(sources));
  return {
    wantedPrices: once(() => parseWantedPrices(offers)),
    findSource: (what, partition) =>
      all().find((one) => one.what === what && [partition, "*"].includes(one.partition)),
  };
}
