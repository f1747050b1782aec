/** Two faults at once: both are named, and nothing else, whichever of them hides the other from the packets. */
import { describe, expect, it } from "vitest";
import { doctor, failingRows, faultsIn } from "./doctor-ask.ts";
import {
  aclFaults,
  endpointFaults,
  groupFaults,
  machineFaults,
  missingEndpoints,
  nameFaults,
  preferenceFaults,
  roleFaults,
  withFaults,
} from "./doctor-faults.ts";
import type { TemplateFault } from "./doctor-faults.ts";

/** Faults of different lists touch different resources, save that an endpoint which is not there has no setting either. */
const lists = [
  endpointFaults,
  groupFaults,
  aclFaults,
  nameFaults,
  machineFaults,
  roleFaults,
  preferenceFaults,
];

const across = (lists: readonly (readonly TemplateFault[])[]) =>
  lists.flatMap((one, index) =>
    lists.slice(index + 1).flatMap((other) => one.flatMap((a) => other.map((b) => [a, b] as const))),
  );

const pairs = [
  ...across(lists),
  ...across([
    missingEndpoints,
    [...groupFaults, ...aclFaults, ...nameFaults, ...machineFaults, ...roleFaults, ...preferenceFaults],
  ]),
  ...across([groupFaults.slice(0, 1), groupFaults.slice(1)]),
  ...across([missingEndpoints.slice(0, 1), missingEndpoints.slice(1)]),
];

/**
 * What a fault does to a service that another fault makes needed or hides: faults of names and of the instance's own group
 * fail every service that is needed at all.
 */
const rowsOf = (pair: readonly TemplateFault[]): readonly string[] =>
  [...new Set(pair.flatMap(({ rows }) => rows))].sort();

describe("two faults", () => {
  it.each(pairs.map((pair) => [pair.map(({ name }) => name).join(" · "), pair] as const))(
    "%s",
    async (_, pair) => {
      const answer = await doctor(withFaults(...pair.map(({ change }) => change)));
      expect(faultsIn(answer)).toEqual([...new Set(pair.flatMap(({ faults }) => faults))].sort());
      expect([...failingRows(answer)].sort()).toEqual(rowsOf(pair));
      expect(answer.overall).toBe("does-not-connect");
    },
  );
});
