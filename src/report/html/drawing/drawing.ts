/** Boxes with their places on a sheet. Both networks share one sheet, so that nothing moves when the reader switches. */
import type { Box } from "../../../advice/picture/picture.ts";

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Outer boxes before those inside them. */
  readonly boxes: readonly PlacedBox[];
}

/** In units of the sheet, from its upper left corner. */
export interface PlacedBox extends Omit<Box, "children"> {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The box around it; undefined for those that stand by themselves. */
  readonly parent: string | undefined;
}
