/**
 * Tables of a stack that are incomplete. A VPC that the templates create holds what they put into it; a VPC that they only
 * refer to may hold more.
 */
import type { ScopeId } from "../../model/entity/entity.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import { unknown } from "../../model/known.ts";
import type { Unknown } from "../../model/known.ts";
import type { Network, TableName } from "../../model/network.ts";
import { scopeOf } from "./estate.ts";
import type { Estate } from "./estate.ts";
import { unreadClients } from "./unused.ts";

type Gaps = Map<ScopeId, Map<TableName, Unknown>>;

const calls = {
  vpcEndpoints: (vpc) => `aws ec2 describe-vpc-endpoints --filters Name=vpc-id,Values=${vpc}`,
  routeTables: (vpc) => `aws ec2 describe-route-tables --filters Name=vpc-id,Values=${vpc}`,
  networkAcls: (vpc) => `aws ec2 describe-network-acls --filters Name=vpc-id,Values=${vpc}`,
  hostedZones: (vpc) => `aws route53 list-hosted-zones-by-vpc --vpc-id ${vpc} --vpc-region REGION`,
  resolverRules: (vpc) =>
    `aws route53resolver list-resolver-rule-associations --filters Name=VPCId,Values=${vpc}`,
  dnsFirewalls: (vpc) => `aws route53resolver list-firewall-rule-group-associations --vpc-id ${vpc}`,
} as const satisfies Partial<Readonly<Record<TableName, (vpc: string) => string>>>;

export function gapsOf(estate: Estate, network: Network): Network["gaps"] {
  const gaps: Gaps = new Map();
  for (const { scope, vpc } of placesIn(network)) {
    if (estate.isWhole(vpc)) continue;
    const resolve = network.unresolved.get(vpc)?.settledBy;
    const id = estate.find(vpc)?.ownId ?? vpc;
    for (const [table, call] of Object.entries(calls) as [keyof typeof calls, (vpc: string) => string][]) {
      const settledBy = id.startsWith("vpc-") || resolve === undefined ? call(id) : resolve;
      add(
        gaps,
        scope,
        table,
        unknown(`${tableWords[table]} of ${vpc}, which is outside the input`, settledBy),
      );
    }
  }
  for (const profile of estate.ofType("AWS::Route53Profiles::ProfileAssociation")) {
    const settledBy = "aws route53profiles list-profile-resource-associations --profile-id PROFILE";
    for (const table of ofProfiles)
      add(
        gaps,
        scopeOf(profile),
        table,
        unknown(`${tableWords[table]} that ${profile.id} brings`, settledBy),
      );
  }
  for (const resource of estate.ofType(...unreadClients.keys())) {
    const fact = `what ${resource.id} (${resource.type}) runs`;
    add(gaps, scopeOf(resource), "workloads", unknown(fact, `read ${formatOrigin(resource.origin)}`));
  }
  return gaps;
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/profiles.html (read 2026-11-29) */
const ofProfiles = ["hostedZones", "resolverRules", "dnsFirewalls"] as const;

const tableWords: Readonly<Record<keyof typeof calls, string>> = {
  vpcEndpoints: "endpoints",
  routeTables: "route tables",
  networkAcls: "network ACLs",
  hostedZones: "hosted zones",
  resolverRules: "resolver rules",
  dnsFirewalls: "DNS Firewall rule group associations",
};

function placesIn(network: Network): readonly { readonly scope: ScopeId; readonly vpc: string }[] {
  const plain = [network.subnets, network.routeTables, network.securityGroups, network.networkInterfaces];
  const known = [network.vpcEndpoints, network.natGateways];
  return [
    ...plain.flatMap((table) => [...table.values()].map(({ scope, vpc }) => ({ scope, vpc }))),
    ...known.flatMap((table) =>
      [...table.values()].flatMap(({ scope, vpc }) => (vpc.known ? [{ scope, vpc: vpc.value }] : [])),
    ),
  ];
}

function add(gaps: Gaps, scope: ScopeId, table: TableName, missing: Unknown): void {
  const own = gaps.get(scope) ?? new Map<TableName, Unknown>();
  if (!own.has(table)) own.set(table, missing);
  gaps.set(scope, own);
}
