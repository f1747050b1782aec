/**
 * Needs that were observed beside those declared and inferred. What was seen is evidence of its own kind: it closes the
 * doubt what a workload talks to, for as long as was looked, and opens others where a remote has no name.
 */
import type { Facts } from "../../facts/index.ts";
import type { MissingFact } from "../../model/answer.ts";
import type { Workload } from "../../model/entity/workload.ts";
import { toNeed } from "../need/index.ts";
import type { NeedReader, Needed, Sign, WorkloadNeed } from "../need/index.ts";
import type { Observed } from "./index.ts";

export interface SeenReader {
  readonly needsOf: (workload: Workload, place: { readonly vpc: string; readonly region: string }) => Needed;
  /** Of what is not in the input, and runs all the same. */
  readonly declaredIn: (vpc: string) => Needed;
}

export function withObserved(reader: NeedReader, facts: Facts, observed: Observed | undefined): SeenReader {
  if (observed === undefined)
    return { ...reader, needsOf: needsWithout(reader), declaredIn: () => reader.declared };
  const seen = sinceWhen(observed);
  const join = (needed: Needed, id: string, vpc: string): Needed => {
    const signs = observed.signsOf(id, vpc);
    const open = observed.unnamedOf(id, vpc);
    const doubts = open === undefined ? [] : [() => open];
    if (observed.lacking.length > 0) {
      return {
        ...needed,
        needs: joinNeeds(facts, needed.needs, signs),
        doubts: [...needed.doubts, ...doubts],
      };
    }
    const needs = joinNeeds(facts, needed.needs, signs);
    return { needs, possible: [], doubts, notes: [...needed.notes, seen, ...observed.answer.unknowns] };
  };
  // One object for each VPC, so that subnets of it stay alike.
  const ofVpc = new Map<string, Needed>();
  return {
    needsOf: (workload, { vpc, region }) => join(reader.needsOf(workload, region), workload.id, vpc),
    declaredIn: (vpc) => {
      const needed = ofVpc.get(vpc) ?? join(reader.declared, "", vpc);
      ofVpc.set(vpc, needed);
      return needed;
    },
  };
}

const needsWithout =
  (reader: NeedReader): SeenReader["needsOf"] =>
  (workload, { region }) =>
    reader.needsOf(workload, region);

/** An inferred need that was seen keeps its requests, which decide what policies say, and gains the better evidence. */
function joinNeeds(
  facts: Facts,
  needs: readonly WorkloadNeed[],
  signs: readonly Sign[],
): readonly WorkloadNeed[] {
  const rest = new Map(signs.map((sign) => [signKey(sign.service, sign.host), sign]));
  const joined = needs.map((need) => {
    const key = need.key.split("\n").slice(0, 2).join("\n");
    const sign = rest.get(key);
    if (sign === undefined) return need;
    rest.delete(key);
    const { why, gbMonth } = sign;
    return need.evidence === "declared"
      ? { ...need, why: `${need.why}; ${why}`, gbMonth }
      : { ...need, why: `${why}; ${need.why}`, evidence: "observed" as const, gbMonth };
  });
  return [...joined, ...[...rest.values()].map((sign) => toNeed(facts, [sign]))];
}

/** As the key of a need begins. */
const signKey = (service: string, host: string | undefined) => `${service}\n${host ?? ""}`;

function sinceWhen({ answer: { period, coverage } }: Observed): MissingFact {
  const when =
    period.start === undefined
      ? "the flow logs"
      : `the flow logs of ${day(period.start)} to ${day(period.end)}`;
  const part = coverage.share < 1 ? ` (${(coverage.share * 100).toFixed(1)} % of them could be read)` : "";
  return {
    fact: `workloads call what they were seen to call in ${when}${part}, and nothing else`,
    settledBy: "flow logs of a longer time, or --needs with all that they call",
  };
}

const day = (time: string | undefined) => time?.slice(0, 10) ?? "";
