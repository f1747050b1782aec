/**
 * Destinations of one area, seen from one VPC, put together by what may stand on the way to them. Groups at either end
 * do not count here: they are asked apart (`src/reach/diff/gates/`).
 *
 * Two addresses are of one cell when they lie in the same blocks of all rules that may be asked on the way, and when
 * those who have them are alike to such rules: in one subnet, before the same endpoint. Both networks cut, so that what
 * is true of one address of a cell is true of all of it on either side.
 */
import type { NetworkInterfaceId, VpcEndpointId } from "../../../model/entity/entity.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import type { Interval } from "../../../model/interval-set.ts";
import { valueOr } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { Traffic } from "../../../model/traffic.ts";
import { forwardersOf } from "../../divider.ts";
import type { Destination } from "../../question.ts";
import type { World } from "../../world.ts";
import { both, sides } from "../sides.ts";
import type { Sides } from "../sides.ts";
import { cutAddresses } from "./addresses.ts";
import { isOfEndpoint } from "./ends.ts";
import type { Stretch } from "./addresses.ts";
import type { Area } from "./area.ts";
import type { Block, Rules } from "./block.ts";

/** Somebody who may be sent to: at one address, or asked for by id where an address is not known. */
export interface Member {
  /** Among those of its area. */
  readonly number: number;
  readonly rows: Sides<NetworkInterface | undefined>;
  readonly addresses: readonly Interval<bigint>[];
  /** Of the network after. */
  readonly interfaces: readonly NetworkInterfaceId[];
}

/** What becomes of one on the way becomes of all. */
export interface FieldCell {
  /** One of them. */
  readonly destination: Sides<Destination>;
  readonly rows: Sides<NetworkInterface | undefined>;
  readonly members: readonly Member[];
  /** Where nobody is. */
  readonly vacant: readonly Interval<bigint>[];
  /** Of what leads there alone, whatever screens: equal for cells with the same routes, in the same subnet. */
  readonly led: string;
}

export interface Field {
  /** What the rules on the way name. */
  readonly traffics: readonly Traffic[];
  readonly cells: readonly FieldCell[];
  readonly cellOf: (member: Member) => FieldCell | undefined;
  readonly membersOf: ReadonlyMap<NetworkInterface, readonly Member[]>;
}

/** Whoever is in an area, wherever it is seen from. */
interface Crowd {
  readonly members: readonly Member[];
  readonly membersOf: ReadonlyMap<NetworkInterface, readonly Member[]>;
}

const crowds = new WeakMap<Area["occupants"], Crowd>();

function crowdOf({ occupants }: Area): Crowd {
  const known = crowds.get(occupants);
  if (known !== undefined) return known;
  const crowd = toCrowd(
    occupants.map(({ address, rows }, number) => ({
      number,
      rows,
      addresses: [[address, address]],
      interfaces: [],
    })),
  );
  crowds.set(occupants, crowd);
  return crowd;
}

function toCrowd(members: readonly Member[]): Crowd {
  const membersOf = new Map<NetworkInterface, Member[]>();
  for (const member of members) {
    const { before, after } = member.rows;
    for (const row of before === after ? [before] : [before, after]) {
      if (row === undefined) continue;
      const own = membersOf.get(row);
      if (own === undefined) membersOf.set(row, [member]);
      else own.push(member);
    }
  }
  return { members, membersOf };
}

type Growing = FieldCell & { readonly members: Member[]; readonly vacant: Interval<bigint>[] };

export function toField(worlds: Sides<World>, area: Area, { blocks, leading, traffics }: Rules): Field {
  const cells = new Map<string, Growing>();
  const ledAt = placedIn(cutAddresses(area.set, leading));
  const cellFor = (key: string, address: bigint, rows: Member["rows"]): Growing => {
    const alike = cells.get(key);
    if (alike !== undefined) return alike;
    const asked = { kind: "address", address } as Destination;
    const led = `${ledAt(address)} ${whereabouts(worlds, rows)}`;
    const cell = { destination: { before: asked, after: asked }, rows, members: [], vacant: [], led };
    cells.set(key, cell);
    return cell;
  };
  const isAlone = { before: undefined, after: undefined };
  const { occupants, isAssigned } = area;
  const leave = (signature: string, first: bigint, last: bigint) => {
    if (isAssigned && first <= last) cellFor(signature, first, isAlone).vacant.push([first, last]);
  };
  const crowd = crowdOf(area);
  const cellAt: FieldCell[] = [];
  let next = 0;
  for (const { first, last, signature } of cutAddresses(area.set, blocks)) {
    let from = first;
    for (; next < occupants.length; next += 1) {
      const occupied = occupants[next];
      if (occupied === undefined || occupied.address > last) break;
      if (occupied.address < from) continue;
      const { address, rows } = occupied;
      leave(signature, from, address - 1n);
      const isBoth = rows.before !== undefined && rows.after !== undefined;
      if (isAssigned || isBoth) {
        const cell = cellFor(`${signature} ${likeness(worlds, rows)}`, address, rows);
        const member = crowd.members[next];
        if (member !== undefined) {
          cell.members.push(member);
          cellAt[member.number] = cell;
        }
      }
      from = address + 1n;
    }
    leave(signature, from, last);
  }
  return {
    traffics,
    cells: [...cells.values()],
    cellOf: ({ number }) => cellAt[number],
    membersOf: crowd.membersOf,
  };
}

function whereabouts(worlds: Sides<World>, rows: Member["rows"]): string {
  const words = sides.map((side) => {
    const row = rows[side];
    if (row === undefined) return "nobody";
    return `${valueOr(row.subnet, "?")}${isOfEndpoint(worlds[side], row) ? " endpoint" : ""}`;
  });
  return words.join(" ");
}

/** Which stretch an address lies in. */
function placedIn(stretches: readonly Stretch[]): (address: bigint) => string {
  return (address) => {
    let low = 0;
    let high = stretches.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((stretches[middle]?.last ?? 0n) < address) low = middle + 1;
      else high = middle;
    }
    return stretches[low]?.signature ?? "";
  };
}

/** Interfaces that both networks have, and whose addresses one of them does not tell: they are asked for by name. */
export function toNamedField(
  worlds: Sides<World>,
  pairs: readonly Sides<NetworkInterface>[],
  { blocks, traffics }: Rules,
): Field {
  const cells = new Map<string, Growing>();
  const cellAt: FieldCell[] = [];
  for (const [number, rows] of pairs.entries()) {
    const { before, after } = both(rows, ({ addresses }) => lyingIn(addresses, blocks));
    const key = `${likeness(worlds, rows)} ${before} ${after}`;
    const destination = both(rows, ({ id }): Destination => ({ kind: "interface", id }));
    const cell = cells.get(key) ?? { destination, rows, members: [], vacant: [], led: key };
    cells.set(key, cell);
    cell.members.push({ number, rows, addresses: [], interfaces: [rows.after.id] });
    cellAt[number] = cell;
  }
  const all = [...cells.values()];
  const { membersOf } = toCrowd(all.flatMap(({ members }) => members));
  return { traffics, cells: all, cellOf: ({ number }) => cellAt[number], membersOf };
}

/** Equal for interfaces that nothing on the way tells apart but by their addresses. */
function likeness(worlds: Sides<World>, rows: Member["rows"]): string {
  const { before, after } = both(rows, (row, side) =>
    row === undefined
      ? "nobody"
      : worlds[side].once("likeness of a destination", row, () => likenessOf(worlds[side], row)),
  );
  return `${before} | ${after}`;
}

function likenessOf(world: World, { vpc, subnet, groups, owner, client }: NetworkInterface): string {
  const endpoint = world.network.vpcEndpoints.has(owner as VpcEndpointId) ? owner : "";
  const facts = (fact: Known<string>) => (fact.known ? fact.value : `? ${fact.fact}`);
  const named = world.once("groups that forwarders name", "all", () => namedByForwarders(world));
  const memberships = groups.known ? groups.value.filter((id) => named.has(id)).join("+") : groups.fact;
  return [vpc, facts(subnet), memberships, endpoint, client].join(" ");
}

/** A NAT instance sends on what its own groups let out, and those may name groups. */
function namedByForwarders({ network }: World): ReadonlySet<string> {
  const groups = forwardersOf(network).flatMap((row) => valueOr(row.groups, []));
  return new Set(
    groups.flatMap((id) => {
      const egress = network.securityGroups.get(id)?.egress;
      return (egress === undefined ? [] : valueOr(egress, [])).flatMap(({ peer }) =>
        peer.known && peer.value.kind === "security-group" ? [peer.value.id] : [],
      );
    }),
  );
}

function lyingIn(addresses: NetworkInterface["addresses"], blocks: readonly Block[]): string {
  if (!addresses.known) return "somewhere in its subnet";
  const labels = addresses.value.map((address) =>
    blocks
      .filter(({ first, last }) => first <= address && address <= last)
      .map(({ label }) => label)
      .join(" "),
  );
  return labels.join(",");
}
