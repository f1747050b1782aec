/** What the picture points at by its place in a list, put where it is pointed from. */
import type {
  PageData,
  PicturedAnswer,
  PicturedNeed,
  PicturedStep,
  PicturedWalk,
  VpcPicture,
  WorkloadGroup,
} from "../../../../report/html/report/page-data.ts";
import type { Network } from "../place/place.ts";

type Picture = PageData["picture"];
export type Explanation = Picture["explanations"][number];
export type MissingFact = Picture["facts"][number];

export interface Cell extends Readonly<Record<Network, PicturedAnswer>> {
  readonly service: string;
  readonly need: PicturedNeed;
}

export interface Group extends Omit<WorkloadGroup, "cells"> {
  readonly cells: readonly Cell[];
}

export interface Walk extends Pick<PicturedWalk, "verdict" | "via" | "symptom" | "ways"> {
  readonly forward: readonly PicturedStep[];
  readonly return: readonly PicturedStep[];
  readonly explanations: readonly Explanation[];
  readonly unknowns: readonly MissingFact[];
  readonly assumptions: readonly MissingFact[];
}

export function resolveGroups({ needs, answers }: Picture, { groups }: VpcPicture): readonly Group[] {
  return groups.map((group) => ({
    ...group,
    cells: group.cells.map((cell) => {
      const need = at(needs, cell.need);
      return {
        service: need.service,
        need,
        today: at(answers, cell.today),
        withoutNat: at(answers, cell.withoutNat),
        after: at(answers, cell.after),
      };
    }),
  }));
}

export function resolveWalk(picture: Picture, place: number): Walk {
  const walk = at(picture.walks, place);
  const facts = (places: readonly number[]) => places.map((each) => at(picture.facts, each));
  return {
    ...walk,
    forward: walk.forward.map((each) => at(picture.steps, each)),
    return: walk.return.map((each) => at(picture.steps, each)),
    explanations: walk.explanations.map((each) => at(picture.explanations, each)),
    unknowns: facts(walk.unknowns),
    assumptions: facts(walk.assumptions),
  };
}

function at<T>(list: readonly T[], place: number): T {
  const found = list[place];
  if (found === undefined) throw new Error(`the page points at ${place} in a list of ${list.length}`);
  return found;
}
