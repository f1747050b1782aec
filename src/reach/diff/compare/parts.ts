/** Addresses where nobody is, by what the groups of a sender let out to them: made once for all senders of the same groups. */
import type { Family } from "../../../model/address.ts";
import { intersect, subtract, toSet } from "../../../model/interval-set.ts";
import type { AddressSet, Interval } from "../../../model/interval-set.ts";
import type { World } from "../../world.ts";
import { cutAddresses } from "../cells/addresses.ts";
import { blocksNamedBy } from "../cells/ends.ts";
import type { FieldCell } from "../cells/field.ts";
import type { AreaChange } from "../changed/index.ts";
import { admittedBy, rulesOf } from "../gates/rules.ts";
import { createScreen } from "../gates/screen.ts";
import type { Screen } from "../gates/screen.ts";
import { isNone, nameOfSet } from "../gates/traffic-set.ts";
import { receiverAt } from "../sender.ts";
import type { Receiver, Sender } from "../sender.ts";
import { sides } from "../sides.ts";
import type { Sides } from "../sides.ts";

export interface Part {
  readonly addresses: readonly Interval<bigint>[];
  /** One of each stretch of rules that let out the same. */
  readonly firsts: readonly bigint[];
  readonly receiver: Receiver;
  readonly screen: Screen;
}

interface Wanted {
  readonly change: AreaChange;
  readonly family: Family;
}

export type PartsOf = (sender: Sender, cell: FieldCell, wanted: Wanted) => readonly Part[];

export const nobody = { before: undefined, after: undefined } as const;

export function createParts(worlds: Sides<World>, areAlike: boolean): PartsOf {
  const known = new Map<FieldCell, Map<string, readonly Part[]>>();
  const cut: PartsOf = (sender, cell, { change, family }) =>
    setsOf(cell, change).flatMap((set) =>
      growParts(worlds, sender, set, family).map(({ addresses, firsts }): Part => {
        const receiver = receiverAt(nobody, firsts[0]);
        const screen = createScreen(worlds, { sender, receiver, family, areAlike });
        return { addresses, firsts, receiver, screen };
      }),
    );
  return (sender, cell, wanted) => {
    const ofCell = known.get(cell) ?? new Map<string, readonly Part[]>();
    known.set(cell, ofCell);
    const { isWhole, where } = wanted.change;
    const key = `${worlds.before.numberOf(where)} ${isWhole} ${sender.named}`;
    const parts = ofCell.get(key) ?? cut(sender, cell, wanted);
    ofCell.set(key, parts);
    return parts;
  };
}

/** Where the way is another, and where it is not. */
function setsOf({ vacant }: FieldCell, { isWhole, where }: AreaChange): readonly AddressSet[] {
  const whole = toSet(vacant);
  const changed = intersect(whole, where);
  return (isWhole ? [changed, subtract(whole, changed)] : [changed]).filter((set) => set.length > 0);
}

interface Growing {
  readonly addresses: Interval<bigint>[];
  readonly firsts: [bigint, ...bigint[]];
}

function growParts(
  worlds: Sides<World>,
  sender: Sender,
  set: AddressSet,
  family: Family,
): readonly Growing[] {
  const parts = new Map<string, Growing>();
  const names = new Map<string, string>();
  for (const { first, last, signature } of cutAddresses(set, blocksNamedBy(worlds, sender.groups))) {
    const isNew = !names.has(signature);
    const name = names.get(signature) ?? letOut(worlds, sender, first, family) ?? signature;
    names.set(signature, name);
    const part = parts.get(name);
    if (part === undefined) parts.set(name, { addresses: [[first, last]], firsts: [first] });
    else {
      part.addresses.push([first, last]);
      if (isNew) part.firsts.push(first);
    }
  }
  return [...parts.values()];
}

/** What leaves towards an address; undefined where it is in doubt, for that may be so for reasons of its own. */
function letOut(
  worlds: Sides<World>,
  { groups }: Sender,
  address: bigint,
  family: Family,
): string | undefined {
  const other = { set: [[address, address]], groups: undefined } as const;
  const names = sides.map((side) => {
    const own = groups[side];
    if (own === undefined || own === "ignored") return "anything";
    const { sure, doubt } = admittedBy(rulesOf(worlds[side], own, "egress", family), other, "none");
    return isNone(doubt) ? nameOfSet(sure) : undefined;
  });
  return names.includes(undefined) ? undefined : names.join(" | ");
}
