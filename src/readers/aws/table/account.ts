/** Names and roles: Route 53, its resolver, and IAM. */
import type { Fields } from "../call.ts";
import { itemsOf, objectAt, row, textsOf } from "./row.ts";
import type { CallRow, Made } from "./row.ts";

const zonesCall = "route53 list-hosted-zones";
const hostedZone = "route53:::hostedzone/*";

/** What stands in a public zone is no secret of a VPC's resolver, and nothing asks for it. */
function privateZoneIds(made: Made): readonly string[] {
  const zones: readonly Fields[] = itemsOf(made, zonesCall, "HostedZones");
  const own = zones.filter((zone) => objectAt(zone, "Config")["PrivateZone"] === true);
  return textsOf(own, "Id").map((id) => id.replace(/^\/?hostedzone\//, ""));
}

export const namingRows: readonly CallRow[] = [
  row(zonesCall, { lists: ["HostedZones"], perAccount: true }),
  row("route53 get-hosted-zone", {
    object: "HostedZone",
    next: [],
    perAccount: true,
    resource: hostedZone,
    after: [zonesCall],
    questions: (made) => privateZoneIds(made).map((id) => ({ input: { Id: id } })),
  }),
  row("route53 list-resource-record-sets", {
    lists: ["ResourceRecordSets"],
    next: [
      ["StartRecordName", "NextRecordName"],
      ["StartRecordType", "NextRecordType"],
      ["StartRecordIdentifier", "NextRecordIdentifier"],
    ],
    perAccount: true,
    resource: hostedZone,
    after: [zonesCall],
    questions: (made) => privateZoneIds(made).map((id) => ({ input: { HostedZoneId: id }, fileSuffix: id })),
  }),
  // Tells of zones that other accounts own; the account's own are in the calls above. A zone that an AWS service owns
  // says what the service's endpoint or file system says too, and nobody may read its records.
  row("route53 list-hosted-zones-by-vpc", {
    operation: "ListHostedZonesByVPC",
    lists: ["HostedZoneSummaries"],
    keeps: (zone) => objectAt(zone, "Owner")["OwningService"] === undefined,
    next: [["NextToken", "NextToken"]],
    after: ["ec2 describe-vpcs"],
    questions: (made, { region }) =>
      textsOf(itemsOf(made, "ec2 describe-vpcs", "Vpcs"), "VpcId").map((id) => ({
        input: { VPCId: id, VPCRegion: region },
      })),
  }),
  row("route53resolver list-resolver-rules", { lists: ["ResolverRules"] }),
  row("route53resolver list-resolver-rule-associations", { lists: ["ResolverRuleAssociations"] }),
  row("route53resolver list-firewall-rule-group-associations", {
    lists: ["FirewallRuleGroupAssociations"],
  }),
];

export const identityRows: readonly CallRow[] = [
  row("iam get-account-authorization-details", {
    lists: ["RoleDetailList", "Policies"],
    perAccount: true,
    input: { Filter: ["Role", "LocalManagedPolicy"], MaxItems: 1000 },
  }),
];
