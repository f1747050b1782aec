/** Workloads by services: the filter, the grid, and what of it is open. */
import { useMemo, useState } from "preact/hooks";
import type { Group } from "../picture/resolve.ts";
import { useWords } from "../words/use-words.ts";
import { FilterBar } from "./filter-bar.tsx";
import { filterGroups, noFilter, servicesOf } from "./filter.ts";
import { Grid } from "./grid.tsx";
import type { Choosing } from "./grid.tsx";
import { toRows } from "./rows.ts";
import "./matrix.css";

export interface MatrixProps extends Choosing {
  readonly groups: readonly Group[];
}

export function Matrix({ groups, chosen, onChoose, onOpen }: MatrixProps) {
  const { matrix } = useWords();
  const [filter, setFilter] = useState(noFilter);
  const [open, setOpen] = useState<ReadonlySet<Group>>(new Set());
  const services = useMemo(() => servicesOf(groups), [groups]);
  const shown = useMemo(() => filterGroups(groups, filter), [groups, filter]);
  const rows = useMemo(() => toRows(shown, open), [shown, open]);
  const toggle = (group: Group) => {
    const next = new Set(open);
    if (!next.delete(group)) next.add(group);
    setOpen(next);
  };
  const workloads = shown.reduce((sum, { members }) => sum + members.length, 0);
  return (
    <div class="matrix">
      <FilterBar filter={filter} services={services} onChange={setFilter}>
        {matrix.shown(shown.length, workloads)}
      </FilterBar>
      {rows.length === 0 ? (
        <p class="empty">{matrix.empty}</p>
      ) : (
        <Grid
          rows={rows}
          services={filter.service === undefined ? services : [filter.service]}
          filter={filter}
          open={open}
          chosen={chosen}
          onToggle={toggle}
          onChoose={onChoose}
          onOpen={onOpen}
        />
      )}
    </div>
  );
}
