/** What a workload's kind and the clues in its definition say that it needs: rows of facts, asked one by one. */
import type { Facts, Need } from "../../facts/index.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { Clue, Workload } from "../../model/entity/workload.ts";
import { joinEvidence } from "./sign.ts";
import type { Evidenced } from "./sign.ts";

export interface Place {
  readonly facts: Facts;
  readonly region: string;
}

export function evidenceOfKind(place: Place, { kind, origin }: Workload): Evidenced {
  return fromRows(place.facts.needsFor("workload", kind, place.region), formatOrigin(origin));
}

export function evidenceOfClue(place: Place, clue: Clue): Evidenced {
  return clue.kind === "image"
    ? evidenceOfImage(place, clue)
    : fromRows(place.facts.needsFor(clue.kind, clue.text, place.region), formatOrigin(clue.origin));
}

/**
 * Required rows are signs; conditional ones wait for evidence of their condition.
 * `hostOf` says where a service is dialled when not under its own name in the Region.
 */
export function fromRows(
  rows: readonly Need[],
  origin: string,
  hostOf: (service: string) => string | undefined = () => undefined,
): Evidenced {
  return joinEvidence(
    rows.map(({ service, necessity, when, why, actions, resources }): Evidenced => {
      if (necessity === "conditional") {
        return { signs: [], conditionals: [{ service, when, why }], doubts: [] };
      }
      const host = hostOf(service);
      const sign = { service, host, why, evidence: "inferred", origin, actions, resources } as const;
      return { signs: [sign], conditionals: [], doubts: [] };
    }),
  );
}

/** A registry in another Region is dialled there, where no endpoint of this Region leads. */
function evidenceOfImage({ facts, region }: Place, clue: Clue): Evidenced {
  const image = facts.readImage(clue.text);
  const elsewhere = image.region === undefined || image.region === region ? undefined : image.region;
  const needs = facts.needsFor("image", clue.text, elsewhere ?? region);
  return fromRows(needs, formatOrigin(clue.origin), (service) => {
    if (facts.findService(service) === undefined) return image.host === "" ? undefined : image.host;
    return elsewhere === undefined ? undefined : facts.hostNames(service, elsewhere)[0];
  });
}
