/** What was measured, each with who sent it and the question that tells where it would go in another network. */
import type { VpcId } from "../../model/entity/entity.ts";
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
