/** One group or one of its members, with a cell for each service. */
import { useMemo } from "preact/hooks";
import type { Cell, Group } from "../picture/resolve.ts";
import { Name } from "../part/name.tsx";
import { VerdictMark } from "../part/verdict.tsx";
import { networks } from "../place/place.ts";
import { useWords } from "../words/use-words.ts";
import type { Words } from "../words/index.ts";
import { admits } from "./filter.ts";
import type { Filter } from "./filter.ts";
import { nameOf } from "./rows.ts";
import type { Row } from "./rows.ts";

export interface GridRowProps {
  readonly row: Row;
  /** Among the rows, from 0. */
  readonly index: number;
  /** In pixels. */
  readonly top: number;
  readonly services: readonly string[];
  readonly filter: Filter;
  readonly isOpen: boolean;
  /** The column that takes the Tab key; undefined in all rows but one. */
  readonly active: number | undefined;
  /** The service whose path is shown. */
  readonly chosen: string | undefined;
}

export function GridRow({ row, index, top, services, filter, isOpen, active, chosen }: GridRowProps) {
  const words = useWords();
  // The same tree as before is not compared again: while the sheet is scrolled, only rows that come are made.
  return useMemo(() => {
    const cells = cellsOf(row.group);
    return (
      <div
        class={`row ${row.member === undefined ? "group" : "member"}`}
        role="row"
        style={{ top: `${top}px` }}
        data-row={index}
        aria-rowindex={index + 2}
        aria-level={row.member === undefined ? 1 : 2}
        {...(row.size > 0 ? { "aria-expanded": isOpen } : {})}
      >
        <RowHead row={row} isOpen={isOpen} isActive={active === 0} words={words} />
        {services.map((service, place) => (
          <GridCell
            key={service}
            cell={cells.get(service)}
            column={place + 1}
            isActive={active === place + 1}
            isChosen={chosen === service}
            isMeant={(cell) => admits(filter, cell)}
            words={words}
          />
        ))}
      </div>
    );
  }, [row.group, row.member, row.size, index, services, filter, isOpen, active, chosen, words]);
}

const cellsByGroup = new WeakMap<Group, ReadonlyMap<string, Cell>>();

function cellsOf(group: Group): ReadonlyMap<string, Cell> {
  const known = cellsByGroup.get(group) ?? new Map(group.cells.map((cell) => [cell.service, cell]));
  cellsByGroup.set(group, known);
  return known;
}

function RowHead({
  row,
  isOpen,
  isActive,
  words,
}: {
  readonly row: Row;
  readonly isOpen: boolean;
  readonly isActive: boolean;
  readonly words: Words;
}) {
  const isGroup = row.member === undefined;
  return (
    <div
      class="first"
      role="rowheader"
      aria-colindex={1}
      data-column={0}
      tabIndex={isActive ? 0 : -1}
      title={nameOf(row)}
    >
      <span class={`twist ${isOpen ? "open" : ""}`} aria-hidden="true">
        {row.size > 0 ? "›" : ""}
      </span>
      <span class="who">
        <span>
          <Name>{nameOf(row)}</Name>
          {row.size > 0 && <b title={words.matrix.members(row.size)}> × {words.number(row.size)}</b>}
        </span>
        {isGroup && <small>{words.kinds[row.group.kind]}</small>}
      </span>
    </div>
  );
}

interface GridCellProps {
  readonly cell: Cell | undefined;
  readonly column: number;
  readonly isActive: boolean;
  readonly isChosen: boolean;
  readonly isMeant: (cell: Cell) => boolean;
  readonly words: Words;
}

function GridCell({ cell, column, isActive, isChosen, isMeant, words }: GridCellProps) {
  const place = { "data-column": column, "aria-colindex": column + 1, tabIndex: isActive ? 0 : -1 };
  if (cell === undefined) {
    return (
      <div role="gridcell" {...place}>
        <span class="unseen">{words.matrix.none}</span>
      </div>
    );
  }
  const states = networks.map(
    (network) => `${words.networks[network]} ${words.verdicts[cell[network].verdict]}`,
  );
  return (
    <div role="gridcell" class={isMeant(cell) ? "" : "other"} aria-selected={isChosen} {...place}>
      <span class="unseen">{words.matrix.needed(states.join(", "))}</span>
      <span class="marks" aria-hidden="true">
        {networks.map((network) => (
          <span key={network} data-network={network}>
            <VerdictMark verdict={cell[network].verdict} />
          </span>
        ))}
      </span>
      <span class="caption">{captionOf(cell, words)}</span>
    </div>
  );
}

/** The way afterwards, or that there is none. */
function captionOf({ after: { verdict, via } }: Cell, { vias, verdicts }: Words): string {
  return verdict === "reachable" && via !== null ? vias[via.kind] : verdicts[verdict];
}
