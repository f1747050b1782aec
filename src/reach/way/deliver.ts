/**
 * Delivery to an interface of the VPC the packet is in: its subnet's ACL, its groups, the endpoint behind it; and the
 * answer's way out of there.
 */
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import { isNeighbour } from "../end.ts";
import type { VpcEnd } from "../end.ts";
import { askEndpoint } from "../endpoint/interface-endpoint.ts";
import type { Finding } from "../finding.ts";
import type { Hop } from "../hop.ts";
import { after, before, behindGate, inSeries, withVia } from "../outcome.ts";
import type { Outcome } from "../outcome.ts";
import { crossBack, crossOnce, enterGroups } from "../screen/boundary.ts";
import { gateNumber } from "../screen/security-group.ts";
import { routeBack } from "./route-back.ts";

/** The aim must be an interface of the VPC that the packet is in. */
export function deliver(hop: Hop): Outcome {
  const { world, aim, sender, junction, flow } = hop;
  if (aim.kind !== "interface") throw new Error("only an interface takes delivery");
  const { end, endpoint } = aim;
  const isInside = isNeighbour(hop.at, end);
  const boundary = isInside ? [] : crossOnce(world, end, "ingress", flow);
  const behind = endpoint === undefined ? [] : askBehind(hop, endpoint);
  const leave = isInside ? [] : crossBack(world, end, "egress", { flow, client: sender.client });
  const back = [...routeBack(hop, end), ...leave];
  const outcome =
    hop.question.destinationGroups === "apart"
      ? before(after(boundary, leftOpen(hop, end, inSeries(behind))), back)
      : inSeries([
          ...boundary,
          ...enterGroups(world, end, { flow, other: sender, junction }),
          ...behind,
          ...back,
        ]);
  const via =
    endpoint === undefined
      ? ({ kind: "local", id: end.vpc } as const)
      : ({ kind: "interface-endpoint", id: endpoint.id } as const);
  return withVia(outcome, via);
}

/** `behind`, once the groups of `end` have been asked. */
function leftOpen({ world, sender, junction, flow }: Hop, end: VpcEnd, behind: Outcome): Outcome {
  if (end.groups === "ignored") return behind;
  const peerGroups = sender.groups === "ignored" ? undefined : sender.groups;
  const asked = { direction: "ingress", peerGroups, junction, flow } as const;
  return behindGate({ ...asked, end: "destination", number: gateNumber(world, asked) }, behind);
}

/** What the endpoint itself says to who has arrived. Only a policy in writing minds who asks, and for what. */
export function askBehind(hop: Hop, endpoint: VpcEndpoint): readonly Finding[] {
  const { world, question, sender } = hop;
  const { policy, id } = endpoint;
  const isWritten = policy.known && policy.value.kind === "document";
  const whose = isWritten ? `${world.numberOf(question)} ${world.numberOf(sender)}` : "";
  const key = `${id} ${question.protocol} ${question.port} ${whose}`;
  return world.once("behind an endpoint", key, () => askEndpoint(hop, endpoint));
}
