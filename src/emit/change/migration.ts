/**
 * The change as phases that can each be undone, in the order in which AWS advises to move workloads to endpoints: what is
 * added stands beside the NAT until it is seen to carry everything.
 * https://aws.amazon.com/blogs/networking-and-content-delivery/migrate-your-workloads-to-use-vpc-endpoints-with-minimum-downtime
 * (read 2026-11-29)
 */
import type { Design, Repair } from "../../advice/design.ts";
import type { Plan, VpcPlan } from "../../advice/plan.ts";
import type { VpcId } from "../../model/entity/entity.ts";
import type { GroupPeer } from "../../model/entity/firewall.ts";
import type { Network } from "../../model/network.ts";
import { ruleNumbers } from "./acl.ts";
import type { Action, Migration, Phase, PhaseNumber, PolicyDocument } from "./action.ts";
import { deletions } from "./deletion.ts";
import type { Removal } from "./deletion.ts";

export interface Conception {
  readonly plan: Plan;
  readonly design: Design;
  /** NATs that the plan does without. */
  readonly nats: readonly Removal[];
  /** The policy of a new endpoint; left out, each is open. */
  readonly policyOf?: ((vpc: VpcId, service: string) => PolicyDocument | undefined) | undefined;
}

export function migrationOf(
  network: Network,
  { plan, design, nats, policyOf = () => undefined }: Conception,
): Migration {
  const leaving = new Set(
    plan.vpcs.filter(isSafe).flatMap(({ id, nats: own }) => (own.length > 0 ? [id as VpcId] : [])),
  );
  const removed = deletions(
    network,
    nats.filter(({ vpc }) => leaving.has(vpc)),
  );
  const acl = ruleNumbers(network);
  const actions: Readonly<Record<PhaseNumber, readonly Action[]>> = {
    1: [
      ...design.repairs.flatMap((repair) => (phaseOf(repair) === 1 ? toAction(repair, acl) : [])),
      ...design.endpoints
        .filter(({ type }) => type === "gateway")
        .map((endpoint): Action => ({
          kind: "add-endpoint",
          vpc: endpoint.vpc,
          endpoint,
          group: undefined,
          policy: policyOf(endpoint.vpc, endpoint.service),
        })),
    ],
    2: [
      ...design.groups.map(toGroup),
      ...design.endpoints
        .filter(({ type }) => type === "interface")
        .map((endpoint): Action => ({
          kind: "add-endpoint",
          vpc: endpoint.vpc,
          endpoint,
          group: design.groups.find(({ vpc }) => vpc === endpoint.vpc)?.id,
          policy: policyOf(endpoint.vpc, endpoint.service),
        })),
      ...design.repairs.flatMap((repair) => (phaseOf(repair) === 2 ? toAction(repair, acl) : [])),
    ],
    3: [
      ...design.repairs.flatMap((repair) => (phaseOf(repair) === 3 ? toAction(repair, acl) : [])),
      ...design.endpoints
        .filter(({ type }) => type === "interface")
        .map((endpoint): Action => ({
          kind: "enable-private-dns",
          vpc: endpoint.vpc,
          endpoint: endpoint.id,
        })),
    ],
    4: [],
    5: removed.routes,
    6: removed.nats,
  };
  const staying = plan.vpcs.filter((one) => !isSafe(one)).map(whyStays);
  return {
    leaving,
    needingNone: new Set(plan.vpcs.filter(isSafe).map(({ id }) => id as VpcId)),
    phases: phases.map((phase) => ({
      ...phase,
      actions: actions[phase.number],
      withheld: phase.number < 5 ? [] : [...staying, ...(phase.number === 6 ? removed.remarks : [])],
    })),
  };
}

const phases: readonly Omit<Phase, "actions" | "withheld">[] = [
  { number: 1, slug: "gateway-endpoints", title: "Gateway endpoints" },
  { number: 2, slug: "interface-endpoints", title: "Interface endpoints, private DNS off" },
  { number: 3, slug: "private-dns", title: "Private DNS on" },
  { number: 4, slug: "watch", title: "Watch what still crosses the NAT" },
  { number: 5, slug: "default-routes", title: "Remove the routes to the NAT" },
  { number: 6, slug: "nat-gateways", title: "Delete the NAT gateways, release their addresses" },
];

const isSafe = ({ answer }: VpcPlan) => answer === "safe" || answer === "safe-with-changes";

function whyStays({ id, answer, blockers, unknowns }: VpcPlan): string {
  const why =
    answer === "not-safe"
      ? (blockers[0]?.message ?? "a need fails without the NAT")
      : `it is not known: ${unknowns[0]?.fact ?? "a fact that matters"}`;
  return `${id} keeps its NAT, for the plan is ${answer}: ${why}`;
}

/**
 * What only admits more comes first, and the DNS attributes of the VPC with it, which gateway endpoints require too
 * (https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html, read 2026-11-29); names change last.
 */
function phaseOf(repair: Repair): PhaseNumber {
  switch (repair.kind) {
    case "vpc-dns":
    case "route-table":
    case "acl-entry":
      return 1;
    case "group-rule":
      return repair.direction === "egress" ? 1 : 2;
    case "private-dns":
      return 3;
  }
}

type RuleNumbers = ReturnType<typeof ruleNumbers>;

function toAction(repair: Repair, acl: RuleNumbers): readonly Action[] {
  const { vpc } = repair;
  switch (repair.kind) {
    case "vpc-dns":
      return [{ kind: "enable-vpc-dns", vpc }];
    case "private-dns":
      return [{ kind: "enable-private-dns", vpc, endpoint: repair.endpoint }];
    case "route-table":
      return [{ kind: "associate-table", vpc, endpoint: repair.endpoint, table: repair.table }];
    case "group-rule": {
      const { group, direction, peer, ports } = repair;
      return [{ kind: "add-group-rule", vpc, group, direction, peer, ports }];
    }
    case "acl-entry": {
      const { direction, cidr } = repair;
      return repair.ports.flatMap((ports): readonly Action[] => {
        const ruleNumber = acl(repair.acl, direction);
        if (ruleNumber === undefined) return [];
        return [{ kind: "add-acl-entry", vpc, acl: repair.acl, direction, cidr, ports, ruleNumber }];
      });
    }
  }
}

/**
 * A group has 60 rules for each direction unless AWS raises that
 * (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html, read 2026-11-29): more groups than that are
 * admitted by their blocks.
 */
const mostRules = 60;

function toGroup({ id, vpc, admits, clientGroups, ports }: Design["groups"][number]): Action {
  const isFew = clientGroups !== undefined && clientGroups.length * ports.length <= mostRules;
  const groups = clientGroups?.map((group): GroupPeer => ({ kind: "security-group", id: group })) ?? [];
  return { kind: "add-group", vpc, id, admits: isFew ? groups : admits, blocks: admits, ports };
}
