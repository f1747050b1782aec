/**
 * Destinations that no rule tells apart, for one class of sources in one area.
 *
 * Two addresses are of one kind when they lie in the same blocks of all rules that may be asked on the way, and when
 * those who have them are alike to such rules: in one subnet, in the same groups, before the same endpoint. Both networks
 * cut, so that what is true of one address of a kind is true of all of it on either side.
 */
import type { NetworkInterfaceId, VpcEndpointId } from "../../../model/entity/entity.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import type { Interval } from "../../../model/interval-set.ts";
import { known, valueOr } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { Destination } from "../../question.ts";
import type { World } from "../../world.ts";
import { both } from "../sides.ts";
import type { Sides } from "../sides.ts";
import { cutAddresses } from "./addresses.ts";
import type { Area } from "./area.ts";
import type { Block } from "./block.ts";

/** What becomes of one of them becomes of all. */
export interface DestinationCell {
  readonly destination: Sides<Destination>;
  readonly rows: Sides<NetworkInterface | undefined>;
  /** Sorted, disjoint. Empty where interfaces are asked for by their ids. */
  readonly addresses: readonly Interval<bigint>[];
  /** Of interfaces whose addresses one of the networks does not tell. Ids of the network after. */
  readonly interfaces: readonly NetworkInterfaceId[];
}

type Growing = DestinationCell & { readonly addresses: Interval<bigint>[] };

export function destinationCells(
  worlds: Sides<World>,
  { set, occupants, isAssigned }: Area,
  blocks: readonly Block[],
): readonly DestinationCell[] {
  const cells = new Map<string, Growing>();
  const put = (key: string, stretch: Interval<bigint>, rows: DestinationCell["rows"]) => {
    const alike = cells.get(key);
    if (alike !== undefined) {
      alike.addresses.push(stretch);
      return;
    }
    const asked = { kind: "address", address: stretch[0] } as Destination;
    cells.set(key, {
      destination: { before: asked, after: asked },
      rows,
      addresses: [stretch],
      interfaces: [],
    });
  };
  const vacant = { before: undefined, after: undefined };
  let next = 0;
  for (const { first, last, signature } of cutAddresses(set, blocks)) {
    let from = first;
    for (; next < occupants.length; next += 1) {
      const occupied = occupants[next];
      if (occupied === undefined || occupied.address > last) break;
      const { address, rows } = occupied;
      if (address < from) continue;
      if (isAssigned && address > from) put(signature, [from, address - 1n], vacant);
      const isBoth = rows.before !== undefined && rows.after !== undefined;
      if (isAssigned || isBoth) put(`${signature} ${likeness(worlds, rows)}`, [address, address], rows);
      from = address + 1n;
    }
    if (isAssigned && from <= last) put(signature, [from, last], vacant);
  }
  return [...cells.values()];
}

/** Equal for interfaces that no rule tells apart but by their addresses. */
export function likeness(worlds: Sides<World>, rows: DestinationCell["rows"]): string {
  const { before, after } = both(rows, (row, side) =>
    row === undefined
      ? "nobody"
      : worlds[side].once("likeness of a destination", row, () => likenessOf(worlds[side], row)),
  );
  return `${before} | ${after}`;
}

function likenessOf({ network }: World, { vpc, subnet, groups, owner, client }: NetworkInterface): string {
  const endpoint = network.vpcEndpoints.has(owner as VpcEndpointId) ? owner : "";
  const facts = (fact: Known<string | readonly string[]>) =>
    fact.known ? String(fact.value) : `? ${fact.fact}`;
  return [vpc, facts(subnet), facts(groups), endpoint, client].join(" ");
}

/** Interfaces that both networks have, and whose addresses one of them does not tell: they are asked for by name. */
export function namedCells(
  worlds: Sides<World>,
  pairs: Iterable<Sides<NetworkInterface>>,
  blocks: readonly Block[],
): readonly DestinationCell[] {
  const cells = new Map<string, DestinationCell & { readonly interfaces: NetworkInterfaceId[] }>();
  for (const rows of pairs) {
    const { before, after } = both(rows, ({ addresses }) => lyingIn(addresses, blocks));
    const key = `${likeness(worlds, rows)} ${before} ${after}`;
    const alike = cells.get(key);
    if (alike !== undefined) {
      alike.interfaces.push(rows.after.id);
      continue;
    }
    const destination = both(rows, ({ id }): Destination => ({ kind: "interface", id }));
    cells.set(key, { destination, rows, addresses: [], interfaces: [rows.after.id] });
  }
  return [...cells.values()];
}

function lyingIn(addresses: NetworkInterface["addresses"], blocks: readonly Block[]): string {
  if (!addresses.known) return "somewhere in its subnet";
  const labels = valueOr(known(addresses.value), []).map((address) =>
    blocks
      .filter(({ first, last }) => first <= address && address <= last)
      .map(({ label }) => label)
      .join(" "),
  );
  return labels.join(",");
}
