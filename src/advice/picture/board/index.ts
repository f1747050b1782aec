/** One VPC as nested boxes, and which of them stand for a component of a walk. */
import type { ComponentRef } from "../../../model/answer.ts";
import type { VpcId } from "../../../model/entity/entity.ts";
import type { Vpc } from "../../../model/entity/vpc.ts";
import { valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import type { Box } from "../picture.ts";
import { roomsOf, zonesOf } from "./rooms.ts";
import type { BothWorlds, Room } from "./rooms.ts";
import { fateOf } from "./thing.ts";
import type { Thing } from "./thing.ts";

export interface Board {
  readonly idOf: (thing: Thing) => string;
  /** Empty where nothing is drawn for it. What is of another VPC is that VPC, from the outside. */
  readonly find: (component: ComponentRef) => readonly string[];
  readonly kindOf: (id: string) => Box["kind"] | undefined;
  /** The box of what lies behind a gateway or an endpoint; drawn once somebody asks for it. */
  readonly outside: (kind: Outside) => string;
  /** As far as they have been asked for. */
  readonly boxes: () => readonly Box[];
}

export type Outside = "internet" | "aws";

const outsideNames: Readonly<Record<Outside, string>> = { internet: "Internet", aws: "AWS" };

/** `nextId` gives another one each time, over all VPCs of a picture. */
export function createBoard(
  worlds: BothWorlds,
  vpc: Vpc,
  things: readonly Thing[],
  nextId: () => string,
): Board {
  const { network } = worlds.today;
  const ids = new Map<Thing, string>();
  const found = new Map<string, string[]>();
  const room = toBox(vpcHead(worlds, vpc), nextId);
  const refer = (id: string, components: readonly string[]) => {
    for (const one of components) found.set(one, [...(found.get(one) ?? []), id]);
  };
  const boxOf = (thing: Thing): Box => {
    const { at: _, of, ...head } = thing;
    const box = toBox(head, nextId);
    ids.set(thing, box.id);
    refer(box.id, of);
    return box;
  };
  const subnetBox = (own: Room): Box => {
    const box = toBox(own.box, nextId, things.filter(({ at }) => at === own.at).map(boxOf));
    refer(box.id, [own.at]);
    return box;
  };
  refer(room.id, [vpc.id]);
  const rooms = roomsOf(
    worlds,
    worlds.today.topology.subnetsOf(vpc.id),
    things.map(({ at }) => at),
  );
  const zones = zonesOf(rooms).map(({ name, note, rooms: own }) =>
    toBox({ kind: "zone", name, note, fate: "kept" }, nextId, own.map(subnetBox)),
  );
  const own = { ...room, children: [...things.filter(({ at }) => at === "vpc").map(boxOf), ...zones] };
  const outer = createOuter(nextId);
  const inner = new Map([...allOf([own])].map(({ id, kind }) => [id, kind]));
  return {
    idOf: (thing) => ids.get(thing) ?? room.id,
    find: (component) => {
      const known = found.get(component.id);
      if (known !== undefined) return known;
      const other = vpcOf(network, component);
      return other === undefined || other === vpc.id ? [] : [outer.box("vpc", other, "")];
    },
    kindOf: (id) => inner.get(id) ?? outer.boxes.find((box) => box.id === id)?.kind,
    outside: (kind) => outer.box(kind, outsideNames[kind], ""),
    boxes: () => [own, ...outer.boxes],
  };
}

type Head = Omit<Box, "id" | "children">;

const toBox = (head: Head, nextId: () => string, children: readonly Box[] = []): Box => ({
  id: nextId(),
  ...head,
  children,
});

function* allOf(boxes: readonly Box[]): Generator<Box> {
  for (const box of boxes) {
    yield box;
    yield* allOf(box.children);
  }
}

function vpcHead({ today, after }: BothWorlds, { id, cidrs }: Vpc): Head {
  const blocks = cidrs.known ? cidrs.value.map(({ cidr }) => cidr.text).join(", ") : cidrs.fact;
  return {
    kind: "vpc",
    name: id,
    note: blocks,
    fate: fateOf(today.network.vpcs.get(id), after.network.vpcs.get(id)),
  };
}

function createOuter(nextId: () => string) {
  const boxes: Box[] = [];
  const box = (kind: Box["kind"], name: string, note: string): string => {
    const known = boxes.find((one) => one.kind === kind && one.name === name);
    if (known !== undefined) return known.id;
    const made = toBox({ kind, name, note, fate: "kept" }, nextId);
    boxes.push(made);
    return made.id;
  };
  return { boxes, box };
}

/** The VPC of a component that packets meet on their way. */
function vpcOf(network: Network, { id }: ComponentRef): string | undefined {
  const key = id as never;
  if (network.vpcs.has(key)) return id;
  const nat = network.natGateways.get(key);
  const endpoint = network.vpcEndpoints.get(key);
  const attachment = network.transitGatewayAttachments.get(key);
  const owned = nat?.vpc ?? endpoint?.vpc ?? attachment?.resourceId;
  if (owned !== undefined) return valueOr<string, undefined>(owned, undefined);
  const [only, ...others]: readonly VpcId[] = network.gateways.get(key)?.vpcs ?? [];
  if (only !== undefined && others.length === 0) return only;
  return network.subnets.get(key)?.vpc ?? network.networkInterfaces.get(key)?.vpc;
}
