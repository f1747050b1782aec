/** Answers as findings at lines of the input: a blocker is an error, a missing fact a warning where the answer hangs on it. */
import type { Plan, VpcPlan } from "../../advice/plan.ts";
import type { ComponentRef, MissingFact } from "../../model/answer.ts";
import type { Blocker } from "../text/trace.ts";
import type { TraceReport } from "../trace-report.ts";
import { cannotTell, sarifLog } from "./log.ts";
import type { Finding } from "./log.ts";
import { toPlace } from "./place.ts";

export function planSarif({ answer, vpcs }: Plan): string {
  return sarifLog(vpcs.flatMap(vpcFindings), {
    answer,
    assumptions: vpcs.flatMap(({ assumptions }) => assumptions),
  });
}

function vpcFindings({ id, answer, blockers, unknowns }: VpcPlan): readonly Finding[] {
  return [
    ...blockers.map((blocker) => blockerFinding(blocker, [id])),
    ...unknowns.map((fact) => factFinding(fact, answer === "cannot-tell", { kind: "vpc", id }, [id])),
  ];
}

export function traceSarif({ asked, trace }: TraceReport): string {
  const { verdict, explanations, unknowns, assumptions } = trace;
  const question = [asked.from, asked.to, asked.traffic, asked.withoutNat ? "without NAT" : "with NAT"];
  const source = { kind: "source", id: asked.from };
  const findings = [
    ...explanations.map((blocker) => blockerFinding(blocker, question)),
    ...unknowns.map((fact) => factFinding(fact, verdict === "unknown", source, question)),
  ];
  return sarifLog(findings, { asked, verdict, assumptions });
}

function blockerFinding(blocker: Blocker, about: readonly string[]): Finding {
  const { code, component, message, fix, origin, direction = "", leg = "" } = blocker;
  return {
    rule: code,
    level: "error",
    message: fix === "" ? message : `${message}\nfix: ${fix}`,
    place: toPlace(component, origin),
    identity: [...about, component.kind, component.id, direction, leg],
  };
}

function factFinding(
  { fact, settledBy }: MissingFact,
  decides: boolean,
  component: ComponentRef,
  about: readonly string[],
): Finding {
  return {
    rule: cannotTell,
    level: decides ? "warning" : "note",
    message: settledBy === "" ? fact : `${fact}\nsettled by: ${settledBy}`,
    place: toPlace(component, ""),
    identity: [...about, fact],
  };
}
