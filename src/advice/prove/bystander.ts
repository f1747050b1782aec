/**
 * Bystanders: others in the VPC whose names or routes the additions change.
 *
 * Private DNS takes over the service's name in the whole VPC, though not in VPCs peered with it; a gateway endpoint takes
 * over the service's addresses for every subnet of its route tables. Whoever reached the service before must do so after,
 * whether or not the input tells that it does.
 */
import type { Fare, Fleet } from "../fleet.ts";
import type { Repair } from "../design.ts";
import type { Member } from "../member.ts";
import { needOfService } from "../need/index.ts";
import type { WorkloadNeed } from "../need/index.ts";
import { tablesOf } from "../propose/index.ts";
import type { Case } from "./case.ts";
import { valueOr } from "../../model/known.ts";

export interface BystanderFare {
  readonly member: Member;
  readonly need: WorkloadNeed;
  readonly before: Fare;
  readonly after: Fare;
}

/** Those of the case whose way to a service is another one afterwards. */
export function bystanderFares(today: Fleet, after: Fleet, trial: Case): readonly BystanderFare[] {
  const changes = changesOf(today, trial);
  return trial.bystanders.flatMap((member) => {
    const tables = new Set<string>(tablesOf(today.world, [member]));
    return changes.flatMap(({ need, reaches }) => {
      if (!reaches(tables)) return [];
      const fares = { before: today.ask(member, need), after: after.ask(member, need) };
      return isSame(fares.before, fares.after) ? [] : [{ member, need, ...fares }];
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

interface Change {
  readonly need: WorkloadNeed;
  /** Whether it touches a member behind these route tables. */
  readonly reaches: (tables: ReadonlySet<string>) => boolean;
}

function changesOf({ world: { facts, network } }: Fleet, { proposal }: Case): readonly Change[] {
  const serviceOf = (repair: Extract<Repair, { endpoint: unknown }>) => {
    const endpoint = repair.endpoint === undefined ? undefined : network.vpcEndpoints.get(repair.endpoint);
    return endpoint === undefined ? undefined : facts.tokenOf(valueOr(endpoint.serviceName, ""));
  };
  const added = proposal.endpoints.map(({ service, type, routeTables }): Change => {
    const need = needOfService(facts, service);
    return { need, reaches: (tables) => type === "interface" || routeTables.some((id) => tables.has(id)) };
  });
  const mended = proposal.repairs.flatMap((repair): readonly Change[] => {
    if (repair.kind !== "private-dns" && repair.kind !== "route-table") return [];
    const service = serviceOf(repair);
    if (service === undefined) return [];
    const reaches: Change["reaches"] = (tables) => repair.kind === "private-dns" || tables.has(repair.table);
    return [{ need: needOfService(facts, service), reaches }];
  });
  return [...added, ...mended];
}
