/** The answers as CONTRACT promises them: one schema a verb; fields may be added, never renamed. */
import type { CostReport } from "../model/cost-answer.ts";
import type { FactsAnswer } from "../model/facts-answer.ts";
import type { PlanReport } from "./change.ts";
import type { TrafficAnswer } from "../model/traffic-answer.ts";
import { toShown } from "./difference.ts";
import type { DifferenceReport } from "./difference.ts";
import type { DoctorReport } from "./doctor-report.ts";
import type { ReadingSummary } from "./reading.ts";
import type { PhasesRehearsal } from "./phases-rehearsal.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { DesignsReport } from "./designs-report.ts";
import type { DropShown } from "./text/drop.ts";
import type { TraceReport } from "./trace-report.ts";

export function traceJson({ asked, trace }: TraceReport): string {
  return print({ schema: "denat.trace/1", ...trace, asked });
}

export function doctorJson({ asked, diagnosis }: DoctorReport): string {
  return print({ schema: "denat.doctor/1", ...diagnosis, asked });
}

export function planJson({ change, ...plan }: PlanReport): string {
  return print({
    schema: "denat.plan/1",
    ...plan,
    ...(change === undefined
      ? {}
      : { change: { directory: change.directory, as: change.as, phases: change.phases } }),
  });
}

/** One Region's answer as it is; of several, each by itself: their traffic and their currencies are not one. */
export function costJson(report: CostReport): string {
  return print(costFields(report));
}

function costFields({ regions }: CostReport): object {
  const [only, ...others] = regions;
  return others.length === 0 ? { schema: "denat.cost/1", ...only } : { schema: "denat.cost/1", regions };
}

/** The bill of today with the candidate designs beside it, the cheapest that works first. */
export function designsJson({ today, answer }: DesignsReport): string {
  if (answer === undefined) return costJson(today);
  const { cheapest, designs, endpoints, nats, volume, assumptions } = answer;
  const breakEven = { endpoints, nats };
  return print({ ...costFields(today), cheapest, designs, breakEven, volume, assumptions });
}

export function factsJson(answer: FactsAnswer): string {
  return print({ schema: "denat.facts/1", ...answer });
}

export function differenceJson(report: DifferenceReport): string {
  return print({ schema: "denat.diff/1", ...toShown(report) });
}

export function rehearsalJson(rehearsal: Rehearsal | PhasesRehearsal): string {
  return print({ schema: "denat.rehearsal/1", ...rehearsal });
}

export function readJson(summary: ReadingSummary): string {
  return print({ schema: "denat.read/1", ...summary });
}

export function trafficJson(answer: TrafficAnswer): string {
  return print({ schema: "denat.traffic/1", ...answer });
}

/** One line: there are more to come. */
export function dropJson({ workload, vpc, at, packet, cause, routeTable }: DropShown): string {
  const isRoute = cause.kind === "blackhole" || cause.kind === "no-route";
  const told = { ...cause, routeTable: isRoute ? routeTable : undefined };
  return print({ schema: "denat.watch/1", workload, vpc, at: at.toISOString(), packet, cause: told }, 0);
}

/** What is absent is printed as null, so that every field is there for a script to ask. */
function print(value: object, indent = 2): string {
  return `${JSON.stringify(value, (_, field: unknown) => (field === undefined ? null : field), indent)}\n`;
}
