/**
 * The other way: interface endpoints that stand beside a NAT and may cost more than they save it. Those go without which
 * nothing breaks; whether they pay hangs on what crosses them.
 */
import type { VpcEndpointId } from "../../../model/entity/entity.ts";
import { valueOr } from "../../../model/known.ts";
import type { Draft } from "./draft.ts";
import { evaluate } from "../trial/evaluate.ts";
import type { Evaluated } from "../trial/evaluate.ts";
import { natSites, unchanged } from "./chosen.ts";
import type { Ground } from "../ground.ts";
import { endpointBreakEvens } from "../sensitivity.ts";
import { risk } from "./risk.ts";

/** Undefined where none stands, or each is needed. */
export function withoutIdle(ground: Ground): Evaluated | undefined {
  let idle = standing(ground).filter((one) => mayBeIdle(ground, one));
  while (idle.length > 0) {
    const found = evaluate(ground, draftOf(ground, idle));
    if (found === undefined) return undefined;
    const left = idle.filter((one) => !isMissed(found, one));
    if (left.length === idle.length) return priced(ground, found);
    idle = left;
  }
  return undefined;
}

interface Standing {
  readonly id: VpcEndpointId;
  readonly vpc: string;
  readonly service: string;
}

function standing(ground: Ground): readonly Standing[] {
  const { topology, facts } = ground.survey.today.world;
  return natSites(ground)
    .flatMap(({ cases }) => cases)
    .flatMap(({ vpc }) =>
      topology.endpointsOf(vpc.id).flatMap(({ id, type, serviceName }): readonly Standing[] => {
        const service = facts.tokenOf(valueOr(serviceName, ""));
        return type !== "interface" || service === undefined ? [] : [{ id, vpc: vpc.id, service }];
      }),
    );
}

const isMeasured = ({ survey }: Ground): boolean => (survey.observed?.endpoints ?? []).length > 0;

/** Measured to carry less than it must to pay; or not measured at all, where nothing of the kind was. */
function mayBeIdle(ground: Ground, { id }: Standing): boolean {
  if (!isMeasured(ground)) return true;
  return endpointBreakEvens(ground).some((row) => row.standing === id && row.verdict === "does-not-pay");
}

/** What breaks for want of one of them; where it does not show for want of which, of any of that VPC. */
function isMissed({ breaks, unknowns }: Evaluated, { vpc, service }: Standing): boolean {
  if (unknowns.length > 0) return true;
  const here = breaks.filter((one) => one.vpc === vpc);
  return here.some((one) => one.service === service) || (breaks.length > 0 && here.length === breaks.length);
}

function draftOf(ground: Ground, idle: readonly Standing[]): Draft {
  return {
    name: "endpoints-removed",
    title: isMeasured(ground)
      ? "interface endpoints that cost more than they save, removed; NAT and gateway endpoints"
      : "interface endpoints that nothing breaks without, removed; NAT and gateway endpoints",
    chosen: unchanged(ground),
    isGated: true,
    removed: new Set(idle.map(({ id }) => id)),
    risks: [risk.idle],
  };
}

/** Beside measured bytes, what crosses an endpoint that nobody measured would be missing from the sum. */
function priced(ground: Ground, found: Evaluated): Evaluated {
  if (ground.survey.observed === undefined || isMeasured(ground)) return found;
  return { ...found, monthly: null, months: undefined };
}
