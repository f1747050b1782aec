/** Managed node groups of EKS; their nodes are instances of an Auto Scaling group that EKS makes. */
import type { SecurityGroupId, WorkloadId } from "../../../../model/entity/entity.ts";
import { parseId } from "../../../../model/entity/entity.ts";
import type { Clue } from "../../../../model/entity/workload.ts";
import { known, unknown } from "../../../../model/known.ts";
import type { Known } from "../../../../model/known.ts";
import { oncePerScope, parseRows } from "../../answer/collected.ts";
import type { Collected, Row } from "../../answer/collected.ts";
import {
  findFields,
  findFlag,
  findName,
  findText,
  findWord,
  mustText,
  rowsAt,
  textsAt,
} from "../../answer/fields.ts";
import type { Fields } from "../../answer/fields.ts";
import { roleNamed } from "../../identity/role-row.ts";
import { membersOf } from "../instance/auto-scaling-group.ts";
import { interfacesOn } from "../instance/instance.ts";
import { instancesOf } from "../instance/instance-row.ts";
import { launchOf } from "../instance/launch.ts";
import { impliedInterfaces, place } from "../placed.ts";
import type { Placed } from "../placed.ts";

export function placeNodegroups(collected: Collected): readonly Placed[] {
  return parseRows(collected, "nodegroups", (row) => placeNodegroup(row, collected));
}

function placeNodegroup({ fields, origin }: Row, collected: Collected): Placed {
  const id = mustText(fields, "nodegroupName");
  const cluster = mustText(fields, "clusterName");
  const arn = findText(fields, "nodegroupArn");
  const nodes = nodesOf(fields, { id, cluster }, collected);
  const present = nodes.flatMap((node) => interfacesOn(collected).get(node) ?? []);
  const launch = launchOf(fields, collected);
  const platform = findWord(fields, "amiType")?.startsWith("windows") === true ? "windows" : "linux";
  const role = findName(fields, "nodeRole");
  const call = `aws eks describe-nodegroup --cluster-name ${cluster} --nodegroup-name ${id}`;
  const implied = impliedInterfaces(
    collected,
    {
      owner: id,
      subnets: textsAt(fields, "subnets"),
      groups: launch?.groups.known === true ? launch.groups : clusterGroup(cluster, collected),
      client: platform,
      hasPublicIpv4: launch?.hasPublicIpv4 ?? "by-subnet",
      origin,
    },
    present,
  );
  const workload = {
    id: parseId<WorkloadId>(id),
    aliases: [`${cluster}/${id}`, ...(arn === undefined ? [] : [arn])],
    scope: collected.scope.id,
    origin,
    kind: "eks-nodegroup",
    roles:
      role === undefined ? unknown(`node role of ${id}`, call) : known([roleNamed(collected, role, origin)]),
    platform,
    state: nodes.length > 0 ? "running" : "planned",
    clues: [
      ...(launch?.clues ?? []),
      accessClue(cluster, collected, origin),
      ...addonClues(cluster, collected),
    ],
  } as const;
  return place(workload, present, implied);
}

/** Nodes by the groups that EKS names, or by the tags that it puts on them. */
function nodesOf(
  fields: Fields,
  { id, cluster }: { readonly id: string; readonly cluster: string },
  collected: Collected,
) {
  const groups = rowsAt(findFields(fields, "resources") ?? {}, "autoScalingGroups").map((group) =>
    mustText(group, "name"),
  );
  const members = groups.flatMap((group) => membersOf(collected).get(group) ?? []);
  const tagged = instancesOf(collected)
    .filter(
      ({ tags }) =>
        tags.get("eks:nodegroup-name") === id && (tags.get("eks:cluster-name") ?? cluster) === cluster,
    )
    .map((instance) => instance.id);
  return [...new Set([...members, ...tagged])];
}

/**
 * Nodes launched without groups of their own get the cluster's:
 * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html (read 2026-11-24).
 */
function clusterGroup(cluster: string, collected: Collected): Known<readonly SecurityGroupId[]> {
  const group = clusterGroups(collected).get(cluster);
  return group === undefined
    ? unknown(`security group of cluster ${cluster}`, `aws eks describe-cluster --name ${cluster}`)
    : known([parseId<SecurityGroupId>(group)]);
}

/** https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html (read 2026-11-29) */
function accessClue(cluster: string, collected: Collected, origin: Clue["origin"]): Clue {
  const access = accesses(collected).get(cluster);
  if (access !== undefined) return access;
  const missing = unknown(`cluster ${cluster}`, `aws eks describe-cluster --name ${cluster}`);
  return { kind: "eks-cluster", text: "", missing, origin };
}

const accesses = oncePerScope(
  (collected): ReadonlyMap<string, Clue> =>
    new Map(
      parseRows(collected, "eksClusters", ({ fields, origin }) => {
        const isPrivate = findFlag(findFields(fields, "resourcesVpcConfig") ?? {}, "endpointPrivateAccess");
        const text = isPrivate === true ? "private access" : "public access only";
        return { name: mustText(fields, "name"), isTold: isPrivate !== undefined, text, origin };
      }).flatMap(({ name, isTold, text, origin }) =>
        isTold ? [[name, { kind: "eks-cluster", text, origin }] as const] : [],
      ),
    ),
);

/** Add-ons that somebody asked for (`eks describe-addon`). */
function addonClues(cluster: string, collected: Collected): readonly Clue[] {
  return addons(collected).flatMap((addon) => (addon.cluster === cluster ? [addon.clue] : []));
}

const addons = oncePerScope((collected) =>
  parseRows(collected, "eksAddons", ({ fields, origin }) => ({
    cluster: mustText(fields, "clusterName"),
    clue: { kind: "eks-addon", text: mustText(fields, "addonName"), origin } satisfies Clue,
  })),
);

const clusterGroups = oncePerScope(
  (collected): ReadonlyMap<string, string> =>
    new Map(
      parseRows(collected, "eksClusters", ({ fields }) => ({
        name: mustText(fields, "name"),
        group: findName(findFields(fields, "resourcesVpcConfig") ?? {}, "clusterSecurityGroupId"),
      })).flatMap(({ name, group }) => (group === undefined ? [] : [[name, group] as const])),
    ),
);
