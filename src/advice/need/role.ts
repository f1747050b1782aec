/**
 * What a workload's IAM roles say that it calls.
 *
 * A permission is no proof of a call, but without it there is none: what the roles allow bounds what the workload can
 * ask of AWS. Where a role allows everything, or cannot be read, there is no such bound, and that is a doubt.
 */
import { formatOrigin } from "../../model/entity/entity.ts";
import type { RoleId } from "../../model/entity/entity.ts";
import type { Role, WorkloadKind } from "../../model/entity/workload.ts";
import { find } from "../../model/network.ts";
import type { Network } from "../../model/network.ts";
import { allowedActions } from "../../policy/index.ts";
import { evidenceOfAction } from "./action.ts";
import { fromRows } from "./clue.ts";
import type { Place } from "./clue.ts";
import { isDoneByLambda, isPolling } from "./lambda.ts";
import { doubt, joinEvidence, nothingEvidenced } from "./sign.ts";
import type { Evidenced } from "./sign.ts";

export function evidenceOfRole(
  place: Place,
  network: Network,
  of: { role: RoleId; kind: WorkloadKind },
): Evidenced {
  const role = find(network, "roles", of.role);
  if (!role.known) return doubt(`which ${role.fact} decides`, role);
  const { managedPolicies, documents } = role.value;
  return joinEvidence([
    managedPolicies.known
      ? joinEvidence(
          managedPolicies.value.map((policy) => evidenceOfManaged(place, role.value, of.kind, policy)),
        )
      : doubt(`which ${managedPolicies.fact} decide`, managedPolicies),
    documents.known
      ? joinEvidence(
          documents.value.map((document) => evidenceOfDocument(place, role.value, of.kind, document)),
        )
      : doubt(`which ${documents.fact} decide`, documents),
  ]);
}

const nameOfPolicy = (policy: string): string => policy.split("/").at(-1) ?? policy;

const boundless = /(^|\/)(AdministratorAccess|PowerUserAccess)$/;

function evidenceOfManaged(place: Place, role: Role, kind: WorkloadKind, policy: string): Evidenced {
  if (boundless.test(policy)) return allowsEverything(role);
  if (kind === "lambda" && isDoneByLambda({ policy })) return nothingEvidenced;
  const rows = place.facts.needsFor("managed-policy", policy, place.region);
  const isKnown = rows.length > 0 || place.facts.servicesOfPolicy(policy) !== undefined;
  if (isKnown) {
    const named = rows.map((row) => ({
      ...row,
      why: row.why.includes(nameOfPolicy(policy))
        ? row.why
        : `managed policy ${nameOfPolicy(policy)}: ${row.why}`,
    }));
    const found = fromRows(named, "managed-policy", formatOrigin(role.origin));
    return kind === "lambda" && isPolling({ policy }) ? ifItPolls(found) : found;
  }
  return doubt(`which managed policy ${policy} of ${role.id} decides`, {
    settledBy: `aws iam get-policy-version for ${policy}`,
  });
}

function allowsEverything(role: Role): Evidenced {
  return doubt(`since its role ${role.id} allows everything`, {
    settledBy: `a narrower policy on ${role.id}`,
  });
}

interface Document {
  readonly json: unknown;
  readonly origin: Role["origin"];
}

function evidenceOfDocument(place: Place, role: Role, kind: WorkloadKind, document: Document): Evidenced {
  const origin = formatOrigin(document.origin);
  const allowed = allowedActions(document.json).filter(
    ({ action }) => kind !== "lambda" || !isDoneByLambda({ action }),
  );
  if (allowed.some(({ action }) => action.startsWith("*"))) return allowsEverything(role);
  if (allowedActions(document.json).length === 0 && mayAllow(document.json)) {
    return doubt(`which a policy document of ${role.id} decides that cannot be read`, {
      settledBy: `a valid document at ${origin}`,
    });
  }
  return joinEvidence(
    allowed.map((one) => {
      const found = evidenceOfAction(place, { role: role.id, origin }, one);
      return kind === "lambda" && isPolling(one) ? ifItPolls(found) : found;
    }),
  );
}

/** The same services as needs that hang on a condition. */
function ifItPolls({ signs, ...rest }: Evidenced): Evidenced {
  const when = "its own code polls, as Lambda does for event sources";
  const polled = signs.map(({ service, why }) => ({ service, why, when }));
  return { ...rest, signs: [], conditionals: [...rest.conditionals, ...polled] };
}

/** A document that only denies allows nothing; one of which nothing could be read may allow anything. */
function mayAllow(json: unknown): boolean {
  return typeof json !== "object" || json === null || JSON.stringify(json).includes('"Allow"');
}
