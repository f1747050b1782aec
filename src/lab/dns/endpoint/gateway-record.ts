/**
 * What a gateway endpoint has its VPC's resolver answer for the names of its service in its Region: records of the families
 * that it names, or what the name has by itself.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-dns-record-ip-type (read 2026-11-29)
 */
import type { AwsHost } from "../../../facts/index.ts";
import type { Family } from "../../../model/address.ts";
import { familiesOfType } from "../../../model/entity/vpc-endpoint.ts";
import type { Vpc } from "../../../model/entity/vpc.ts";
import { valueOr } from "../../../model/known.ts";
import { regionOf } from "../../../model/network.ts";
import type { Sources } from "../places.ts";

/** Undefined where the name has its say. */
export function recordsByGateway(
  { network, facts }: Sources,
  vpc: Vpc,
  { service, region }: AwsHost,
): readonly Family[] | undefined {
  if (region !== regionOf(network, vpc)) return undefined;
  const own = [...network.vpcEndpoints.values()].find(
    (row) =>
      row.type === "gateway" &&
      valueOr(row.vpc, undefined) === vpc.id &&
      facts.tokenOf(valueOr(row.serviceName, "")) === service,
  );
  const records = own?.dnsRecordIpType;
  return records?.known === true ? familiesOfType[records.value] : undefined;
}
