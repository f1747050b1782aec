/**
 * Whom clients talk to: addresses drawn from AWS's published ranges, and from outside of them.
 *
 * What an address is, is found here by looking at every range, and shares nothing with denat's own way of finding it: the
 * truth of a generated set must not repeat the error that it is to show.
 */
import { readFileSync } from "node:fs";
import type { Random } from "../estate/random.ts";
import { mustHave } from "./scene.ts";

/** All that is to be told of an address: every tag that covers it, and the Region of the longest prefix. */
export interface Kind {
  readonly number: number;
  readonly tags: readonly string[];
  /** "" outside AWS. */
  readonly region: string;
}

export interface Remote {
  readonly address: string;
  readonly kind: Kind;
}

interface Range {
  readonly first: number;
  readonly size: number;
  readonly region: string;
  readonly tags: readonly string[];
}

/** A group of remotes that clients use alike. */
export interface Crowd {
  /** How many of a hundred remotes. */
  readonly share: number;
  readonly has: (range: Range, region: string) => boolean;
}

export const only = (range: Range, ...tags: readonly string[]) => range.tags.join() === tags.join();

/** Those of the Region first, for they carry the most; what no crowd takes is outside AWS. */
export const everybody: readonly Crowd[] = [
  { share: 22, has: (range, region) => range.region === region && range.tags.includes("S3") },
  { share: 6, has: (range, region) => range.region === region && range.tags.includes("DYNAMODB") },
  { share: 20, has: (range, region) => range.region === region && only(range, "AMAZON") },
  { share: 14, has: (range, region) => range.region === region && only(range, "AMAZON", "EC2") },
  { share: 4, has: (range, region) => range.region !== region && range.tags.includes("S3") },
  { share: 3, has: (range, region) => range.region !== region && range.tags.includes("DYNAMODB") },
  { share: 6, has: (range) => range.tags.includes("CLOUDFRONT") },
  { share: 3, has: (range) => range.tags.includes("GLOBALACCELERATOR") },
  { share: 4, has: (range) => only(range, "AMAZON", "EC2") },
  { share: 3, has: () => true },
];

export function createRemotes(
  random: Random,
  region: string,
  count: number,
  crowds: readonly Crowd[],
): readonly Remote[] {
  const ranges = readRanges();
  const kindOf = createKinds(ranges);
  const members = crowds.map(({ has }) => ranges.filter((range) => has(range, region)));
  return Array.from({ length: count }, () => {
    const value = drawAddress(random, crowds, members);
    return { address: dotted(value), kind: kindOf(value) };
  });
}

function drawAddress(
  random: Random,
  crowds: readonly Crowd[],
  members: readonly (readonly Range[])[],
): number {
  let draw = random.integer(1, 100);
  for (const [index, { share }] of crowds.entries()) {
    if (draw <= share) {
      const { first, size } = random.pick(mustHave(members[index]));
      return first + random.integer(0, size - 1);
    }
    draw -= share;
  }
  return drawOutside(random);
}

/** Somewhere in blocks that hosting companies have, as far as AWS has none of them. */
const elsewhere = [31, 37, 45, 62, 77, 81, 93, 104, 138, 151, 185, 193, 194, 195, 212] as const;

function drawOutside(random: Random): number {
  return random.pick(elsewhere) * 2 ** 24 + random.integer(1, 2 ** 24 - 2);
}

function createKinds(ranges: readonly Range[]): (value: number) => Kind {
  const kinds = new Map<string, Kind>();
  // A linear search of what shares the first octet: slow, and too plain to be wrong.
  const byOctet = Array.from({ length: 256 }, (_, octet) =>
    ranges.filter(({ first, size }) => first < (octet + 1) * 2 ** 24 && first + size > octet * 2 ** 24),
  );
  return (value) => {
    const covering = (byOctet[Math.floor(value / 2 ** 24)] ?? [])
      .filter(({ first, size }) => first <= value && value < first + size)
      .toSorted((a, b) => a.size - b.size);
    const tags = [...new Set(covering.flatMap((range) => range.tags))].sort();
    const region = covering[0]?.region ?? "";
    const key = `${tags.join(" ")} ${region}`;
    const kind = kinds.get(key) ?? { number: kinds.size, tags, region };
    kinds.set(key, kind);
    return kind;
  };
}

function readRanges(): readonly Range[] {
  const text = readFileSync(new URL("../../data/address-ranges.csv", import.meta.url), "utf8");
  return text.split("\n").flatMap((line) => {
    const found = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+),([^,]+),(.+)$/.exec(line);
    if (found === null) return [];
    const [a = 0, b = 0, c = 0, d = 0, length = 0] = found.slice(1, 6).map(Number);
    return [
      {
        first: ((a * 256 + b) * 256 + c) * 256 + d,
        size: 2 ** (32 - length),
        region: found[6] ?? "",
        tags: (found[7] ?? "").trim().split(" "),
      },
    ];
  });
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}
