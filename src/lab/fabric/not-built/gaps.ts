/** How checks of what is not built are written down: for a kind of component, who lacks what. */
import type { Facts } from "../../../facts/index.ts";
import type { Network } from "../../../model/network.ts";
import type { VpcEstate } from "../estate.ts";

export interface Asked {
  readonly network: Network;
  readonly facts: Facts;
  readonly estates: readonly VpcEstate[];
}

export type Gap = readonly [id: string, why: string];

export type GapCheck = readonly [kind: string, gapsOf: (asked: Asked) => readonly Gap[]];

/** Why, for each of `rows` that fails. */
export const each =
  <Row extends { readonly id: string }>(
    rows: (asked: Asked) => Iterable<Row>,
    why: string,
    fails: (row: Row, asked: Asked) => boolean,
  ): GapCheck[1] =>
  (asked) =>
    [...rows(asked)].filter((row) => fails(row, asked)).map(({ id }) => [id, why]);
