/**
 * What one allowed action says that its holder calls, and in which Regions: the ARNs of its resources name them, and so does a
 * condition on the Region that is asked for.
 */
import type { RoleId } from "../../model/entity/entity.ts";
import { unknownRegion } from "../../model/network.ts";
import { mayGoTo } from "../../policy/index.ts";
import type { AllowedAction } from "../../policy/index.ts";
import { fromRows } from "./clue.ts";
import type { Place } from "./clue.ts";
import { doubt, joinEvidence, nothingEvidenced } from "./sign.ts";
import type { Evidenced, Sign } from "./sign.ts";

interface Holder {
  readonly role: RoleId;
  readonly origin: string;
}

export function evidenceOfAction(place: Place, holder: Holder, one: AllowedAction): Evidenced {
  // A key that only other services may use on the holder's behalf is asked for by them, from outside the VPC.
  if (one.isMadeByService) return nothingEvidenced;
  const { facts, region } = place;
  const { action } = one;
  const services = facts.servicesOfAction(action);
  const rows = facts.needsFor("iam-action", action, region);
  if (rows.length === 0 && services === undefined) {
    return doubt(`since no service is known for ${action}, which ${holder.role} allows`, {
      settledBy: "the documentation of the service",
    });
  }
  return joinEvidence(
    callsOf(place, one).map((call): Evidenced => {
      if (call.kind === "open")
        return doubt(`since ${holder.role} allows ${action} on ${call.resource}, of whichever Region`, {
          settledBy: `the Regions in ${holder.origin}`,
        });
      const { resources } = call;
      if (rows.length > 0 && call.region === undefined) {
        const asked = rows.map((row) => ({ ...row, actions: [action], resources }));
        return fromRows(asked, "iam-action", holder.origin);
      }
      const signs = (services ?? []).flatMap((service) => toSign(place, holder, { action, service, call }));
      return { ...nothingEvidenced, signs };
    }),
  );
}

function toSign(
  { facts, region: own }: Place,
  { role, origin }: Holder,
  { action, service, call }: { readonly action: string; readonly service: string; readonly call: CallIn },
): Sign {
  const [host] = call.region === undefined ? [] : facts.hostNames(service, call.region);
  // A service of the whole partition has one name in all its Regions.
  const isElsewhere = host !== undefined && host !== facts.hostNames(service, own)[0];
  const isOwn = action.startsWith(`${service.split(".")[0]}:`);
  return {
    service,
    host: isElsewhere ? host : undefined,
    region: isElsewhere ? call.region : undefined,
    why: `role ${role} allows ${action}${isElsewhere ? ` in ${call.region}` : ""}`,
    evidence: "inferred",
    origin,
    trigger: "iam-action",
    actions: isOwn ? [action] : [],
    resources: isOwn ? call.resources : [],
  };
}

interface CallIn {
  readonly kind: "call";
  /** Undefined for the Region of the workload. */
  readonly region: string | undefined;
  readonly resources: readonly string[];
}

type Call = CallIn | { readonly kind: "open"; readonly resource: string };

/** The Regions that the action may be called in. Resources of another partition are out of reach of the role. */
function callsOf({ facts, region: own }: Place, one: AllowedAction): readonly Call[] {
  const isOwnKnown = own !== unknownRegion;
  const partition = facts.regionNamed(own).partition.name;
  const byRegion = new Map<string | undefined, string[]>();
  const open: Call[] = [];
  const put = (region: string | undefined, resource: string) =>
    byRegion.set(region, [...(byRegion.get(region) ?? []), resource]);
  for (const resource of one.resources) {
    const place = placeOf(resource);
    if (isOwnKnown && place.partition !== undefined && place.partition !== partition) continue;
    const regions = isOwnKnown ? regionsOf(one, place.region, own, facts.isRegionName) : [own];
    if (regions === undefined) open.push({ kind: "open", resource });
    for (const region of regions ?? []) put(region === own ? undefined : region, resource);
  }
  return [
    ...[...byRegion].map(([region, resources]): Call => ({ kind: "call", region, resources })),
    ...open,
  ];
}

/** Undefined where patterns alone name them, and none fits the Region of the workload; empty where the two exclude each other. */
function regionsOf(
  one: AllowedAction,
  pattern: string,
  own: string,
  isRegion: (name: string) => boolean,
): readonly string[] | undefined {
  const written = { regions: [pattern], exceptRegions: [] };
  if (mayGoTo(written, own) && mayGoTo(one, own)) return [own];
  const names = [pattern, ...(one.regions ?? [])];
  const literal = names.filter((name) => !/[*?]/.test(name));
  if (literal.length === 0) return undefined;
  return [...new Set(literal)].filter(
    (name) => isRegion(name) && mayGoTo(written, name) && mayGoTo(one, name),
  );
}

/** Partition and Region of an ARN; `*` for a Region that it does not say, as for what the input leaves open. */
function placeOf(resource: string): { readonly partition: string | undefined; readonly region: string } {
  const [scheme, partition = "", , region = ""] = resource.replaceAll(/\$\{[^}]*\}/g, "*").split(":");
  const isArn = scheme === "arn";
  return {
    partition: isArn && /^[a-z-]+$/.test(partition) ? partition : undefined,
    region: isArn && region !== "" ? region : "*",
  };
}
