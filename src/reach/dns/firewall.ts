/**
 * DNS Firewall: rule groups associated with a VPC may block any name that its resolver is asked for.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-overview.html (read 2026-11-25)
 */
import type { DnsFirewall } from "../../model/entity/dns.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import { findGap } from "../../model/network.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { at } from "../hop.ts";
import type { World } from "../world.ts";
import type { Query, Resolution, Resolutions } from "./resolution.ts";

/** What the resolver answers, if DNS Firewall lets it: with a rule group at work that is one alternative of two. */
export function throughFirewall(world: World, query: Query, answers: Resolutions): Resolutions {
  const doubts = firewallsOf(world, query).map((firewall) => mayBlock(firewall, query));
  const assumed = assumedAbsent(world, query);
  return {
    doubts: [...answers.doubts, ...doubts],
    alternatives: [
      ...answers.alternatives.map((each) => ({ ...each, findings: [...assumed, ...each.findings] })),
      ...doubts.map(blocked),
    ],
  };
}

function firewallsOf({ network }: World, { vpc }: Query): readonly DnsFirewall[] {
  return [...network.dnsFirewalls.values()].filter((one) => !one.vpc.known || one.vpc.value === vpc.id);
}

function mayBlock({ id, origin, ruleGroup, vpc: placed }: DnsFirewall, { host, vpc }: Query): Finding {
  const place = at("forward", "dns", "dns-firewall", id);
  const settledBy = ruleGroup.known
    ? `aws route53resolver list-firewall-rules --firewall-rule-group-id ${ruleGroup.value}`
    : ruleGroup.settledBy;
  const rules = { fact: `whether DNS Firewall blocks ${host} in ${vpc.id}`, settledBy };
  const missing = placed.known ? [rules] : [placed, rules];
  return cannotTell(place, `a rule of ${id} may block ${host}`, missing, formatOrigin(origin));
}

const blocked = (doubt: Finding): Resolution => ({
  findings: [drop(doubt, doubt.rule, doubt.origin)],
  target: { kind: "nothing" },
});

function assumedAbsent({ network }: World, { host, vpc }: Query): readonly Finding[] {
  const gap = findGap(network, "dnsFirewalls", vpc.scope);
  if (gap === undefined) return [];
  const fact = `no DNS Firewall rule group of ${vpc.id} blocks ${host}`;
  const place = at("forward", "dns", "vpc", vpc.id);
  return [
    pass(place, "DNS Firewall is assumed to let the name pass", "", [{ fact, settledBy: gap.settledBy }]),
  ];
}
