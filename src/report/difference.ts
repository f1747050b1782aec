/** A difference as people and scripts read it. */
import type { Box, Change, Difference, SourceName } from "../model/difference.ts";
import { rangeText, trafficShown } from "../model/traffic-text.ts";

/** What `denat diff` reports: the answer, and what was compared in the user's own words. */
export interface DifferenceReport {
  readonly asked: { readonly before: string; readonly after: string };
  readonly difference: Difference;
}

export const sourceText = ({ id, workload }: SourceName): string =>
  workload === undefined ? id : `${workload} (${id})`;

/** A difference with nothing in it that JSON cannot say. */
export function toShown({ asked, difference }: DifferenceReport) {
  return {
    answer: difference.answer,
    asked,
    compared: difference.compared,
    differences: difference.differences.map(({ sources, changes }) => ({
      sources,
      changes: changes.map(changeShown),
    })),
    added: difference.added,
    removed: difference.removed,
  };
}

function changeShown({ kind, before, after, cause, boxes, services }: Change) {
  const { unknowns, ...because } = cause;
  return { kind, before, after, cause: because, unknowns, destinations: boxes.map(boxShown), services };
}

const boxShown = ({ addresses, interfaces, traffic }: Box) => ({
  addresses: addresses.map(rangeText),
  interfaces,
  traffic: traffic.map(trafficShown),
});
