/**
 * Whether a service can be had as an endpoint in a Region, and in which zones: from the Region's own list where the
 * input has it, else assumed and said.
 */
import type { Facts } from "../../facts/index.ts";
import type { EndpointService } from "../../model/entity/vpc-endpoint.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import { regionOf, unknownRegion } from "../../model/network.ts";
import type { Network } from "../../model/network.ts";

export type Offer =
  | { readonly kind: "offered"; readonly serviceName: string; readonly row: EndpointService | undefined }
  | { readonly kind: "no-endpoint" }
  | { readonly kind: "not-in-region"; readonly serviceName: string };

export interface Offers {
  /** Whether the input lists what the Region offers. */
  readonly isListed: boolean;
  readonly offerOf: (service: string, type: "gateway" | "interface") => Offer;
}

export function offersOf(network: Network, facts: Facts, vpc: Vpc): Offers {
  const region = regionOf(network, vpc);
  const rows = [...network.endpointServices.values()].filter((row) => regionOf(network, row) === region);
  const isListed = rows.length > 0 && region !== unknownRegion;
  return {
    isListed,
    offerOf: (service, type) => {
      const serviceName = facts.serviceNameIn(service, region, type);
      if (serviceName === undefined) return { kind: "no-endpoint" };
      const row = rows.find((one) => one.serviceName === serviceName && one.types.includes(type));
      if (isListed && row === undefined) return { kind: "not-in-region", serviceName };
      return { kind: "offered", serviceName, row };
    },
  };
}
