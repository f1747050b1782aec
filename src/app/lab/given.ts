/** What the input says of Systems Manager, for the services of a lab to begin with. */
import type { Facts } from "../../facts/index.ts";
import { managedDocument, uniqueId } from "../../lab/services/index.ts";
import type { GivenAccount, Role } from "../../lab/services/index.ts";
import { hostManagementSetting, preferencesDocument } from "../../model/entity/systems-manager.ts";
import { valueOr } from "../../model/known.ts";
import { regionOf } from "../../model/network.ts";
import { roleArn } from "./behind.ts";
import type { Network } from "../../model/network.ts";

/** One for each Region that something stands in; what is not known is as in an account that nobody set up. */
export function givenIn(network: Network, facts: Facts): readonly GivenAccount[] {
  const { vpcs, sessionDocuments, serviceSettings } = network;
  const regions = new Set([...vpcs.values()].map((vpc) => regionOf(network, vpc)));
  return [...regions].map((region) => {
    const document = [...sessionDocuments.values()].find(
      (one) => one.documentName === preferencesDocument && regionOf(network, one) === region,
    );
    const setting = [...serviceSettings.values()].find(
      (one) => one.settingId === hostManagementSetting && regionOf(network, one) === region,
    );
    return {
      region,
      partition: facts.regionNamed(region).partition.name,
      preferences: document === undefined ? undefined : valueOr(document.inputs, undefined),
      hostManagementRole: setting === undefined ? undefined : valueOr(setting.value, undefined),
    };
  });
}

const hostPolicy = "arn:aws:iam::aws:policy/AmazonSSMManagedEC2InstanceDefaultPolicy";

/**
 * The role of Default Host Management, where the setting names one that the input does not hold: with the policy that AWS has for
 * it. https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html
 * (read 2026-11-29)
 */
export function findHostRole(
  network: Network,
  facts: Facts,
  { account, arn }: { readonly account: string; readonly arn: string },
): Role | undefined {
  const isNamed = givenIn(network, facts).some(
    ({ hostManagementRole: name = "" }) => name !== "" && roleArn(account, name) === arn,
  );
  if (!isNamed) return undefined;
  return {
    arn,
    id: uniqueId("AROA", arn),
    trustPolicy: undefined,
    policies: [managedDocument(facts, hostPolicy)],
  };
}
