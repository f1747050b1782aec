/**
 * Which answers of the network before still hold after a step: those about services that nothing which the step changed can lead
 * otherwise, by the same reckoning that tells where anything can be lost, and those about services to whose addresses packets still
 * go the way that they went. All others are walked anew.
 */
import { changeBetween, createWorld, isAimedApart } from "../../reach/index.ts";
import type { World } from "../../reach/index.ts";
import type { Earlier } from "../fleet.ts";
import { withoutIdle } from "./intent.ts";

/** Where a zone answers for names of AWS, a service's name may lead to another's. */
const answersForAws = ({ network }: World): boolean =>
  [...network.hostedZones.values()].some(
    ({ visibility, zoneName }) =>
      visibility === "private" &&
      domains.some((domain) => isWithin(zoneName, domain) || isWithin(domain, zoneName)),
  );
const domains = ["amazonaws.com", "amazonaws.com.cn", "api.aws"];
const isWithin = (name: string, domain: string) =>
  domain === "" || name === domain || name.endsWith(`.${domain}`);

export function heldAfter(before: World, after: World, nats: ReadonlySet<string>): Earlier["holds"] {
  const idle = withoutIdle(before.network, after.network, nats);
  const was = idle === before.network ? before : createWorld(idle, before.facts);
  const { less, extent } = changeBetween({ before: was, after });
  if (extent === undefined || answersForAws(before) || answersForAws(after)) return () => "never";
  const { addresses, services, isOfRoutes } = extent;
  const isMore = less.after !== after;
  if (!isMore && addresses.length === 0 && services?.size === 0) return () => "always";
  return ({ sources }, { destination }) => {
    // A host may be a new endpoint's own name.
    if (destination.kind !== "service") return "never";
    const isApart =
      services?.has(destination.service) === false ||
      (isOfRoutes && sources.every((source) => isAimedApart(after, source, destination, addresses)));
    // What a network has more than before may open what was shut.
    return isApart ? (isMore ? "if reachable" : "always") : "never";
  };
}
