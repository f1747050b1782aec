/**
 * Rules of security groups in the style that the input has: resources of their own, of the newer or the older kind, or blocks in the
 * group. The styles must not be mixed in one group, or each apply undoes the other's rules.
 */
import type { GroupPeer } from "../../../model/entity/firewall.ts";
import { snake } from "../../naming.ts";
import { attributes, list, literal, text, traversal } from "../../tree/hcl.ts";
import type { HclExpression, HclItem } from "../../tree/hcl.ts";
import { resource } from "./resource.ts";
import { attributeOf, expressionFor, newAddress, placeOf } from "./name.ts";
import type { Naming } from "./name.ts";

export interface Rules {
  readonly direction: "ingress" | "egress";
  readonly peers: readonly GroupPeer[];
  readonly ports: readonly number[];
}

export type RuleStyle = "inner" | "rule" | "directed-rule";

/** Of a new group, and of one that has none. */
export function commonStyle({ input }: Naming): RuleStyle {
  const has = (type: string) => input.types.has(type);
  if (has("aws_vpc_security_group_ingress_rule") || has("aws_vpc_security_group_egress_rule"))
    return "directed-rule";
  return has("aws_security_group_rule") ? "rule" : "inner";
}

/** The group of the rules: its name in the code, and the expression for its id. */
export interface Owner {
  readonly address: string;
  readonly id: HclExpression;
}

export interface RuleItems {
  /** Blocks in the group. */
  readonly inner: readonly HclItem[];
  /** Resources beside it. */
  readonly beside: readonly HclItem[];
}

export function ruleItems(
  group: Owner,
  rules: Rules,
  naming: Naming,
  style: RuleStyle = commonStyle(naming),
): RuleItems | { readonly missing: string } {
  const items: HclItem[] = [];
  for (const peer of rules.peers) {
    const named = peerArguments(peer, style, naming);
    if (named === undefined) return { missing: peer.kind === "cidr" ? peer.cidr.text : peer.id };
    for (const port of rules.ports)
      items.push(ruleItem(group, { ...rules, peer, port, named }, naming, style));
  }
  return style === "inner" ? { inner: items, beside: [] } : { inner: [], beside: items };
}

interface One extends Rules {
  readonly peer: GroupPeer;
  readonly port: number;
  readonly named: Readonly<Record<string, HclExpression>>;
}

function ruleItem(
  group: Owner,
  { direction, peer, port, named }: One,
  naming: Naming,
  style: RuleStyle,
): HclItem {
  const ports = { from_port: literal(port), to_port: literal(port) };
  if (style === "inner")
    return {
      kind: "block",
      type: direction,
      labels: [],
      items: attributes({ ...ports, protocol: text("tcp"), ...named }),
    };
  const type = style === "rule" ? "aws_security_group_rule" : `aws_vpc_security_group_${direction}_rule`;
  const id = `${group.address} ${direction} ${JSON.stringify(named)} ${port}`;
  const wanted = `${snake(placeOf(group.address).name)}_${direction === "ingress" ? "from" : "to"}_${peerName(peer)}_${port}`;
  const address = newAddress(id, type, wanted, naming);
  const owner = { security_group_id: group.id };
  return resource(
    address,
    attributes(
      style === "rule"
        ? { type: text(direction), ...owner, protocol: text("tcp"), ...ports, ...named }
        : { ...owner, ip_protocol: text("tcp"), ...ports, ...named },
    ),
  );
}

function peerName(peer: GroupPeer): string {
  return snake(
    peer.kind === "cidr" ? peer.cidr.text : placeOf(peer.id).name || peer.id.split(".").at(-1) || "peer",
  );
}

/** The argument that names the peer, in the words of the style. */
function peerArguments(
  peer: GroupPeer,
  style: RuleStyle,
  naming: Naming,
): Readonly<Record<string, HclExpression>> | undefined {
  const isDirected = style === "directed-rule";
  if (peer.kind === "cidr") {
    const value = text(peer.cidr.text);
    const version = peer.cidr.family === 6;
    if (isDirected) return { [version ? "cidr_ipv6" : "cidr_ipv4"]: value };
    return { [version ? "ipv6_cidr_blocks" : "cidr_blocks"]: list([value]) };
  }
  if (peer.kind === "prefix-list") {
    const value = prefixList(peer.id, naming);
    if (value === undefined) return undefined;
    return isDirected ? { prefix_list_id: value } : { prefix_list_ids: list([value]) };
  }
  const value = expressionFor(peer.id, naming);
  if (value === undefined) return undefined;
  if (isDirected) return { referenced_security_group_id: value };
  return style === "rule" ? { source_security_group_id: value } : { security_groups: list([value]) };
}

/** A gateway endpoint tells the list of its service. */
function prefixList(id: string, { aid, added, input }: Naming): HclExpression | undefined {
  const real = aid.realPrefixList(id);
  if (real !== undefined) return text(real);
  const service = id.replace(/^pl-/, "");
  const endpoints = [...aid.network.vpcEndpoints.values()];
  const standing = endpoints.find(
    ({ type, serviceName }) => type === "gateway" && serviceName.known && serviceName.value === service,
  );
  const address = standing === undefined ? undefined : input.nameOf(standing.id, "prefix_list_id").expression;
  if (address !== undefined) return traversal(address);
  const made = [...added].find(([key]) => key.startsWith(`new ${service.split(".").at(-1)} endpoint of `));
  return made === undefined ? undefined : traversal(attributeOf(made[1], "prefix_list_id"));
}
