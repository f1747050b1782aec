/**
 * Reasons to keep a NAT: what workloads dial, or may dial, that no endpoint of the VPC can serve, each with what may stand in
 * for the NAT. That a need is not met is for the walk to say.
 */
import type { Facts } from "../../facts/index.ts";
import { groupBy } from "../../model/group-by.ts";
import type { Member } from "../member.ts";
import { internet } from "../need/index.ts";
import type { Sign, WorkloadNeed } from "../need/index.ts";
import type { KeptHost } from "../plan.ts";
import type { Case } from "../prove/case.ts";
import type { NeedFare } from "./fares.ts";

export function keptHosts(facts: Facts, trial: Case, fares: readonly NeedFare[]): readonly KeptHost[] {
  if (!trial.dependsOnNat) return [];
  const needed = fares.filter(({ need, after }) => after.verdict !== "reachable" && isOutside(facts, need));
  return [
    ...kept(
      { facts, region: trial.region },
      "needed",
      needed.map(({ need, members }) => ({ need, members })),
    ),
    ...kept({ facts, region: trial.region }, "possible", possibleOf(trial)),
  ];
}

/** What may stand in for the NAT, the best first; for what is of AWS, by why no endpoint serves it. */
export const alternativesTo = (facts: Facts, need: Dialled): readonly string[] =>
  outsideOf(facts, need).alternatives;

function outsideOf(facts: Facts, { service, host = "", region, trigger }: Dialled) {
  const named = reasonOf(facts, service, region) ?? trigger ?? "";
  const what = region === undefined ? service : `${service} in ${region}`;
  return facts.outsideHost(host, named, service === internet ? "" : what);
}

type Dialled = Pick<WorkloadNeed, "service" | "host" | "region" | "trigger">;

function reasonOf(facts: Facts, service: string, region: string | undefined): string | undefined {
  if (service === internet) return undefined;
  if (region === undefined) return "no-endpoint";
  return facts.findService(service)?.crossRegion === true ? "cross-region" : "other-region";
}

const isOutside = ({ findService }: Facts, { service, servable }: WorkloadNeed) =>
  !servable || findService(service) === undefined;

interface Reason {
  readonly need: Dialled & Pick<Sign, "why" | "origin" | "gbMonth">;
  readonly members: readonly Member[];
}

function possibleOf({ planned, neededOf }: Case): readonly Reason[] {
  return [...groupBy(planned, neededOf)].flatMap(([{ possible }, members]) =>
    possible.map((need) => ({ need, members })),
  );
}

/** One entry for all who dial it on the same evidence. */
function kept(
  { facts, region: own }: { readonly facts: Facts; readonly region: string },
  certainty: KeptHost["certainty"],
  reasons: readonly Reason[],
): readonly KeptHost[] {
  const groups = groupBy(reasons, ({ need: { service, host, why, origin } }) =>
    [service, host ?? "", why, origin].join("\n"),
  );
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const { service, host, region, why, origin } = first.need;
    const named = facts.servicesWithoutEndpoint.find(({ name }) => name === service)?.host;
    return {
      host: host ?? named?.replaceAll("REGION", region ?? own) ?? null,
      what: outsideOf(facts, first.need).what,
      service,
      certainty,
      why,
      origin,
      workloads: [...new Set(alike.flatMap(({ members }) => members.map(({ id }) => id)))],
      alternatives: alternativesTo(facts, first.need),
      gbMonth: first.need.gbMonth,
    };
  });
}
