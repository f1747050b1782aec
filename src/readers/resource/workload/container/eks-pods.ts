/**
 * What a cluster's nodes and pods call because of how the cluster is made: its API server, its add-ons, and the roles that
 * pods have of their own.
 *
 * https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html (read 2026-11-29): without private access nodes
 * reach the API server by its public address. Private access is off unless it is turned on.
 */
import type { RoleId } from "../../../../model/entity/entity.ts";
import type { Clue } from "../../../../model/entity/workload.ts";
import { unknown } from "../../../../model/known.ts";
import { toRoleDocument } from "../../property/document.ts";
import type { Resource, Value } from "../../property/value.ts";
import { isReference } from "../../property/attribute.ts";
import type { Estate } from "../../estate.ts";
import { booleanOr, property, toShape } from "../../property/property.ts";
import { clueFrom, fieldsIn } from "../clue.ts";

export interface Pods {
  readonly clues: readonly Clue[];
  /** Roles that pods act under. */
  readonly roles: readonly RoleId[];
}

/** `member` is a node group or a Fargate profile, which names its cluster. */
export function podsOf(estate: Estate, member: Resource): Pods {
  const named = property(member, "ClusterName");
  if (named === undefined || !isReference(named.content)) return outsideCluster(member, named);
  const cluster = named.content.resource;
  const addons = estate.adding("AWS::EKS::Addon", "ClusterName", cluster.id);
  const associations = estate.adding("AWS::EKS::PodIdentityAssociation", "ClusterName", cluster.id);
  const ofAddons = addons.flatMap((addon) => [
    ...list(property(addon, "ServiceAccountRoleArn")),
    ...fieldsIn(property(addon, "PodIdentityAssociations")).flatMap(({ fields }) =>
      list(fields.entries.get("RoleArn")),
    ),
  ]);
  const identities = associations.flatMap((one) => list(property(one, "RoleArn")));
  const accounts = estate.ofType("AWS::IAM::Role").filter(isOfServiceAccount);
  const roles = [...ofAddons, ...identities].flatMap((value) => {
    const id = estate.id<RoleId>("role", value);
    return id.known ? [id.value] : [];
  });
  const [account] = accounts;
  return {
    clues: [
      accessClue(cluster),
      ...addons.flatMap((addon) => clueFrom("eks-addon", property(addon, "AddonName"))),
      ...associations.slice(0, 1).map(({ origin }) => toClue("pod identity", origin)),
      ...(account === undefined ? [] : [toClue("roles of service accounts", account.origin)]),
    ],
    roles: [...new Set([...roles, ...accounts.map(({ id }) => id as RoleId)])],
  };
}

const list = (value: Value | undefined) => (value === undefined ? [] : [value]);

const toClue = (text: string, origin: Clue["origin"]): Clue => ({ kind: "eks-cluster", text, origin });

function accessClue(cluster: Resource): Clue {
  const value = property(cluster, "ResourcesVpcConfig", "EndpointPrivateAccess");
  const isPrivate = booleanOr(value, false);
  const origin = value?.origin ?? cluster.origin;
  if (!isPrivate.known) return { ...toClue("${EndpointPrivateAccess}", origin), missing: isPrivate };
  return toClue(isPrivate.value ? "private access" : "public access only", origin);
}

function outsideCluster(member: Resource, named: Value | undefined): Pods {
  const name = named === undefined ? "NAME" : (toShape(named) ?? "NAME");
  const missing = unknown(
    `cluster ${name}, which is outside the input,`,
    `aws eks describe-cluster --name ${name}`,
  );
  return { clues: [{ ...toClue("${EndpointPrivateAccess}", member.origin), missing }], roles: [] };
}

/** Roles that the web identity of a cluster may take: of the one that the input has, unless it tells which. */
function isOfServiceAccount(role: Resource): boolean {
  const given = property(role, "AssumeRolePolicyDocument");
  const trust =
    given !== undefined && isReference(given.content) ? property(given.content.resource, "Document") : given;
  const written = trust === undefined ? undefined : toRoleDocument(trust);
  const text = written?.known === true ? JSON.stringify(written.value) : "";
  return text.includes("sts:AssumeRoleWithWebIdentity") && !/token\.actions\.githubusercontent/.test(text);
}
