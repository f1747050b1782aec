/** What was measured, each with who sent it and the question that tells where it would go in another network. */
import type { VpcEndpointId, VpcId } from "../../model/entity/entity.ts";
import { valueOr } from "../../model/known.ts";
import { needOfService, toNeed } from "../need/index.ts";
import type { WorkloadNeed } from "../need/index.ts";
import type { Member } from "../member.ts";
import type { Survey } from "../survey.ts";
import { clientsOf, zoneOfSubnet } from "./site.ts";

export interface Stream {
  readonly vpc: string | undefined;
  readonly region: string;
  /** As in needs; empty for what has no name. */
  readonly service: string;
  readonly member: Member | undefined;
  readonly need: WorkloadNeed | undefined;
  readonly zone: string | undefined;
  readonly nat: string;
  readonly natZone: string | undefined;
  /** In a usual month. */
  readonly gb: number;
}

/** What crossed the endpoints that stand: where one goes, the walk tells which way its bytes would take. */
export function endpointStreams({ observed, cases, today }: Survey): readonly Stream[] {
  const { network, facts } = today.world;
  return (observed?.endpoints ?? []).flatMap(({ endpoint: id, gb }): readonly Stream[] => {
    const endpoint = network.vpcEndpoints.get(id as VpcEndpointId);
    const vpc = endpoint === undefined ? undefined : valueOr(endpoint.vpc, undefined);
    const one = cases.find((each) => each.vpc.id === vpc);
    const service = endpoint && facts.tokenOf(valueOr(endpoint.serviceName, ""));
    if (one === undefined || service === undefined) return [];
    const need = needOfService(facts, service);
    const clients = [...clientsOf(one), ...one.bystanders];
    const member = clients.find((each) => today.ask(each, need).via?.id === id) ?? clients[0];
    const at = { vpc: one.vpc.id, region: one.region, service, member, need, gb };
    return [{ ...at, zone: undefined, nat: "", natZone: undefined }];
  });
}

export function streamsOf({ observed, cases, today }: Survey): readonly Stream[] {
  if (observed === undefined) return [];
  const { network, facts } = today.world;
  const members = new Map<string, Member>(
    cases.flatMap((one) =>
      [...one.planned, ...one.bystanders].map((member) => [`${member.vpc} ${member.id}`, member] as const),
    ),
  );
  // Whoever it was, it was somebody of the VPC in that zone.
  const standIn = (vpc: string | undefined, zone: string | undefined) => {
    const clients = cases.filter((one) => one.vpc.id === (vpc as VpcId)).flatMap(clientsOf);
    const inZone = clients.filter(({ subnets }) => subnets.some((id) => zoneOfSubnet(network, id) === zone));
    return inZone[0] ?? clients[0];
  };
  const [fallback] = cases.filter(({ egressNats }) => egressNats.length > 0);
  return observed.flows.map(({ vpc, workload, zone, nat, natZone, sign, gb }): Stream => {
    const one = cases.find((each) => each.vpc.id === (vpc as VpcId));
    const member = members.get(`${vpc} ${workload}`) ?? standIn(vpc, zone);
    const [subnet] = member?.subnets ?? [];
    return {
      vpc,
      region: one?.region ?? fallback?.region ?? cases[0]?.region ?? "",
      service: sign?.service ?? "",
      member,
      need:
        sign === undefined
          ? undefined
          : sign.host === undefined
            ? needOfService(facts, sign.service)
            : toNeed(facts, [sign]),
      zone: zone ?? (member?.subnets.length === 1 ? zoneOfSubnet(network, subnet) : undefined),
      nat,
      natZone,
      gb,
    };
  });
}
