/**
 * Everything that stands in the way, with what answers it: what the loss of the NAT breaks, what had to be mended, and
 * what still fails afterwards. All of it at once, and each component once for each code.
 */
import type { Explanation } from "../../model/answer.ts";
import { groupBy } from "../../model/group-by.ts";
import { nameOf } from "../member.ts";
import type { Member } from "../member.ts";
import { internet } from "../need/index.ts";
import { alternativesTo } from "./kept.ts";
import type { WorkloadNeed } from "../need/index.ts";
import type { PlanBlocker } from "../plan.ts";
import type { Facts } from "../../facts/index.ts";
import { isWorse } from "../prove/bystander.ts";
import type { BystanderFare } from "../prove/bystander.ts";
import type { Case } from "../prove/case.ts";
import { isMendable } from "../prove/mend.ts";
import type { Mended } from "../prove/settle.ts";
import { tablesOf } from "../propose/index.ts";
import type { NeedFare } from "./fares.ts";
import type { Worlds } from "./rows.ts";

interface Found {
  readonly explanation: Omit<Explanation, "stage">;
  /** Undefined for what stands in the way whatever the service. */
  readonly service: string | undefined;
}

export interface Findings {
  readonly fares: readonly NeedFare[];
  readonly bystanders: readonly BystanderFare[];
  readonly mended: readonly Mended[];
}

export function blockersOf(
  worlds: Worlds,
  trial: Case,
  { fares, bystanders, mended }: Findings,
): readonly PlanBlocker[] {
  const added = new Set(trial.proposal.endpoints.map(({ service }) => service));
  const lost = lostFares(worlds, fares, added).flatMap(({ need, members }) =>
    members
      .slice(0, 1)
      .flatMap((member) => worlds.withoutNat.explain(member, need))
      // What else was in the way was mended, and is said with its own fix; or the endpoint goes round it.
      .filter(({ code }) => !isMendable(code))
      .map((explanation) => ({ explanation, service: need.service })),
  );
  const failing = fares.filter(({ after }) => isFailed(after.verdict));
  const left = failing
    .filter(({ need }) => need.servable)
    .flatMap(({ need, members }) => explained(worlds, need, members.slice(0, 1)));
  const harmed = bystanders.filter((one) => isWorse(one) && isFailed(one.after.verdict));
  const own = mended.filter(({ vpc }) => vpc === trial.vpc.id);
  return distinct([
    ...trial.proposal.blockers,
    ...unservable(worlds.after.world.facts, failing),
    ...merged(lost).map((blocker) => addressed(blocker, added)),
    ...merged(own.map(({ explanation }) => ({ explanation, service: undefined }))),
    ...merged(left),
    ...ofBystanders(worlds, harmed),
  ]);
}

const explained = (worlds: Worlds, need: WorkloadNeed, members: readonly Member[]): readonly Found[] =>
  members.flatMap((member) =>
    worlds.after.explain(member, need).map((explanation) => ({ explanation, service: need.service })),
  );

/** What takes a service away from those who have it today, with what brings them there: the change is for others. */
function ofBystanders(worlds: Worlds, harmed: readonly BystanderFare[]): readonly PlanBlocker[] {
  return [...groupBy(harmed, ({ because, need }) => `${need.service}\n${because}`).values()].flatMap(
    (alike) => {
      const [first] = alike;
      if (first === undefined) return [];
      const { need, because } = first;
      const who = nameOf([...new Set(alike.map(({ member }) => member))]);
      const found = alike.flatMap(({ member }) => explained(worlds, need, [member]));
      const why = because === "" ? "" : `, for ${because}`;
      return merged(found).map((blocker) => ({
        ...blocker,
        message: `${blocker.message}; ${who} reaches it today, and afterwards not${why}`,
      }));
    },
  );
}

/**
 * What the loss of the NAT breaks and a new endpoint mends, once for each service and route table: where the same codes
 * come up behind the same tables, the same components give them.
 */
function lostFares(
  worlds: Worlds,
  fares: readonly NeedFare[],
  added: ReadonlySet<string>,
): readonly NeedFare[] {
  const lost = fares.filter(
    ({ need, withoutNat, after }) =>
      withoutNat.verdict !== "reachable" && after.verdict === "reachable" && added.has(need.service),
  );
  const { world } = worlds.withoutNat;
  const alike = groupBy(lost, ({ need, members, withoutNat }) =>
    [need.key, ...withoutNat.codes(), ...tablesOf(world, members.slice(0, 1))].join(" "),
  );
  return [...alike.values()].flatMap(([first]) => first ?? []);
}

const isFailed = (verdict: string) => verdict === "blocked" || verdict === "partial";

/** Needs that no endpoint of this Region can meet, whatever is added. */
function unservable(facts: Facts, failing: readonly NeedFare[]): readonly PlanBlocker[] {
  const rows = failing.filter(({ need }) => !need.servable);
  return [...groupBy(rows, ({ need }) => `${need.key} ${need.why} ${need.origin}`).values()].flatMap(
    (alike) => {
      const [first] = alike;
      if (first === undefined) return [];
      const members = alike.flatMap((fare) => fare.members);
      const component = {
        kind: first.need.service === internet ? "internet" : "service",
        id: first.need.service,
      };
      const { origin } = first.need;
      return [
        {
          ...(first.need.service === internet
            ? needsInternet(first, nameOf(members))
            : needsOtherRegion(first, nameOf(members))),
          fix: `${alternativesTo(facts, first.need).join("; or ")}; or keep a NAT for these workloads`,
          component,
          origin,
        },
      ];
    },
  );
}

function needsInternet({ need: { host, why } }: NeedFare, who: string) {
  const what = host === undefined || why.includes(host) ? "the internet" : `${host} on the internet`;
  return {
    code: "SERVICE_NEEDS_INTERNET",
    message: `${who} needs ${what}, which no endpoint serves: ${why}`,
  };
}

function needsOtherRegion({ need }: NeedFare, who: string) {
  const place = need.region === undefined ? "in another Region" : `in ${need.region}`;
  return {
    code: "SERVICE_IN_OTHER_REGION",
    message: `${who} dials ${need.host ?? need.service}, ${place}, where endpoints of this Region do not lead: ${need.why}`,
  };
}

interface Merged extends PlanBlocker {
  readonly services: readonly string[];
}

/** One for each code, component and direction; the message is that of the first, and names all the services. */
function merged(found: readonly Found[]): readonly Merged[] {
  const groups = groupBy(found, ({ explanation: { code, component, direction, leg } }) =>
    [code, component.kind, component.id, direction, leg].join(" "),
  );
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const { code, component, message, fix, origin } = first.explanation;
    const services = [...new Set(alike.flatMap(({ service }) => service ?? []))];
    const more = services.length === 0 ? "" : ` (for ${services.join(", ")})`;
    return [{ code, component, message: `${message}${more}`, fix, origin, services }];
  });
}

/** What the new endpoints answer is said so, whatever else would have. */
function addressed(blocker: Merged, added: ReadonlySet<string>): PlanBlocker {
  const services = blocker.services.filter((service) => added.has(service));
  return {
    ...blocker,
    fix: `add the proposed ${services.length === 1 ? "endpoint" : "endpoints"} of ${services.join(", ")}`,
  };
}

function distinct(
  blockers: readonly (PlanBlocker & { readonly services?: unknown })[],
): readonly PlanBlocker[] {
  const seen = new Map<string, PlanBlocker>();
  for (const { code, component, message, fix, origin } of blockers) {
    const key = [code, component.kind, component.id, message].join("\n");
    if (!seen.has(key)) seen.set(key, { code, component, message, fix, origin });
  }
  return [...seen.values()];
}
