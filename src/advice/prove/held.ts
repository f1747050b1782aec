/**
 * Which answers of the network before still hold after a step: those about services that nothing which the step changed can lead
 * otherwise, by the same reckoning that tells where anything can be lost. All others are walked anew.
 */
import { changeBetween, createWorld } from "../../reach/index.ts";
import type { World } from "../../reach/index.ts";
import type { Earlier } from "../fleet.ts";
import { withoutIdle } from "./intent.ts";

export function heldAfter(before: World, after: World, nats: ReadonlySet<string>): Earlier["holds"] {
  const idle = withoutIdle(before.network, after.network, nats);
  const was = idle === before.network ? before : createWorld(idle, before.facts);
  const { less, extent } = changeBetween({ before: was, after });
  const { addresses = [], services } = extent ?? {};
  if (extent === undefined || services === undefined) return () => "never";
  const isMore = less.after !== after;
  const isNothing = !isMore && addresses.length === 0 && services.size === 0;
  return (_, { destination }) => {
    if (isNothing) return "always";
    // A host may be a new endpoint's own name.
    if (destination.kind !== "service" || services.has(destination.service)) return "never";
    // What a network has more than before may open what was shut.
    return isMore ? "if reachable" : "always";
  };
}
