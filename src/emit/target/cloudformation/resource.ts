/**
 * New resources of a template.
 *
 * Properties are those of https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_EC2.html (read
 * 2026-11-29), against whose machine-readable form tests hold them.
 */
import type { GroupPeer } from "../../../model/entity/firewall.ts";
import { regionOf } from "../../../model/network.ts";
import type { ActionOf } from "../../change/action.ts";
import { tagsFor } from "../../naming.ts";
import { mapping, plainNode, scalar, sequence } from "../../tree/template.ts";
import type { TemplateNode } from "../../tree/template.ts";
import type { Aid } from "../../aid.ts";
import { referenceTo } from "./name.ts";
import type { Naming } from "./name.ts";
import type { VpcId } from "../../../model/entity/entity.ts";

/** Where a new resource goes. */
export interface Site {
  readonly file: string;
  readonly condition: string | undefined;
}

export interface NewResource extends Site {
  readonly name: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, TemplateNode | undefined>>;
}

/** The node, or what it could not name. */
export type Written<T> = { readonly node: T } | { readonly missing: string };

export function resourceNode({ type, condition, properties }: NewResource): TemplateNode {
  return mapping({
    Type: scalar(type),
    Condition: condition === undefined ? undefined : scalar(condition),
    Properties: mapping(properties),
  });
}

export function referencesTo(
  ids: readonly string[],
  { file, condition }: Site,
  naming: Naming,
): Written<readonly TemplateNode[]> {
  const nodes: TemplateNode[] = [];
  for (const id of ids) {
    const node = referenceTo(id, file, condition, naming);
    if (node === undefined) return { missing: id };
    nodes.push(node);
  }
  return { node: nodes };
}

export function endpointProperties(
  { endpoint, group, vpc, policy }: ActionOf<"add-endpoint">,
  site: Site,
  naming: Naming,
): Written<NewResource["properties"]> {
  const { aid } = naming;
  const isGateway = endpoint.type === "gateway";
  const vpcs = referencesTo([vpc], site, naming);
  const places = referencesTo(isGateway ? endpoint.routeTables : endpoint.subnets, site, naming);
  const groups = referencesTo(group === undefined ? [] : [group], site, naming);
  if ("missing" in vpcs) return vpcs;
  if ("missing" in places) return places;
  if ("missing" in groups) return groups;
  const tags = tagsFor(aid, vpc, endpoint.service.replaceAll(".", "-"));
  return {
    node: {
      ServiceName: serviceName(aid, endpoint.serviceName, vpc),
      VpcEndpointType: scalar(isGateway ? "Gateway" : "Interface"),
      VpcId: vpcs.node[0],
      PrivateDnsEnabled: isGateway ? undefined : scalar(false),
      RouteTableIds: isGateway ? sequence(places.node) : undefined,
      SubnetIds: isGateway ? undefined : sequence(places.node),
      SecurityGroupIds: isGateway ? undefined : sequence(groups.node),
      PolicyDocument: policy === undefined ? undefined : plainNode(policy),
      Tags: tagNodes(tags),
    },
  };
}

/** A template is for any Region, and so is the name. */
function serviceName({ network }: Aid, name: string, vpc: VpcId): TemplateNode {
  const row = network.vpcs.get(vpc);
  const region = row === undefined ? "" : regionOf(network, row);
  const parts = region === "" ? [name] : name.split(`.${region}.`);
  return parts.length === 2 ? { kind: "sub", text: `${parts[0]}.\${AWS::Region}.${parts[1]}` } : scalar(name);
}

function tagNodes(tags: ReadonlyMap<string, string>): TemplateNode | undefined {
  if (tags.size === 0) return undefined;
  return sequence([...tags].map(([key, value]) => mapping({ Key: scalar(key), Value: scalar(value) })));
}

export function groupProperties(
  action: ActionOf<"add-group">,
  site: Site,
  naming: Naming,
): Written<NewResource["properties"]> {
  const { vpc, admits, blocks } = action;
  const vpcs = referencesTo([vpc], site, naming);
  if ("missing" in vpcs) return vpcs;
  const byGroup = rulesOf(action, admits, site, naming);
  // Groups of another template cannot be named in this one; the blocks of their subnets can.
  const rules = "missing" in byGroup ? rulesOf(action, blocks, site, naming) : byGroup;
  if ("missing" in rules) return rules;
  return {
    node: {
      GroupDescription: scalar("Interface endpoints: HTTPS from their clients"),
      VpcId: vpcs.node[0],
      SecurityGroupIngress: sequence(rules.node),
      Tags: tagNodes(tagsFor(naming.aid, vpc, "endpoints")),
    },
  };
}

function rulesOf(
  { ports }: ActionOf<"add-group">,
  peers: readonly GroupPeer[],
  site: Site,
  naming: Naming,
): Written<readonly TemplateNode[]> {
  const rules: TemplateNode[] = [];
  for (const peer of peers) {
    const named = peerProperties(peer, "ingress", site, naming);
    if ("missing" in named) return named;
    const [condition, properties] = unguarded(named.node);
    for (const port of ports) {
      const node = mapping({
        IpProtocol: scalar("tcp"),
        FromPort: scalar(port),
        ToPort: scalar(port),
        ...properties,
      });
      rules.push(condition === undefined ? node : { kind: "when", condition, node });
    }
  }
  return { node: rules };
}

type Peer = Readonly<Record<string, TemplateNode>>;

/** A rule whose group may not be there is a rule that may not be there. */
function unguarded(peer: Peer): readonly [condition: string | undefined, peer: Peer] {
  const [[name, node] = []] = Object.entries(peer);
  return name !== undefined && node?.kind === "when"
    ? [node.condition, { [name]: node.node }]
    : [undefined, peer];
}

export function peerProperties(
  peer: GroupPeer,
  direction: "ingress" | "egress",
  site: Site,
  naming: Naming,
): Written<Peer> {
  if (peer.kind === "cidr")
    return { node: { [peer.cidr.family === 6 ? "CidrIpv6" : "CidrIp"]: scalar(peer.cidr.text) } };
  const end = direction === "ingress" ? "Source" : "Destination";
  if (peer.kind === "prefix-list") {
    const id = naming.aid.realPrefixList(peer.id);
    return id === undefined
      ? { missing: `the id of prefix list ${peer.id}` }
      : { node: { [`${end}PrefixListId`]: scalar(id) } };
  }
  const node = referenceTo(peer.id, site.file, site.condition, naming);
  return node === undefined ? { missing: peer.id } : { node: { [`${end}SecurityGroupId`]: node } };
}
