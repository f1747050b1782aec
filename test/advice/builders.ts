/**
 * Workloads, roles and plans for the estate of test/reach: one VPC in ap-northeast-1 with a NAT gateway, of which eni-a in
 * subnet-a is i-a.
 */
import { plan } from "../../src/advice/index.ts";
import type { PlanOptions } from "../../src/advice/index.ts";
import type { Plan, VpcPlan } from "../../src/advice/plan.ts";
import { parseId } from "../../src/model/entity/entity.ts";
import type { Clue, Role, Workload } from "../../src/model/entity/workload.ts";
import { known } from "../../src/model/known.ts";
import type { Network } from "../../src/model/network.ts";
import { base, networkInterface, scope, withRows } from "../reach/estate.ts";
import { facts } from "./facts.ts";

const entity = (id: string) => ({ id: parseId<never>(id), aliases: [], scope, origin: { file: "estate" } });

export function workload(
  id: string,
  {
    roles = [],
    clues = [],
    interfaces = [],
  }: { roles?: readonly string[]; clues?: readonly Clue[]; interfaces?: readonly string[] },
  changes: Partial<Workload> = {},
): Workload {
  return {
    ...entity(id),
    kind: "instance",
    networkInterfaces: interfaces.map((one) => parseId(one)),
    roles: known(roles.map((one) => parseId(one))),
    platform: "linux",
    state: "running",
    clues,
    ...changes,
  };
}

/** `policies` are managed ones; each of `statements` is an Allow statement of its own document, as `action resource…`. */
export function role(id: string, policies: readonly string[], ...statements: readonly string[]): Role {
  const documents = statements.map((statement, index) => {
    const [action, ...resources] = statement.split(" ");
    const allow = { Effect: "Allow", Action: action, Resource: resources.length === 0 ? "*" : resources };
    return {
      json: { Version: "2012-10-17", Statement: [allow] },
      origin: { file: "roles.yaml", line: index + 1 },
    };
  });
  return { ...entity(id), managedPolicies: known(policies), documents: known(documents) };
}

export function clue(kind: Clue["kind"], text: string): Clue {
  return { kind, text, origin: { file: "app.yaml", line: 7 } };
}

/** The instance of `network`, with what its role allows and its definition tells. */
export function withApp(network: Network, own: { role?: Role; clues?: readonly Clue[] } = {}): Network {
  return withRows(network, {
    workloads: [
      workload("i-a", {
        roles: own.role === undefined ? [] : [own.role.id],
        clues: own.clues ?? [],
        interfaces: ["eni-a"],
      }),
    ],
    roles: own.role === undefined ? [] : [own.role],
  });
}

/** Another instance, in any subnet. */
export function withNeighbour(
  network: Network,
  id: string,
  place: { subnet: string; address: string; public?: boolean },
): Network {
  const { subnet, address } = place;
  return withRows(network, {
    networkInterfaces: [
      networkInterface(
        `eni-${id}`,
        { vpc: "vpc-1", subnet, addresses: address, groups: ["sg-client"] },
        { hasPublicIpv4: known(place.public ?? false) },
      ),
    ],
    workloads: [workload(id, { interfaces: [`eni-${id}`] })],
  });
}

export const ssmRole = role("role-ssm", ["AmazonSSMManagedInstanceCore"]);
export const s3Role = role("role-s3", [], "s3:GetObject arn:aws:s3:::mine/*");
export const app = withApp(base, { role: ssmRole });

export function planOf(network: Network, options: Partial<PlanOptions> = {}): Plan {
  return plan(network, facts, {
    needs: [],
    gbMonth: undefined,
    hoursPerMonth: 730,
    strict: false,
    ...options,
  });
}

/** The plan of vpc-1. */
export function vpcOf(network: Network, options: Partial<PlanOptions> = {}): VpcPlan {
  const found = planOf(network, options).vpcs.find(({ id }) => id === "vpc-1");
  if (found === undefined) throw new Error("no plan of vpc-1");
  return found;
}

export const servicesOf = ({ workloads }: VpcPlan, id: string): readonly string[] =>
  workloads
    .filter((one) => one.id === id)
    .flatMap(({ needs }) => needs.map(({ service }) => service))
    .toSorted();

export const additionsOf = ({ endpoints }: VpcPlan): readonly string[] =>
  endpoints.add.map(
    ({ service, type, subnets, routeTables }) =>
      `${service} ${type} ${[...subnets, ...routeTables].join(",")}`,
  );

export const codesOf = ({ blockers }: VpcPlan): readonly string[] => blockers.map(({ code }) => code);
export const factsOf = (missing: VpcPlan["unknowns"]): string => missing.map(({ fact }) => fact).join("\n");
