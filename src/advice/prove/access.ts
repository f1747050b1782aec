/**
 * The least that endpoint policies must admit. What documents of the clients' roles allow of a service bounds what these can ask of it;
 * where there are none, or a managed policy allows more, all actions of the service are admitted, for what denat knows of such needs is what
 * they at least ask. S3 also gets the buckets that AWS's own software uses for its clients, without a permission of theirs. Where the bound
 * is not known, the policy stays open.
 */
import type { Facts } from "../../facts/index.ts";
import type { VpcId } from "../../model/entity/entity.ts";
import type { Role } from "../../model/entity/workload.ts";
import type { Network } from "../../model/network.ts";
import { allowedActions } from "../../policy/index.ts";
import type { Member } from "../member.ts";
import type { WorkloadNeed } from "../need/index.ts";
import type { Case } from "./case.ts";

export interface AccessStatement {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** What the endpoint of a service of a VPC must admit; undefined where nothing may be shut out. */
export type AccessOf = (vpc: VpcId, service: string) => readonly AccessStatement[] | undefined;

interface Ground {
  readonly network: Network;
  readonly facts: Facts;
}

export function createAccess(network: Network, facts: Facts, cases: readonly Case[]): AccessOf {
  return (vpc, service) => {
    const trial = cases.find((one) => one.vpc.id === vpc);
    const row = facts.findService(service);
    const takesPolicy = row !== undefined && row.policySupported.known && row.policySupported.value;
    return trial === undefined || !takesPolicy ? undefined : accessIn({ network, facts }, trial, service);
  };
}

interface Bound {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

function accessIn(ground: Ground, trial: Case, service: string): readonly AccessStatement[] | undefined {
  const bounds = new Map<string, Bound>();
  const all = ground.facts.actionsOfService(service);
  for (const member of [...trial.planned, ...trial.bystanders]) {
    const { needs, doubts } = trial.neededOf(member);
    if (member.workload === undefined || doubts.length > 0) return undefined;
    for (const need of needs.filter((one) => one.service === service && one.servable)) {
      const own = boundsOf(ground, member, need);
      if (own === undefined && all.length === 0) return undefined;
      for (const one of own ?? [{ actions: all, resources: ["*"] }])
        bounds.set([...one.actions, "on", ...one.resources].join(" "), one);
    }
  }
  if (bounds.size === 0) return undefined;
  const needed = [...bounds.values()].map((one, index) => ({ sid: `Needs${index + 1}`, ...one }));
  const buckets = service === "s3" ? ground.facts.awsBuckets(trial.region) : [];
  return [
    ...needed,
    ...buckets.map(({ purpose, actions, resources }) => ({ sid: sidOf(purpose), actions, resources })),
  ];
}

/** What documents of the member's roles allow of the service; undefined where more than these tells of the need. */
function boundsOf(
  { network, facts }: Ground,
  { workload }: Member,
  need: WorkloadNeed,
): readonly Bound[] | undefined {
  if (need.evidence === "declared") return undefined;
  if (workload === undefined || !workload.roles.known) return undefined;
  const bounds: Bound[] = [];
  for (const id of workload.roles.value) {
    const role = network.roles.get(id);
    const own = role && boundsOfRole(facts, role, need.service);
    if (own === undefined) return undefined;
    bounds.push(...own);
  }
  return bounds.length === 0 ? undefined : bounds;
}

function boundsOfRole(facts: Facts, role: Role, service: string): readonly Bound[] | undefined {
  const { managedPolicies, documents } = role;
  if (!managedPolicies.known || !documents.known) return undefined;
  const mayManage = managedPolicies.value.some(
    (policy) => facts.servicesOfPolicy(policy)?.includes(service) !== false,
  );
  if (mayManage) return undefined;
  return documents.value.flatMap(({ json }) =>
    allowedActions(json)
      .filter(({ action }) => facts.servicesOfAction(action)?.includes(service) === true)
      .map(({ action, resources }) => ({
        actions: [action],
        resources: resources.length > 0 && resources.every(isArn) ? resources : ["*"],
      })),
  );
}

/** A part that is not known before the stack is there would be a text that matches nothing. */
const isArn = (text: string) =>
  text === "*" || /^arn:[\w*-]+:[\w*-]+:[\w*-]*:[\d*]*:[\w.*?:/=@+-]+$/.test(text);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html (read 2026-11-29) */
const sidOf = (purpose: string) =>
  purpose
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
