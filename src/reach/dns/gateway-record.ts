/**
 * A gateway endpoint whose DNS record type is not left to the service changes what the VPC's resolver answers for the names of
 * its service in its Region.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-dns-record-ip-type (read 2026-11-29)
 */
import type { Family } from "../../model/address.ts";
import { familiesOfType } from "../../model/entity/vpc-endpoint.ts";
import { valueOr } from "../../model/known.ts";
import { regionOf } from "../../model/network.ts";
import type { World } from "../world.ts";
import type { Query } from "./resolution.ts";

/** Undefined where the name itself tells. */
export function gatewayRecords(world: World, { vpc, host }: Query): readonly Family[] | undefined {
  const name = world.facts.classifyHost(host);
  const region = regionOf(world.network, vpc);
  if (name.kind !== "aws" || name.region !== region) return undefined;
  const own = world.topology
    .endpointsOf(vpc.id)
    .find(
      ({ type, serviceName }) =>
        type === "gateway" && world.facts.tokenOf(valueOr(serviceName, "")) === name.service,
    );
  const records = own?.dnsRecordIpType;
  return records?.known === true ? familiesOfType[records.value] : undefined;
}
