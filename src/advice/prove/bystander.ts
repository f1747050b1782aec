/**
 * Bystanders: others in the VPC whose names or routes the additions change. Which services they reach otherwise is the
 * difference between the network as it is and as it would be.
 *
 * Private DNS takes over the service's name in the whole VPC, though not in VPCs peered with it; a gateway endpoint takes
 * over the service's addresses for every subnet of its route tables. Whoever reached the service before must do so after,
 * whether or not the input tells that it does.
 */
import { createNameDifferences } from "../../reach/index.ts";
import type { Fare, Fleet } from "../fleet.ts";
import type { Member } from "../member.ts";
import { needOfService } from "../need/index.ts";
import type { WorkloadNeed } from "../need/index.ts";
import type { Case } from "./case.ts";

export interface BystanderFare {
  readonly member: Member;
  readonly need: WorkloadNeed;
  /** The rule that sends them another way; empty where it is not one. */
  readonly because: string;
  readonly before: Fare;
  readonly after: Fare;
}

/** Those of the case whose way to a service is another one afterwards. */
export function bystanderFares(
  today: Fleet,
  after: Fleet,
  { bystanders, proposal }: Case,
): readonly BystanderFare[] {
  const isChanged = proposal.endpoints.length + proposal.repairs.length > 0;
  if (!isChanged || bystanders.length === 0) return [];
  const { facts } = today.world;
  const worlds = { before: today.world, after: after.world };
  // Kept with the world that is made and dropped, and not with the one that stays.
  const namesOf = after.world.once("names that differ", today.world, () =>
    createNameDifferences(worlds, false),
  );
  return bystanders.flatMap((member) => {
    const names = new Map(member.sources.flatMap(namesOf).map(({ service, because }) => [service, because]));
    return [...names].flatMap(([service, because]): readonly BystanderFare[] => {
      const need = needOfService(facts, service);
      const fares = { before: today.ask(member, need), after: after.ask(member, need) };
      return isSame(fares.before, fares.after) ? [] : [{ member, need, because, ...fares }];
    });
  });
}

/** It worked, or may have, and does not for certain any more. */
export function isWorse({ before, after }: BystanderFare): boolean {
  return before.verdict !== "blocked" && after.verdict !== "reachable" && after.verdict !== before.verdict;
}

function isSame(before: Fare, after: Fare): boolean {
  return (
    before.verdict === after.verdict &&
    before.via?.kind === after.via?.kind &&
    before.via?.id === after.via?.id
  );
}
