/** Every VPC of a plan as boxes: all of the picture that needs no walk. */
import type { Alike } from "../alike.ts";
import type { Conceived } from "../index.ts";
import type { Case } from "../prove/case.ts";
import { endpointThings } from "./board/endpoints.ts";
import { gatewayThings } from "./board/gateways.ts";
import { createBoard } from "./board/index.ts";
import type { Board } from "./board/index.ts";
import { natThings } from "./board/nats.ts";
import type { Thing } from "./board/thing.ts";
import { workloadThings } from "./board/workloads.ts";
import { groupsOf } from "./group.ts";
import type { Box, VpcPicture } from "./picture.ts";

export interface DrawnVpc {
  readonly id: string;
  /** Knows what is in the VPC, and takes up what is outside once a walk leads there. */
  readonly board: Board;
  readonly groups: readonly Alike[];
  /** What stands for each group, in their order. */
  readonly ofGroup: readonly (readonly Thing[])[];
}

/** Of what is outside, the internet alone: only walks tell what else is met. */
export const boxesOf = (conceived: Conceived): readonly Pick<VpcPicture, "id" | "boxes">[] =>
  drawnVpcs(conceived).map(({ id, board }) => ({ id, boxes: board.boxes() }));

export function drawnVpcs(conceived: Conceived): readonly DrawnVpc[] {
  const nextId = numbered();
  const groups = groupsOf(conceived.worlds, conceived.cases);
  return conceived.cases.map((trial, index) => drawVpc(conceived, trial, groups[index] ?? [], nextId));
}

const leadsOut = new Set<Box["kind"]>(["internet-gateway", "egress-only-internet-gateway"]);

/** Short, and inert wherever a page puts it. */
function numbered(): () => string {
  let count = 0;
  return () => `b${(count += 1)}`;
}

function drawVpc(
  { worlds, nats: leaving, after }: Conceived,
  { vpc, nats, bystanders }: Case,
  groups: readonly Alike[],
  nextId: () => string,
): DrawnVpc {
  const { network: today, facts } = worlds.today.world;
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
  return { id: vpc.id, board, groups, ofGroup: workloads.ofGroup };
}
