/** What the services of the lab ask of the network: whose endpoint a request came by, and which roles there are. */
import type { Facts } from "../../facts/index.ts";
import { managedDocument, uniqueId } from "../../lab/services/index.ts";
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

export function policiesOfRole(network: Network, facts: Facts, id: RoleId): readonly unknown[] {
  const role = network.roles.get(id);
  if (role === undefined) return [];
  const managed = valueOr(role.managedPolicies, []).map((policy) => managedDocument(facts, policy));
  return [...valueOr(role.documents, []).map(({ json }) => json), ...managed];
}

export const roleArn = (account: string, id: string): string =>
  id.startsWith("arn:") ? id : `arn:aws:iam::${account}:role/${id}`;

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
    id: uniqueId("AROA", arn),
    trustPolicy: undefined,
    policies,
  };
}
