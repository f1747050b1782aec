/**
 * VPC Block Public Access and Encryption Controls: settings of an account or a VPC above every route.
 *
 * | mode                | internet gateway | NAT gateway, egress-only gateway | endpoints, peering |
 * |---------------------|------------------|----------------------------------|--------------------|
 * | off                 | pass             | pass                             | pass               |
 * | block-ingress       | blocked          | pass                             | pass               |
 * | block-bidirectional | blocked          | blocked                          | pass               |
 *
 * An exclusion of the VPC or subnet lifts it: allow-bidirectional for both, allow-egress for NAT and egress-only.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html (read 2026-11-24)
 */
import { formatOrigin } from "../../model/entity/entity.ts";
import type { PublicAccessExclusion } from "../../model/entity/vpc.ts";
import { findGap } from "../../model/network.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { at } from "../hop.ts";
import type { Hop } from "../hop.ts";

const settledBy = "aws ec2 describe-vpc-block-public-access-options";
const place = at("forward", "account", "block-public-access", "vpc-block-public-access");

export function askPublicAccess(
  hop: Hop,
  gateway: "internet-gateway" | "egress-only-internet-gateway",
): readonly Finding[] {
  return [...askBlock(hop, gateway), ...askEncryption(hop)];
}

function askBlock(
  hop: Hop,
  gateway: "internet-gateway" | "egress-only-internet-gateway",
): readonly Finding[] {
  const { world, at: here, sender } = hop;
  const vpc = world.network.vpcs.get(here.vpc);
  const settings = [...world.network.blockPublicAccess.values()].find(({ scope }) => scope === vpc?.scope);
  if (settings === undefined || !settings.mode.known) {
    const gap = vpc === undefined ? undefined : findGap(world.network, "blockPublicAccess", vpc.scope);
    const fact = {
      fact: "Block Public Access is off",
      settledBy: settings?.mode.known === false ? settings.mode.settledBy : (gap?.settledBy ?? settledBy),
    };
    return [pass(place, "Block Public Access is assumed to be off", "", [fact])];
  }
  const mode = settings.mode.value;
  const isOutboundOnly = gateway === "egress-only-internet-gateway" || sender.client === "nat-gateway";
  const origin = formatOrigin(settings.origin);
  if (mode === "off" || (mode === "block-ingress" && isOutboundOnly)) {
    return [pass(place, `Block Public Access: ${mode}`, origin)];
  }
  const { exclusions } = settings;
  if (!exclusions.known) return [cannotTell(place, `Block Public Access: ${mode}`, [exclusions], origin)];
  const exclusion = exclusionFor(exclusions.value, hop, isOutboundOnly);
  if (exclusion === "all") return [pass(place, `Block Public Access: ${mode}, with an exclusion`, origin)];
  if (exclusion === "part") {
    const fact = "whether an exclusion of the client's subnet alone, or of the NAT's alone, is enough";
    return [
      cannotTell(
        place,
        `Block Public Access: ${mode}, with an exclusion for part of the way`,
        [{ fact, settledBy: "try the connection" }],
        origin,
      ),
    ];
  }
  return [
    drop(place, `Block Public Access: ${mode}`, origin, {
      code: "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
      direction: "egress",
      message: `VPC Block Public Access (${mode}) stops this traffic at the gateway`,
      fix: `create an exclusion for ${here.vpc} or the subnet, or use endpoints, which it does not touch`,
    }),
  ];
}

/** Whether the way is excluded whole: by its VPC, or by every subnet on it. */
function exclusionFor(
  exclusions: readonly PublicAccessExclusion[],
  hop: Hop,
  isOutboundOnly: boolean,
): "all" | "part" | "none" {
  const lifts = exclusions
    .filter(({ mode }) => mode === "allow-bidirectional" || isOutboundOnly)
    .map(({ resource }) => String(resource));
  const subnets = [...hop.trail, hop.at].flatMap(({ subnet }) =>
    subnet !== "none" && subnet.known ? [String(subnet.value.id)] : [],
  );
  if (lifts.includes(hop.at.vpc)) return "all";
  const lifted = subnets.filter((id) => lifts.includes(id));
  return lifted.length === 0 ? "none" : lifted.length === subnets.length ? "all" : "part";
}

/** Enforced encryption shuts gateways to the internet but for exclusions that no call of ours lists. */
function askEncryption({ world, at: here }: Hop): readonly Finding[] {
  const vpc = world.network.vpcs.get(here.vpc);
  if (vpc === undefined) return [];
  const { encryptionControl, id } = vpc;
  const call = `aws ec2 describe-vpc-encryption-controls --vpc-ids ${id}`;
  if (!encryptionControl.known) {
    const fact = {
      fact: `encryption in transit is not enforced in ${id}`,
      settledBy: encryptionControl.settledBy,
    };
    return [
      pass(at("forward", "account", "vpc", id), "encryption controls are assumed not to be enforced", "", [
        fact,
      ]),
    ];
  }
  if (encryptionControl.value !== "enforce") return [];
  const fact = {
    fact: `whether ${id}, which enforces encryption in transit, excludes its gateways to the internet`,
    settledBy: call,
  };
  return [
    cannotTell(
      at("forward", "account", "vpc", id),
      "encryption controls: enforce",
      [fact],
      formatOrigin(vpc.origin),
    ),
  ];
}
