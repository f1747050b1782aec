// The estate of the benchmark, small: VPCs behind a transit gateway, groups grown over years, and one thing changed.
import { describe, expect, it } from "vitest";
import { createEstate } from "../../../bench/estate.ts";
import { changedEstate, changes } from "../../../bench/estate/change.ts";
import type { EstateChange } from "../../../bench/estate/change.ts";
import { createRandom } from "../../../bench/estate/random.ts";
import type { Random } from "../../../bench/estate/random.ts";
import type { Difference } from "../../../src/model/difference.ts";
import { valueOr } from "../../../src/model/known.ts";
import type { Network } from "../../../src/model/network.ts";
import { changesAt, createSingleWalks, diff } from "./point.ts";
import type { Packet } from "./point.ts";

const interfaces = 280;
const packets = 1500;

/** Under other ids a single walk would have to be told who is who. */
const renamed: readonly EstateChange[] = ["as a template has it", "another estate"];

const clientsOf = ({ networkInterfaces }: Network) =>
  [...networkInterfaces.values()].filter(({ client }) => ["linux", "windows"].includes(client));

const addressesOf = ({ networkInterfaces }: Network) =>
  [...networkInterfaces.values()].flatMap(({ addresses }) => [...valueOr(addresses, [])]);

/** What some rule of whom it is for names: most packets drawn blindly are dropped by groups on either side. */
function admitted(network: Network): readonly Packet[] {
  const clients = clientsOf(network).map(({ id, addresses }) => ({
    id,
    address: valueOr(addresses, [])[0] ?? 0n,
  }));
  return [...network.networkInterfaces.values()].flatMap(({ groups, addresses }) =>
    valueOr(groups, [])
      .flatMap((id) => valueOr(network.securityGroups.get(id)?.ingress ?? { known: true, value: [] }, []))
      .flatMap(({ peer, traffic }): readonly Packet[] => {
        const { cidr } = peer.known && peer.value.kind === "cidr" ? peer.value : { cidr: undefined };
        const port = traffic.known ? (traffic.value.ports[0]?.[0] ?? 0) : 0;
        if (cidr === undefined) return [];
        return clients
          .filter(({ address }) => cidr.first <= address && address <= cidr.last)
          .flatMap(({ id }) =>
            valueOr(addresses, []).map((address) => ({ source: id, address, protocol: 6, port })),
          );
      }),
  );
}

/** Something that is said to differ. */
function pickTold(random: Random, { differences }: Difference): Packet | undefined {
  const told = differences.flatMap(({ sources, changes: own }) =>
    own.flatMap(({ boxes }) => boxes.map((box) => ({ sources, box }))),
  );
  if (told.length === 0) return undefined;
  const { sources, box } = random.pick(told);
  const [address] = random.pick(box.addresses.length === 0 ? [[0n, 0n] as const] : box.addresses);
  const { protocols, ports } = random.pick(box.traffic);
  const protocol = protocols[0]?.[0] ?? 6;
  return { source: random.pick(sources).id, address, protocol, port: ports[0]?.[0] ?? 0 };
}

describe("an estate", () => {
  it.each(changes.filter((change) => !renamed.includes(change)))(
    "with %s differs exactly where single walks do",
    { timeout: 600_000 },
    (change) => {
      const before = createEstate(interfaces);
      const after = changedEstate(createEstate(interfaces), change);
      const difference = diff(before, after);
      const singly = createSingleWalks(before, after);
      const random = createRandom(7);
      const clients = clientsOf(before);
      const targets = [...addressesOf(before), ...addressesOf(after)];
      const likely = [...admitted(before), ...admitted(after)].filter(({ source }) =>
        clients.some(({ id }) => id === source),
      );
      let differing = 0;
      for (let count = 0; count < packets; count += 1) {
        const blind = {
          source: random.pick(clients).id,
          address: random.chance(0.2) ? BigInt(random.integer(0, 2 ** 32 - 1)) : random.pick(targets),
          protocol: random.chance(0.9) ? 6 : 17,
          port: random.chance(0.8) ? random.pick([22, 80, 443, 3306, 5432, 8080]) : random.integer(0, 65_535),
        };
        const told = random.chance(0.2) ? pickTold(random, difference) : undefined;
        const one = told ?? (random.chance(0.6) ? random.pick(likely) : blind);
        const expected = singly(one);
        differing += expected.length;
        const found = changesAt(difference, one);
        if (found.join() !== expected.join()) expect({ one, found }).toEqual({ one, found: expected });
      }
      const hasBoxes = difference.differences.some(({ changes: own }) =>
        own.some(({ boxes }) => boxes.length > 0),
      );
      expect(differing > 0).toBe(hasBoxes);
      if (change === "nothing") expect(difference.answer).toBe("same");
    },
  );

  it("of which nothing is found in the other is not called the same", () => {
    const before = createEstate(20);
    const { answer, compared, removed } = diff(before, changedEstate(before, "another estate"));
    expect({ answer, compared, removed: removed.length }).toEqual({
      answer: "cannot-tell",
      compared: 0,
      removed: 20,
    });
  });

  it("says the same by other names, whatever its addresses will be, as far as it can be told", () => {
    const before = createEstate(20);
    const { compared, added, removed, differences } = diff(
      before,
      changedEstate(before, "as a template has it"),
    );
    expect({ compared: compared > 0, added, removed }).toEqual({ compared: true, added: [], removed: [] });
    expect(differences.flatMap(({ changes: own }) => own.filter(({ kind }) => kind === "lost"))).toEqual([]);
  });
});
