// What is told of a source in one world serves in the next one, and must not outlive what it was told by.
import { describe, expect, it } from "vitest";
import { createEstate } from "../../bench/estate.ts";
import type { RoleId } from "../../src/model/entity/entity.ts";
import { known } from "../../src/model/known.ts";
import type { Network } from "../../src/model/network.ts";
import { standingOf } from "../../src/reach/place.ts";
import { createWorld } from "../../src/reach/world.ts";
import { facts } from "../facts/facts.ts";

/** How interfaces of workloads fall into places, as numbers in the order of their first members. */
function placesIn(network: Network): readonly number[] {
  const world = createWorld(network, facts);
  const numbers = new Map<object, number>();
  return [...network.networkInterfaces.values()]
    .filter(({ client }) => client === "linux" || client === "windows")
    .map(({ id }) => {
      const { place } = standingOf(world, { kind: "interface", id });
      numbers.set(place, numbers.get(place) ?? numbers.size);
      return numbers.get(place) ?? -1;
    });
}

/** Row by row another object, so that nothing was told of it before. */
const anew = (network: Network): Network => ({
  ...network,
  networkInterfaces: new Map([...network.networkInterfaces].map(([id, row]) => [id, { ...row }])),
});

const withRoles = (network: Network, count: number): Network => ({
  ...network,
  workloads: new Map(
    [...network.workloads].map(([id, row], index) => [
      id,
      { ...row, roles: known([`arn:aws:iam::111122223333:role/${index % count}` as RoleId]) },
    ]),
  ),
});

const json = { Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" }] };
const withPolicies = (network: Network): Network => ({
  ...network,
  vpcEndpoints: new Map(
    [...network.vpcEndpoints].map(([id, row]) => [id, { ...row, policy: known({ kind: "document", json }) }]),
  ),
});

const estate = withRoles(withPolicies(createEstate(750)), 2);
const changes: Readonly<Record<string, (network: Network) => Network>> = {
  "roles of workloads": (network) => withRoles(network, 5),
  "blocks of an ACL": (network) => ({
    ...network,
    networkAcls: new Map(
      [...network.networkAcls].map(([id, row]) => {
        const [first] = row.entries.known ? row.entries.value : [];
        if (first?.cidr.known !== true) throw new Error("an ACL without an entry");
        const { cidr } = first;
        const half = { ...cidr.value, first: 0xa00_1020n, last: 0xa00_1030n } as typeof cidr.value;
        const entry = { ...first, ruleNumber: 7, cidr: known(half) };
        return [id, { ...row, entries: known([entry]) }];
      }),
    ),
  }),
  "policies of endpoints": (network) => ({ ...network, vpcEndpoints: new Map() }),
};

describe("places of sources in world after world", () => {
  it.each(Object.keys(changes))("are those of rows never seen, with other %s", (name) => {
    const before = placesIn(estate);
    const changed = changes[name]?.(estate) ?? estate;
    expect(placesIn(changed)).toEqual(placesIn(anew(changed)));
    expect(placesIn(changed)).not.toEqual(before);
    expect(placesIn(estate)).toEqual(before);
  });
});
