/** What of Terraform's resources the network does not hold, in words. */
import type { Unused } from "../../model/network.ts";
import { isOfAws } from "./document/instance.ts";
import type { Document, Instance } from "./document/instance.ts";
import { servesOthers } from "./translate/workload/client.ts";

export function unusedOf(documents: readonly Document[], unread: readonly Instance[]): readonly Unused[] {
  const others = documents
    .flatMap(({ instances }) => instances)
    .filter((one) => !isOfAws(one) && one.mode === "managed");
  return [
    ...grouped(unread, ({ type }) => type, reasonOf),
    ...grouped(
      others,
      ({ provider }) => provider,
      ({ provider }) => `of the provider ${provider || "?"}, which makes nothing of AWS that is read`,
    ),
  ];
}

const meanings: readonly { readonly isOf: (type: string) => boolean; readonly reason: string }[] = [
  {
    isOf: (type) => type.startsWith("aws_networkfirewall_"),
    reason: "firewall rules are not modelled; routes to its endpoints are unknown",
  },
  {
    isOf: (type) => type.startsWith("aws_route53_resolver_firewall"),
    reason: "what DNS Firewall blocks is not modelled: a VPC with a rule group stays unknown",
  },
  {
    isOf: (type) => /^aws_(?:dx_|customer_gateway$|vpn_connection_route$)/.test(type),
    reason: "what stands behind Direct Connect and VPN is outside AWS",
  },
  {
    isOf: (type) => type === "aws_vpc_peering_connection_options",
    reason:
      "leads nothing another way: it decides whether public names of instances become private addresses",
  },
  {
    isOf: (type) => type.startsWith("aws_vpc_endpoint_service"),
    reason: "the other side of endpoints: what it serves is not modelled",
  },
  {
    isOf: (type) => /^aws_(?:ec2_transit_gateway_|vpclattice_|networkmanager_|route53profiles_)/.test(type),
    reason: "not read, though it may route traffic or answer for names",
  },
  { isOf: servesOthers, reason: "serves others, or stands beside the network: no client of its own" },
];

const reasonOf = ({ type }: Instance) =>
  meanings.find(({ isOf }) => isOf(type))?.reason ?? "has no part in the network";

/** One line for all of a kind in a file. */
function grouped(
  instances: readonly Instance[],
  kindOf: (one: Instance) => string,
  reason: (one: Instance) => string,
): readonly Unused[] {
  const groups = new Map<string, Instance[]>();
  for (const one of instances) {
    const key = `${one.document.file}|${kindOf(one)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const others = more.length === 0 ? "" : ` and ${more.length} more`;
    return [
      {
        path: `${first.document.isAlone ? "" : `${first.document.file} `}${first.address}${others}`,
        reason: reason(first),
      },
    ];
  });
}
