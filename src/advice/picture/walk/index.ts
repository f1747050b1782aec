/** One question to one world as a picture tells it: the same that `denat trace` would answer, with the boxes of its ways. */
import type { Explanation, MissingFact, Step } from "../../../model/answer.ts";
import { traceAll } from "../../../reach/index.ts";
import type { Question, World } from "../../../reach/index.ts";
import type { Board } from "../board/index.ts";
import type { DistinctList } from "../../../model/distinct-list.ts";
import type { PicturedStep, PicturedWalk } from "../picture.ts";
import { waysOf } from "./ways.ts";

export interface WalkLists {
  readonly walks: DistinctList<PicturedWalk>;
  readonly steps: DistinctList<PicturedStep>;
  readonly explanations: DistinctList<Explanation>;
  readonly facts: DistinctList<MissingFact>;
}

/** The place of the walk in `lists`. */
export function addWalk(lists: WalkLists, board: Board, world: World, question: Question): number {
  const { trace, findings } = traceAll(world, question);
  const addSteps = (steps: readonly Step[]) =>
    steps.map((step) => lists.steps.add({ ...step, boxes: board.find(step.component) }));
  const { verdict, via, symptom, explanations, unknowns, assumptions } = trace;
  const ways = waysOf(findings, {
    find: board.find,
    behind: (last) => behindOf(board, world, question, last),
  });
  const [only, ...others] = ways;
  return lists.walks.add({
    verdict,
    via,
    symptom,
    forward: addSteps(trace.forward),
    return: addSteps(trace.return),
    explanations: explanations.map(lists.explanations.add),
    unknowns: unknowns.map(lists.facts.add),
    assumptions: assumptions.map(lists.facts.add),
    ways: only !== undefined && others.length === 0 ? [{ ...only, outcome: outcomes[verdict] }] : ways,
  });
}

const outcomes = { reachable: "pass", blocked: "drop", partial: "some", unknown: "unknown" } as const;

/** A service of AWS is behind an endpoint, and behind the internet gateway too. */
function behindOf(
  board: Board,
  { facts }: World,
  { destination }: Question,
  last: readonly string[],
): string | undefined {
  const kind = board.kindOf(last[0] ?? "");
  if (kind === "interface-endpoint" || kind === "gateway-endpoint") return board.outside("aws");
  const isOnward = kind === "internet-gateway" || kind === "egress-only-internet-gateway" || kind === "vpc";
  if (!isOnward) return undefined;
  const isAws =
    destination.kind === "service" ||
    (destination.kind === "host" && facts.classifyHost(destination.host).kind === "aws");
  return board.outside(isAws ? "aws" : "internet");
}
