/** The rows in view of a grid of any length, walked with the arrow keys: one cell of it takes the Tab key. */
import type { TargetedEvent, TargetedKeyboardEvent } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Group } from "../picture/resolve.ts";
import { usePrinting } from "../part/use-printing.ts";
import { networks } from "../place/place.ts";
import type { Place } from "../place/place.ts";
import { useWords } from "../words/use-words.ts";
import type { Filter } from "./filter.ts";
import { GridHead } from "./grid-head.tsx";
import { GridRow } from "./grid-row.tsx";
import { moved, within } from "./move.ts";
import type { Spot } from "./move.ts";
import { findRow, nameOf } from "./rows.ts";
import type { Row } from "./rows.ts";
import { scrollTo, windowOf } from "./window.ts";

export interface Choosing {
  readonly chosen: Pick<Place, "workload" | "service">;
  readonly onChoose: (choice: Partial<Place>) => void;
  /** The path of the chosen cell is wanted: the keyboard goes there. */
  readonly onOpen: () => void;
}

export interface GridProps extends Choosing {
  readonly rows: readonly Row[];
  readonly services: readonly string[];
  readonly filter: Filter;
  readonly open: ReadonlySet<Group>;
  readonly onToggle: (group: Group) => void;
}

/** As in matrix.css. */
const rowHeight = 46;
const headHeight = 52;
/** More would be a book. */
const mostPrinted = 1000;

export function Grid(props: GridProps) {
  const { rows, services, filter, open, chosen } = props;
  const { matrix } = useWords();
  const printing = usePrinting();
  const sheet = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 15 * rowHeight });
  const [wanted, setSpot] = useState<Spot>({ row: 0, column: 0 });
  const extent = { rows: rows.length, columns: services.length, page: Math.floor(view.height / rowHeight) };
  const spot = within(wanted, extent);
  const chosenRow = findRow(rows, chosen.workload);

  const look = () => {
    const { scrollTop, clientHeight } = sheet.current ?? { scrollTop: 0, clientHeight: 0 };
    const top = Math.floor(scrollTop / rowHeight) * rowHeight;
    if (top !== view.top || clientHeight !== view.height) setView({ top, height: clientHeight });
  };
  const reveal = (row: number) => {
    if (sheet.current === null || row < 0) return;
    const { scrollTop, clientHeight } = sheet.current;
    sheet.current.scrollTop = scrollTo(row, rowHeight, scrollTop, clientHeight, headHeight);
  };
  useLayoutEffect(look, [rows]);
  // Whoever chooses in the drawing or by the address sees the row here.
  useEffect(() => reveal(chosenRow), [chosenRow]);
  const focus = useFocus(sheet);

  const act = (row: Row | undefined, column: number) => {
    if (row === undefined) return;
    const service = services[column - 1];
    if (service === undefined && row.size > 0) return props.onToggle(row.group);
    const cell = row.group.cells.find((each) => service === undefined || each.service === service);
    if (cell !== undefined) props.onChoose({ workload: nameOf(row), service: cell.service });
    return cell;
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    const next = moved(event.key, event.ctrlKey || event.metaKey, spot, extent);
    if (next !== undefined) {
      setSpot(next);
      reveal(next.row);
      focus();
    } else if (event.key === "Enter" || event.key === " ") {
      const cell = act(rows[spot.row], spot.column);
      if (cell !== undefined && event.key === "Enter") props.onOpen();
    } else return;
    event.preventDefault();
  };
  const onClick = (event: TargetedEvent<HTMLDivElement, MouseEvent>) => {
    const place = placeOf(event.target);
    if (place === undefined) return;
    setSpot(place);
    focus();
    const network = networks.find((each) => each === place.network);
    if (act(rows[place.row], place.column) && network !== undefined) props.onChoose({ network });
  };

  const { first, end } = windowOf(rows.length, rowHeight, view.top, view.height);
  const drawn = printing
    ? rows.slice(0, mostPrinted).keys()
    : // The cell that takes the Tab key is there wherever the sheet is scrolled to.
      new Set([...Array.from({ length: end - first }, (_, index) => first + index), spot.row]);
  return (
    <>
      <div
        class="sheet"
        role="treegrid"
        aria-label={matrix.grid}
        aria-rowcount={rows.length + 1}
        aria-colcount={services.length + 1}
        ref={sheet}
        style={{ "--services": services.length }}
        onScroll={look}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <GridHead services={services} />
        <div class="body" role="rowgroup" style={{ height: `${rows.length * rowHeight}px` }}>
          {[...drawn].flatMap((index) => {
            const row = rows[index];
            if (row === undefined) return [];
            return (
              <GridRow
                key={index}
                row={row}
                index={index}
                top={index * rowHeight}
                services={services}
                filter={filter}
                isOpen={open.has(row.group)}
                active={index === spot.row ? spot.column : undefined}
                chosen={index === chosenRow ? chosen.service : undefined}
              />
            );
          })}
        </div>
      </div>
      {rows.length > mostPrinted && <p class="cut">{matrix.cut(mostPrinted)}</p>}
    </>
  );
}

/** Puts the keyboard onto the cell that takes the Tab key, once it is drawn. */
function useFocus(sheet: { readonly current: HTMLDivElement | null }): () => void {
  const [asked, setAsked] = useState(0);
  useLayoutEffect(() => {
    if (asked > 0) sheet.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [asked]);
  return () => setAsked((times) => times + 1);
}

function placeOf(target: EventTarget | null) {
  if (!(target instanceof Element)) return undefined;
  const cell = target.closest<HTMLElement>("[data-column]");
  const row = target.closest<HTMLElement>("[data-row]");
  if (cell === null || row === null) return undefined;
  const network = target.closest<HTMLElement>("[data-network]")?.dataset["network"];
  return { row: Number(row.dataset["row"]), column: Number(cell.dataset["column"]), network };
}
