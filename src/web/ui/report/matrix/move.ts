/**
 * Keys of a grid: https://www.w3.org/WAI/ARIA/apg/patterns/grid/ (read 2026-11-29). Row -1 is the head, column 0 names the row.
 */
export interface Spot {
  readonly row: number;
  readonly column: number;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows that a page key passes. */
  readonly page: number;
}

const moves: Readonly<Record<string, (spot: Spot, extent: Extent) => Spot>> = {
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  PageUp: ({ row, column }, { page }) => ({ row: row - page, column }),
  PageDown: ({ row, column }, { page }) => ({ row: row + page, column }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, { columns }) => ({ row, column: columns }),
  "Control+Home": () => ({ row: 0, column: 0 }),
  "Control+End": (_, { rows, columns }) => ({ row: rows - 1, column: columns }),
};

/** Undefined for a key that moves nothing. */
export function moved(key: string, withControl: boolean, spot: Spot, extent: Extent): Spot | undefined {
  const next = moves[withControl ? `Control+${key}` : key]?.(spot, extent);
  return next === undefined ? undefined : within(next, extent);
}

export const within = ({ row, column }: Spot, { rows, columns }: Extent): Spot => ({
  row: Math.max(0, Math.min(row, rows - 1)),
  column: Math.max(0, Math.min(column, columns)),
});
