/** Pictures of networks, and what a test looks for in them. */
import { conceive } from "../../../src/advice/index.ts";
import type { Conceived, PlanOptions } from "../../../src/advice/index.ts";
import { pictureOf } from "../../../src/advice/picture/index.ts";
import type { Box, Picture, PicturedWalk } from "../../../src/advice/picture/picture.ts";
import type { Network } from "../../../src/model/network.ts";
import { facts } from "../facts.ts";

export const conceived = (network: Network, options: Partial<PlanOptions> = {}): Conceived =>
  conceive(network, facts, {
    needs: [],
    gbMonth: undefined,
    hoursPerMonth: 730,
    strict: false,
    ...options,
  });

export const pictured = (network: Network, options: Partial<PlanOptions> = {}): Picture =>
  pictureOf(conceived(network, options), network, facts);

/** Outer boxes before inner ones, each with those around it. */
export function boxesIn(
  boxes: readonly Box[],
  around: readonly Box[] = [],
): readonly { readonly box: Box; readonly around: readonly Box[] }[] {
  return boxes.flatMap((box) => [{ box, around }, ...boxesIn(box.children, [...around, box])]);
}

export const allBoxes = (picture: Picture) => picture.vpcs.flatMap(({ boxes }) => boxesIn(boxes));

/** `kind name` of what stands around each box of `kind`, from without to within. */
export function placesOf(picture: Picture, kind: Box["kind"]): readonly string[] {
  return allBoxes(picture)
    .filter(({ box }) => box.kind === kind)
    .map(({ box, around }) => `${box.name} in ${around.map(({ name }) => name || "?").join(" ")}`.trim());
}

export function fateOf(picture: Picture, kind: Box["kind"], name: string): string | undefined {
  return allBoxes(picture).find(({ box }) => box.kind === kind && box.name === name)?.box.fate;
}

export type World = "today" | "withoutNat" | "after";

/** The walks of a workload's group to a service. */
export function walksOf(
  picture: Picture,
  workload: string,
  service: string,
  world: World,
): readonly PicturedWalk[] {
  const group = picture.vpcs
    .flatMap(({ groups }) => groups)
    .find(({ members }) => members.includes(workload));
  const cell = group?.cells.find(({ need }) => picture.needs[need]?.service === service);
  if (cell === undefined) throw new Error(`no cell of ${workload} and ${service}`);
  return (picture.answers[cell[world]]?.walks ?? []).flatMap((place) => picture.walks[place] ?? []);
}

/** Each way as `name, name > name: outcome`. */
export function waysOf(picture: Picture, workload: string, service: string, world: World): readonly string[] {
  const names = new Map(allBoxes(picture).map(({ box }) => [box.id, box.name]));
  return walksOf(picture, workload, service, world).flatMap(({ ways }) =>
    ways.map(({ hops, outcome }) => {
      const steps = hops.map((hop) => hop.map((id) => names.get(id)).join(", "));
      return `${steps.join(" > ")}: ${outcome}`;
    }),
  );
}
