/** What the services of the lab ask of the network: whose endpoint a request came by, and which roles there are. */
import type { Facts } from "../../facts/index.ts";
import type { LabEndpoint, Role as AssumableRole } from "../../lab/services/index.ts";
import { parseId } from "../../model/entity/entity.ts";
import type { RoleId, VpcEndpointId } from "../../model/entity/entity.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import { regionOf } from "../../model/network.ts";

export function findEndpoint(network: Network, facts: Facts, id: string): LabEndpoint | undefined {
  const row = network.vpcEndpoints.get(parseId<VpcEndpointId>(id));
  if (row === undefined || (row.type !== "interface" && row.type !== "gateway")) return undefined;
  const service = facts.tokenOf(valueOr(row.serviceName, ""));
  if (service === undefined) return undefined;
  return {
    type: row.type,
    policy: valueOr(row.policy, { kind: "full-access" }),
    service,
    region: valueOr(row.serviceRegion, regionOf(network, row)),
    vpc: valueOr(row.vpc, parseId("none")),
    account: network.scopes.get(row.scope)?.account ?? "",
  };
}

/**
 * Policies of a role. Of AWS's managed ones the facts know which services they are about and not which actions: in the lab
 * they allow all of those services. One that no fact knows allows nothing.
 */
export function policiesOfRole(network: Network, facts: Facts, id: RoleId): readonly unknown[] {
  const role = network.roles.get(id);
  if (role === undefined) return [];
  const managed = valueOr(role.managedPolicies, []).map((policy) => {
    const services = facts.servicesOfPolicy(policy) ?? [];
    return allowing(services.flatMap((service) => facts.actionsOfService(service)));
  });
  return [...valueOr(role.documents, []).map(({ json }) => json), ...managed];
}

const allowing = (actions: readonly string[]) => ({
  Version: "2012-10-17",
  Statement: actions.length === 0 ? [] : [{ Effect: "Allow", Action: actions, Resource: "*" }],
});

export const roleArn = (account: string, id: string): string =>
  id.startsWith("arn:") ? id : `arn:aws:iam::${account}:role/${id}`;

/** Made up, of the role's name: always the same for one role. */
export const uniqueIdOf = (role: RoleId): string =>
  `AROA${(role.split("/").at(-1) ?? role)
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, "")
    .padEnd(17, "0")
    .slice(0, 17)}`;

export function findRole(
  network: Network,
  facts: Facts,
  { account, arn }: { account: string; arn: string },
): AssumableRole | undefined {
  const role = [...network.roles.values()].find(({ id }) => roleArn(account, id) === arn);
  if (role === undefined) return undefined;
  const policies = policiesOfRole(network, facts, role.id);
  return {
    arn,
    id: uniqueIdOf(role.id),
    trustPolicy: undefined,
    policies,
  };
}
