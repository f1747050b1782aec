/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRoute.html (read 2026-11-24). */
import type { Origin, PrefixListId, TransitGatewayAttachmentId } from "../../../model/entity/entity.ts";
import type { TransitGatewayRoute } from "../../../model/entity/transit-gateway.ts";
import { known } from "../../../model/known.ts";
import { findText, findWord, mustCidrAt, mustIdAt, Rejected, rowsAt } from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";

const states = ["active", "blackhole", "pending", "deleting", "deleted"] as const;

export function toTransitGatewayRoute(fields: Fields, origin: Origin): TransitGatewayRoute {
  const word = findWord(fields, "State");
  const state = states.find((one) => one === word);
  if (state === undefined) throw new Rejected(`State of a route is "${word ?? ""}", which is none`);
  const type = findWord(fields, "Type");
  if (type !== "static" && type !== "propagated")
    throw new Rejected(`Type of a route is "${type ?? ""}", which is none`);
  const [attachment] = rowsAt(fields, "TransitGatewayAttachments");
  return {
    destination: known(destinationOf(fields)),
    state,
    via: type,
    attachment:
      attachment === undefined
        ? undefined
        : known(mustIdAt<TransitGatewayAttachmentId>(attachment, "TransitGatewayAttachmentId")),
    origin,
  };
}

function destinationOf(
  fields: Fields,
): Extract<TransitGatewayRoute["destination"], { readonly known: true }>["value"] {
  if (findText(fields, "DestinationCidrBlock") !== undefined) {
    return { kind: "cidr", cidr: mustCidrAt(fields, "DestinationCidrBlock") };
  }
  return { kind: "prefix-list", id: mustIdAt<PrefixListId>(fields, "PrefixListId") };
}
