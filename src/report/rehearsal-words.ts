/** What a rehearsal's answer and its three networks are called, in every form of the report. */
import type { Rehearsal, RehearsalCell, RehearsalWorld, SignedAs } from "./rehearsal.ts";
import type { Style } from "./text/page.ts";

export interface Headline {
  readonly word: string;
  readonly style: Style;
  readonly text: string;
}

export const headlines: Readonly<Record<Rehearsal["answer"], Headline>> = {
  works: {
    word: "WORKS",
    style: "good",
    text: "with the proposal applied and no NAT, packets of every workload reach what it needs.",
  },
  fails: {
    word: "FAILS",
    style: "bad",
    text: "with the proposal applied and no NAT, not everything works; all of it was predicted.",
  },
  disagrees: {
    word: "DISAGREES",
    style: "bad",
    text: "packets found something else than was predicted: one of the two is a defect of denat.",
  },
  "cannot-tell": {
    word: "CANNOT TELL",
    style: "doubtful",
    text: "the lab could not build all of the network, and something differs.",
  },
};

export const worldTitles: readonly (readonly [RehearsalWorld, string])[] = [
  ["today", "today"],
  ["withoutNat", "without NAT"],
  ["after", "after"],
];

/** A workload and a service, in each of the networks. */
export interface GridRow<World extends string = RehearsalWorld> {
  readonly workload: string;
  readonly service: string;
  readonly host: string;
  readonly cells: ReadonlyMap<World, RehearsalCell<World>>;
}

export function gridRows<World extends string>(
  cells: readonly RehearsalCell<World>[],
): readonly GridRow<World>[] {
  const rows = new Map<string, RehearsalCell<World>[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.workload, cell.service]);
    const own = rows.get(key);
    if (own === undefined) rows.set(key, [cell]);
    else own.push(cell);
  }
  return [...rows.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { workload, service, host } = first;
    return [{ workload, service, host, cells: new Map(own.map((cell) => [cell.world, cell])) }];
  });
}

const ownerReasons: Readonly<Record<Extract<SignedAs, { kind: "owner" }>["why"], string>> = {
  "no-role": "it has no role",
  "role-unknown": "its role is not known",
};

/** Whose keys a workload's requests are signed with; undefined where none is. */
export function signerText(cells: readonly RehearsalCell<string>[], workload: string): string | undefined {
  const as = cells.find((cell) => cell.workload === workload && cell.signedAs !== undefined)?.signedAs;
  if (as === undefined) return undefined;
  if (as.kind === "owner") return `signs as the owner of the account: ${ownerReasons[as.why]}`;
  return `signs as its role ${as.role}${as.policiesKnown ? "" : ", whose policies are not known"}`;
}
