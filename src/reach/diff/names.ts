/** What one class of sources reaches by the names of services, which DNS may answer otherwise in one network than in the other. */
import { protocolNumbers } from "../../model/traffic.ts";
import { clientOf, meet } from "../walk.ts";
import type { Asked } from "../walk.ts";
import type { World } from "../world.ts";
import type { Collected } from "./boxes.ts";
import type { Comparing } from "./compare.ts";
import { judge } from "./judge.ts";
import { both } from "./sides.ts";
import type { Sides } from "./sides.ts";
import type { SourceClass } from "./sources.ts";

const https = 443;

export function compareNames(
  worlds: Sides<World>,
  { source }: SourceClass,
  { matches, strict, collected }: Comparing & { readonly collected: Collected },
): void {
  const clients = both(worlds, (world, side) => clientOf(world, source[side]));
  for (const asked of questionsOf(worlds, strict)) {
    const judged = judge(
      both(clients, (client) => meet(client, asked)),
      matches,
      strict,
    );
    const { destination, port } = asked;
    if (judged !== undefined && destination.kind === "service")
      collected.addService(judged, { service: destination.service, port });
  }
}

/** Every service that AWS is known to have, on the ports of its endpoints. */
function questionsOf({ before }: Sides<World>, strict: boolean): readonly Asked[] {
  return before.once("names that are compared", strict ? "strict" : "plain", () =>
    before.facts.services.flatMap(({ token, ports }) =>
      (ports.length === 0 ? [https] : ports).map((port) => ({
        destination: { kind: "service", service: token } as const,
        protocol: protocolNumbers.tcp,
        port,
        sourcePort: undefined,
        strict,
        requests: undefined,
      })),
    ),
  );
}
