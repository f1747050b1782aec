/** Workloads that need the same and fare the same take one row: a fleet of fifty reads like one of them. */
import type { PlannedWorkload } from "../../advice/plan.ts";

export interface FoldedWorkloads {
  readonly workload: PlannedWorkload;
  /** How many more fare exactly like it. */
  readonly others: number;
}

export function foldAlike(workloads: readonly PlannedWorkload[]): readonly FoldedWorkloads[] {
  const groups = new Map<string, PlannedWorkload[]>();
  for (const workload of workloads) {
    const key = fareOf(workload);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [workload]);
    else group.push(workload);
  }
  return [...groups.values()].flatMap(([workload, ...others]) =>
    workload === undefined ? [] : [{ workload, others: others.length }],
  );
}

/** All that the table shows of a workload beside its name; where the evidence stands may differ. */
function fareOf({ kind, needs }: PlannedWorkload): string {
  return JSON.stringify([kind, needs.map((need) => ({ ...need, origin: "" }))]);
}
