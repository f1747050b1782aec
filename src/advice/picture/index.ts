/** The picture of a plan: every VPC as boxes, every group of workloads with its walks in all three networks, and the costs. */
import type { Facts } from "../../facts/index.ts";
import type { Network } from "../../model/network.ts";
import type { World } from "../../reach/index.ts";
import type { Alike } from "../alike.ts";
import type { Fleet } from "../fleet.ts";
import type { Conceived } from "../index.ts";
import type { WorkloadNeed } from "../need/index.ts";
import type { Case } from "../prove/case.ts";
import { endpointThings } from "./board/endpoints.ts";
import { gatewayThings } from "./board/gateways.ts";
import { createBoard } from "./board/index.ts";
import type { Board } from "./board/index.ts";
import { natThings } from "./board/nats.ts";
import { workloadThings } from "./board/workloads.ts";
import { costPicture } from "./cost.ts";
import { groupsOf } from "./group.ts";
import { createDistinctList } from "../../model/distinct-list.ts";
import type { DistinctList } from "../../model/distinct-list.ts";
import { commonName } from "./name.ts";
import type {
  Box,
  Cell,
  Picture,
  PicturedAnswer,
  PicturedNeed,
  VpcPicture,
  WorkloadGroup,
} from "./picture.ts";
import { addWalk } from "./walk/index.ts";
import type { WalkLists } from "./walk/index.ts";

export function pictureOf(conceived: Conceived, network: Network, facts: Facts): Picture {
  const { worlds, cases } = conceived;
  const lists = createLists();
  const nextId = numbered();
  const groups = groupsOf(worlds, cases);
  const vpcs = cases.map((trial, index) =>
    pictureVpc(conceived, trial, { groups: groups[index] ?? [], lists, nextId }),
  );
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

/** Short, and inert wherever a page puts it. */
function numbered(): () => string {
  let count = 0;
  return () => `b${(count += 1)}`;
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

interface Means {
  readonly groups: readonly Alike[];
  readonly lists: Lists;
  readonly nextId: () => string;
}

function pictureVpc(
  { worlds, nats: leaving, after }: Conceived,
  { vpc, nats, bystanders }: Case,
  { groups, lists, nextId }: Means,
): VpcPicture {
  const { today, facts } = { today: worlds.today.world.network, facts: worlds.today.world.facts };
  const natIds = new Set(nats.map(({ id }) => id));
  const others = bystanders.filter(({ id }) => !natIds.has(id));
  const workloads = workloadThings(groups, others);
  const things = [
    ...gatewayThings(today, vpc.id),
    ...natThings(today, nats, new Set(leaving.map(({ id }) => id))),
    ...endpointThings({ today, after }, vpc.id, (name) => facts.tokenOf(name)),
    ...workloads.things,
  ];
  const board = createBoard({ today: worlds.today.world, after: worlds.after.world }, vpc, things, nextId);
  if (things.some(({ kind }) => leadsOut.has(kind))) board.outside("internet");
  const cellsOf = createCells(worlds, lists, board);
  const pictured = groups.map((group, index): WorkloadGroup => ({
    name: commonName(group.members),
    kind: group.first.kind,
    members: group.members.map(({ id }) => id),
    boxes: (workloads.ofGroup[index] ?? []).map(board.idOf),
    walked: group.first.id,
    cells: cellsOf(group),
  }));
  return { id: vpc.id, boxes: board.boxes(), groups: pictured };
}

const leadsOut = new Set<Box["kind"]>(["internet-gateway", "egress-only-internet-gateway"]);

function createCells(
  worlds: Conceived["worlds"],
  lists: Lists,
  board: Board,
): (group: Alike) => readonly Cell[] {
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
