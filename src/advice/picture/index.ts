/** The picture of a plan: every VPC as boxes, every group of workloads with its walks in all three networks, and the costs. */
import type { Facts } from "../../facts/index.ts";
import type { Network } from "../../model/network.ts";
import type { World } from "../../reach/index.ts";
import type { Alike } from "../alike.ts";
import type { Fleet } from "../fleet.ts";
import type { Conceived } from "../index.ts";
import type { WorkloadNeed } from "../need/index.ts";
import type { Board } from "./board/index.ts";
import { drawnVpcs } from "./boxes.ts";
import type { DrawnVpc } from "./boxes.ts";
import { costPicture } from "./cost.ts";
import { createDistinctList } from "../../model/distinct-list.ts";
import type { DistinctList } from "../../model/distinct-list.ts";
import { commonName } from "./name.ts";
import type { Cell, Picture, PicturedAnswer, PicturedNeed, VpcPicture, WorkloadGroup } from "./picture.ts";
import type { Worlds } from "../vpc/rows.ts";
import { addWalk } from "./walk/index.ts";
import type { WalkLists } from "./walk/index.ts";

export function pictureOf(conceived: Conceived, network: Network, facts: Facts): Picture {
  const lists = createLists();
  const vpcs = drawnVpcs(conceived).map((drawn) => pictureVpc(conceived.worlds, drawn, lists));
  const { needs, answers, walks, steps, explanations, facts: told } = lists;
  return {
    vpcs,
    needs: needs.items,
    answers: answers.items,
    walks: walks.items,
    steps: steps.items,
    explanations: explanations.items,
    facts: told.items,
    cost: costPicture(conceived, network, facts),
  };
}

interface Lists extends WalkLists {
  readonly needs: DistinctList<PicturedNeed>;
  readonly answers: DistinctList<PicturedAnswer>;
}

const createLists = (): Lists => ({
  needs: createDistinctList(),
  answers: createDistinctList(),
  walks: createDistinctList(),
  steps: createDistinctList(),
  explanations: createDistinctList(),
  facts: createDistinctList(),
});

function pictureVpc(worlds: Worlds, { id, board, groups, ofGroup }: DrawnVpc, lists: Lists): VpcPicture {
  const cellsOf = createCells(worlds, lists, board);
  const pictured = groups.map((group, index): WorkloadGroup => ({
    name: commonName(group.members),
    kind: group.first.kind,
    members: group.members.map((member) => member.id),
    boxes: (ofGroup[index] ?? []).map(board.idOf),
    walked: group.first.id,
    cells: cellsOf(group),
  }));
  return { id, boxes: board.boxes(), groups: pictured };
}

function createCells(worlds: Worlds, lists: Lists, board: Board): (group: Alike) => readonly Cell[] {
  const answer = (fleet: Fleet, { first }: Alike, need: WorkloadNeed): number => {
    const { verdict, via } = fleet.ask(first, need);
    const walks = walksOf(fleet.world, fleet.questionsOf(first, need));
    return lists.answers.add({ verdict, via, walks });
  };
  const walksOf = (world: World, questions: ReturnType<Fleet["questionsOf"]>) => [
    ...new Set(questions.map((question) => addWalk(lists, board, world, question))),
  ];
  return (group) =>
    group.needed.needs.map((need) => ({
      need: lists.needs.add(toNeed(need)),
      today: answer(worlds.today, group, need),
      withoutNat: answer(worlds.withoutNat, group, need),
      after: answer(worlds.after, group, need),
    }));
}

const toNeed = ({ service, why, evidence, origin, gbMonth }: WorkloadNeed): PicturedNeed => ({
  service,
  why,
  evidence,
  origin,
  gbMonth,
});
