/** What a workload's kind and the clues in its definition say that it needs: rows of facts, asked one by one. */
import type { Facts, Need, TriggerKind } from "../../facts/index.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { Clue, Workload } from "../../model/entity/workload.ts";
import { unknownRegion } from "../../model/network.ts";
import { openPart, placeClue } from "./open-clue.ts";
import { joinEvidence, nothingEvidenced, settledByNeeds } from "./sign.ts";
import type { Evidenced, Sign } from "./sign.ts";
import { internet } from "./workload-need.ts";

export interface Place {
  readonly facts: Facts;
  readonly region: string;
}

export function evidenceOfKind(place: Place, { kind, origin }: Workload): Evidenced {
  return fromRows(place.facts.needsFor("workload", kind, place.region), "workload", formatOrigin(origin));
}

export function evidenceOfClue(place: Place, clue: Clue, { image = "" }: Workload): Evidenced {
  const { facts, region: own } = place;
  const origin = formatOrigin(clue.origin);
  const open = openPart(clue);
  const doubts = open === undefined ? [] : [open.doubt];
  if (open?.isWhole === true) return { ...nothingEvidenced, doubts };
  const { text, region = own } = placeClue(clue, own, facts);
  const family = clue.kind === "user-data" ? facts.imageFamily(image, text) : undefined;
  const rows = facts.needsFor(clue.kind, text, region, family);
  const found = fromRows(
    rows.map((row) => inRegion(row, region, place)),
    clue.kind,
    origin,
  );
  return { ...found, doubts: [...found.doubts, ...doubts] };
}

/** A need that the clue places in another Region is dialled there. */
export function inRegion(need: Need, region: string, { facts, region: own }: Place): Need {
  if (region === own || [region, own].includes(unknownRegion) || need.host !== undefined) return need;
  const [host] = facts.hostNames(need.service, region);
  const isElsewhere = host !== undefined && host !== facts.hostNames(need.service, own)[0];
  return isElsewhere ? { ...need, host, region } : need;
}

/** Required rows are signs; conditional ones wait for evidence of their condition; of a doubtful one nobody can tell. */
export function fromRows(rows: readonly Need[], trigger: TriggerKind, origin: string): Evidenced {
  return joinEvidence(
    rows.map((row): Evidenced => {
      const { service, necessity, when, why } = row;
      if (necessity === "conditional") {
        return { ...nothingEvidenced, conditionals: [{ service, when, why }] };
      }
      const { host, region, actions, resources } = row;
      const sign: Sign = {
        service,
        host,
        region,
        why,
        evidence: "inferred",
        origin,
        trigger,
        actions,
        resources,
      };
      return necessity === "required"
        ? { ...nothingEvidenced, signs: [sign] }
        : { ...nothingEvidenced, possible: [sign], doubts: [(who) => possibleNeed(who, row, origin)] };
    }),
  );
}

function possibleNeed(who: string, { service, when, why, host }: Need, origin: string) {
  const what = host ?? (service === internet ? "the internet" : service);
  return {
    fact: `whether ${who} needs ${what}: it does if ${when} (${why}, ${origin})`,
    settledBy: settledByNeeds,
  };
}
