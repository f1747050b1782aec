// What is asked about for losses alone, against the whole difference: DENAT_LOSS_PAIRS=500 compares many more.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { includes, isSubset, toSet } from "../../../src/model/interval-set.ts";
import { known } from "../../../src/model/known.ts";
import type { Box, Change } from "../../../src/model/difference.ts";
import type { Network } from "../../../src/model/network.ts";
import { createWorld, exactLosses, lossesBetween } from "../../../src/reach/index.ts";
import type { Losses } from "../../../src/reach/index.ts";
import { extentOf } from "../../../src/reach/diff/loss/extent.ts";
import { weakened } from "../../../src/reach/diff/loss/weakened.ts";
import { facts } from "../ask.ts";
import { acl, base, group, interfaceEndpoint, withEndpoints, withRows } from "../estate.ts";
import { pairs } from "./estates.ts";

const pairsAsked = Number(process.env["DENAT_LOSS_PAIRS"] ?? 6);

const worldsOf = (before: Network, after: Network) => ({
  before: createWorld(before, facts),
  after: createWorld(after, facts),
});

/** All that each source loses, whatever is the cause. */
function bySource({ lost }: Losses) {
  const found = new Map<string, { services: string[]; addresses: (readonly [bigint, bigint])[] }>();
  for (const { sources, changes: all } of lost)
    for (const { id } of sources) {
      const changes = all.filter((change) => !mayBeMore(change));
      const own = found.get(id) ?? { services: [], addresses: [] };
      found.set(id, own);
      own.services.push(...changes.flatMap(({ services }) => services.map(({ service }) => service)));
      own.addresses.push(
        ...changes.flatMap(({ boxes }) => boxes.filter(isOverTcp).flatMap(({ addresses }) => addresses)),
      );
    }
  return found;
}

/** Less than all, where it was not known whether any: with a rule more, that is no loss. */
const mayBeMore = ({ before, after }: Change) => before.verdict === "unknown" && after.verdict === "partial";

const isOverTcp = ({ traffic }: Box) => traffic.some(({ protocols }) => includes(protocols, 6));

describe("losses between two networks", () => {
  it("leave out nothing that the whole difference tells", { timeout: 3_600_000 }, () => {
    let compared = 0;
    fc.assert(
      fc.property(pairs, ({ before, after }) => {
        const told = bySource(lossesBetween(worldsOf(before, after), { strict: false }));
        for (const [id, { services, addresses }] of bySource(exactLosses(worldsOf(before, after), false))) {
          compared += 1;
          expect(told.get(id)?.services ?? []).toEqual(expect.arrayContaining(services));
          expect(isSubset(toSet(addresses), toSet(told.get(id)?.addresses ?? []))).toBe(true);
        }
      }),
      { numRuns: pairsAsked, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(0);
  });

  const before = withEndpoints(base, "ssm");
  const quiet = (service: string) =>
    withRows(before, { vpcEndpoints: [{ ...interfaceEndpoint(service), privateDnsEnabled: known(false) }] });

  it("are none where rules admit more, and where endpoints come that no name leads to", () => {
    const more = withRows(quiet("kms"), {
      securityGroups: [group("sg-new", "vpc-1", {})],
    });
    expect(extentOf(worldsOf(before, weakened(before, more)))).toMatchObject({
      addresses: [],
      services: new Set(),
    });
    expect(lossesBetween(worldsOf(before, more), { strict: false })).toEqual({ lost: [], gone: [] });
  });

  it("are asked of the names of an endpoint that gets private DNS, and of nothing else", () => {
    const off = quiet("kms");
    const on = withRows(off, { vpcEndpoints: [interfaceEndpoint("kms")] });
    const extent = extentOf(worldsOf(off, weakened(off, on)));
    expect(extent?.addresses).toEqual([]);
    expect([...(extent?.services ?? [])]).toEqual(expect.arrayContaining(["kms"]));
    expect(extent?.services?.has("sqs")).toBe(false);
  });

  it("may be anywhere where a rule is taken away", () => {
    const acls = [...before.networkAcls.values()].map((row) => ({ ...row, entries: known([]) }));
    const shut = withRows(before, { networkAcls: acls.length > 0 ? acls : [acl("acl-x", "vpc-1", [])] });
    expect(extentOf(worldsOf(before, weakened(before, shut)))).toBeUndefined();
  });
});
