/** The default route table of a transit gateway, and which gateway an attachment or table belongs to. */
import type { TransitGatewayId } from "../../../model/entity/entity.ts";
import { unknown } from "../../../model/known.ts";
import type { Resource } from "../property/value.ts";
import { impliedIds } from "../property/attribute.ts";
import type { Estate } from "../estate.ts";
import { property, textOr } from "../property/property.ts";

export const defaultTableId = ({ id }: Resource) => impliedIds.defaultTransitTable(id);

/** Options of a transit gateway, and of its attachments where they have them, are `enable` unless they say `disable`. */
export function isOn(gateway: Resource, name: string): boolean {
  const word = textOr(property(gateway, name), "enable");
  return !word.known || word.value !== "disable";
}

export function gatewayOf(estate: Estate, resource: Resource): TransitGatewayId {
  const missing = unknown(`transit gateway of ${resource.id}`, `give ${resource.id} its TransitGatewayId`);
  return estate.symbol("transit gateway", property(resource, "TransitGatewayId"), missing);
}
