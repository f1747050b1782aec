/**
 * A gateway endpoint, which is free, on the route tables of those who need it.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html (read 2026-11-24): one endpoint of a service in
 * a table, so one that stands is given the tables it lacks.
 */
import { parseId } from "../../model/entity/entity.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import type { Repair } from "../design.ts";
import { tablesOf } from "./demand.ts";
import { noProposal, refusal } from "./proposal.ts";
import type { Proposal, Wish } from "./proposal.ts";
import { noEndpoint, notInRegion } from "./refusals.ts";

export function proposeGateway(wish: Wish, standing: readonly VpcEndpoint[]): Proposal {
  const { world, vpc, demand, offers } = wish;
  const tables = tablesOf(world, demand.members);
  const gateways = standing.filter(({ type }) => type === "gateway");
  const [first] = gateways;
  if (first !== undefined) {
    const served = new Set(
      gateways.flatMap(({ routeTables }) => (routeTables.known ? routeTables.value : tables)),
    );
    const lacking = tables.filter((table) => !served.has(table));
    const repairs = lacking.map((table): Repair => ({
      kind: "route-table",
      vpc: vpc.id,
      endpoint: first.id,
      table,
    }));
    return { ...noProposal, repairs };
  }
  const offer = offers.offerOf(demand.service, "gateway");
  if (offer.kind === "no-endpoint") return refusal(wish, noEndpoint(demand));
  if (offer.kind === "not-in-region") return refusal(wish, notInRegion(wish, offer.serviceName));
  // Where no table is known the walk says so; an endpoint without a table would change nothing.
  if (tables.length === 0) return noProposal;
  const endpoint = {
    id: parseId<VpcEndpoint["id"]>(`new ${demand.service} endpoint of ${vpc.id}`),
    vpc: vpc.id,
    service: demand.service,
    serviceName: offer.serviceName,
    type: "gateway",
    routeTables: tables,
    subnets: [],
    ports: demand.ports,
    because: demand.because,
  } as const;
  return { ...noProposal, endpoints: [endpoint] };
}
