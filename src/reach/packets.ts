/**
 * Sets of packets, and how much of a question a set covers.
 *
 * A packet of one protocol is a point in four dimensions. Every filter of the walk answers with the packets it certainly
 * passes and those it possibly passes; `coverage` turns the two into one of four answers, minding which dimensions are
 * "every one of these may be used" (ephemeral ports, addresses DNS may answer with) and which are "one of these, we do
 * not know which" (the address a template's instance will get).
 */
import { intersect, isEmpty, isSubset, meets, subtract } from "../model/interval-set.ts";
import type { AddressSet, PortSet } from "../model/interval-set.ts";

/** The packets whose four coordinates lie in four sets. */
export interface Packets {
  readonly src: AddressSet;
  readonly dst: AddressSet;
  readonly srcPorts: PortSet;
  readonly dstPorts: PortSet;
}

/** A union of boxes. */
export type PacketSet = readonly Packets[];

/** What a filter lets through: certainly, and possibly (which contains the certain). */
export interface Screened {
  readonly certain: PacketSet;
  readonly possible: PacketSet;
}

/** Which address dimensions hold one unknown address instead of any. */
export interface Undetermined {
  readonly src: boolean;
  readonly dst: boolean;
}

export type Coverage = "all" | "none" | "some" | "unknown";

/** The answer to the same packets, travelling back. */
export function reversed(packets: Packets): Packets {
  return { src: packets.dst, dst: packets.src, srcPorts: packets.dstPorts, dstPorts: packets.srcPorts };
}

export function intersectPackets(a: Packets, b: Packets): Packets | undefined {
  const src = intersect(a.src, b.src);
  const dst = intersect(a.dst, b.dst);
  const srcPorts = intersect(a.srcPorts, b.srcPorts);
  const dstPorts = intersect(a.dstPorts, b.dstPorts);
  return [src, dst, srcPorts, dstPorts].some((set) => set.length === 0)
    ? undefined
    : { src, dst, srcPorts, dstPorts };
}

/** The packets of `a` outside `b`: at most one box per dimension. */
export function subtractPackets(a: Packets, b: Packets): PacketSet {
  const common = intersectPackets(a, b);
  if (common === undefined) return [a];
  const { src, dst, srcPorts } = common;
  return [
    { ...a, src: subtract(a.src, b.src) },
    { ...a, src, dst: subtract(a.dst, b.dst) },
    { ...a, src, dst, srcPorts: subtract(a.srcPorts, b.srcPorts) },
    { src, dst, srcPorts, dstPorts: subtract(a.dstPorts, b.dstPorts) },
  ].filter((box) => !isNothing(box));
}

const isNothing = ({ src, dst, srcPorts, dstPorts }: Packets): boolean =>
  isEmpty(src) || isEmpty(dst) || isEmpty(srcPorts) || isEmpty(dstPorts);

const touches = (a: Packets, b: Packets): boolean =>
  meets(a.dstPorts, b.dstPorts) &&
  meets(a.dst, b.dst) &&
  meets(a.src, b.src) &&
  meets(a.srcPorts, b.srcPorts);

const isInside = (inner: Packets, outer: Packets): boolean =>
  isSubset(inner.dstPorts, outer.dstPorts) &&
  isSubset(inner.dst, outer.dst) &&
  isSubset(inner.src, outer.src) &&
  isSubset(inner.srcPorts, outer.srcPorts);

export function subtractSet(a: PacketSet, b: PacketSet): PacketSet {
  return b.reduce<PacketSet>((rest, box) => rest.flatMap((part) => subtractPackets(part, box)), a);
}

export function intersectSet(a: PacketSet, box: Packets): PacketSet {
  return a.map((part) => intersectPackets(part, box)).filter((part) => part !== undefined);
}

/** How much of `asked` gets through `screened`. */
export function coverage(asked: Packets, screened: Screened, undetermined: Undetermined): Coverage {
  const certain = coverageOf(asked, screened.certain, undetermined);
  if (certain === "all" || screened.certain === screened.possible) return certain;
  const possible = coverageOf(asked, screened.possible, undetermined);
  return certain === possible ? certain : "unknown";
}

function coverageOf(asked: Packets, set: PacketSet, undetermined: Undetermined): Coverage {
  if (set.some((box) => isInside(asked, box))) return "all";
  const near = set.filter((box) => touches(asked, box));
  if (near.length === 0) return "none";
  if (undetermined.src) return agreement(asked, near, "src", { ...undetermined, src: false });
  if (undetermined.dst) return agreement(asked, near, "dst", { ...undetermined, dst: false });
  return subtractSet([asked], near).length === 0 ? "all" : "some";
}

/** The coverage that holds whichever single value of `dimension` it is, or unknown when values differ. */
function agreement(asked: Packets, set: PacketSet, dimension: "src" | "dst", rest: Undetermined): Coverage {
  let common: Coverage | undefined;
  for (const atom of atoms(
    asked[dimension],
    set.map((box) => box[dimension]),
  )) {
    const within = set.filter((box) => isSubset(atom, box[dimension]));
    const answer = coverageOf({ ...asked, [dimension]: atom }, within, rest);
    if (common !== undefined && answer !== common) return "unknown";
    common = answer;
  }
  return common ?? "none";
}

/** `whole` cut into the largest parts that no set of `cuts` splits. */
function atoms(whole: AddressSet, cuts: readonly AddressSet[]): readonly AddressSet[] {
  return cuts.reduce<readonly AddressSet[]>(
    (parts, cut) =>
      parts.flatMap((part) => [intersect(part, cut), subtract(part, cut)].filter((piece) => !isEmpty(piece))),
    [whole],
  );
}
