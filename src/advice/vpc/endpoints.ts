/** The endpoints of a VPC in the plan's words: those that stand, those to add, those to change. */
import type { Vpc } from "../../model/entity/vpc.ts";
import { valueOr } from "../../model/known.ts";
import type { World } from "../../reach/index.ts";
import { peerText } from "../design.ts";
import type { Design, Repair } from "../design.ts";
import type { EndpointChange, VpcPlan } from "../plan.ts";
import type { Case } from "../prove/case.ts";

export function endpointsOf(world: World, trial: Case, design: Design): VpcPlan["endpoints"] {
  const { proposal, group, vpc, demands } = trial;
  const reasons = new Map(demands.map(({ service, because }) => [service, because.join("; ")]));
  const repairs = design.repairs.filter((repair) => repair.vpc === vpc.id);
  return {
    present: presentIn(world, vpc),
    add: proposal.endpoints.map(({ service, type, routeTables, subnets, because }) => ({
      service,
      type,
      routeTables,
      subnets,
      because,
    })),
    // What nothing is known to need may be needed all the same: only flow logs could tell.
    remove: [],
    securityGroup:
      group === undefined
        ? undefined
        : { admits: group.admits.map(peerText), port: group.ports[0] ?? 443, ports: group.ports },
    change: repairs.flatMap((repair) => changeOf(world, repair, reasons)),
  };
}

function presentIn({ topology, facts }: World, vpc: Vpc): VpcPlan["endpoints"]["present"] {
  return topology.endpointsOf(vpc.id).map(({ id, serviceName, type }) => {
    const name = valueOr(serviceName, "");
    return { id, service: facts.tokenOf(name) ?? name, type };
  });
}

function changeOf(
  { network, facts }: World,
  repair: Repair,
  reasons: ReadonlyMap<string, string>,
): readonly EndpointChange[] {
  const change = changeText(repair);
  const endpoint =
    "endpoint" in repair && repair.endpoint !== undefined
      ? network.vpcEndpoints.get(repair.endpoint)
      : undefined;
  if (endpoint === undefined || change === "") return [];
  const name = valueOr(endpoint.serviceName, "");
  const service = facts.tokenOf(name) ?? name;
  return [
    { id: endpoint.id, service, change, because: reasons.get(service) ?? `clients of ${service} need it` },
  ];
}

export function changeText(repair: Repair): string {
  switch (repair.kind) {
    case "private-dns":
      return "enable private DNS";
    case "route-table":
      return `associate it with route table ${repair.table}`;
    case "group-rule":
      return `admit tcp ${repair.ports.join(", ")} from ${peerText(repair.peer)} on its group ${repair.group}`;
    case "vpc-dns":
    case "acl-entry":
      return "";
  }
}
