/**
 * What is added, as resources of Terraform.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs (read 2026-11-29)
 */
import type { GroupPeer } from "../../../model/entity/firewall.ts";
import type { Action, ActionOf } from "../../change/action.ts";
import { snake, tagsFor } from "../../naming.ts";
import { attributes, list, literal, text, traversal } from "../../tree/hcl.ts";
import type { HclExpression, HclItem } from "../../tree/hcl.ts";
import { expressionFor, newAddress, placeOf } from "./name.ts";
import type { Naming } from "./name.ts";
import { resource } from "./resource.ts";
import { ruleItems } from "./rule.ts";

/** The blocks, or what the root module cannot name. */
export type Written = { readonly blocks: readonly HclItem[] } | { readonly missing: string };

export function toEndpoint(action: ActionOf<"add-endpoint">, naming: Naming): Written {
  const { endpoint, vpc, group, policy } = action;
  const isGateway = endpoint.type === "gateway";
  const places = isGateway ? endpoint.routeTables : endpoint.subnets;
  const named = namedAll([vpc, ...places, ...(group === undefined ? [] : [group])], naming);
  if ("missing" in named) return named;
  const [vpcId, ...others] = named.expressions;
  const ids = others.slice(0, places.length);
  const address = newAddress(
    endpoint.id,
    "aws_vpc_endpoint",
    `${prefixOf(action, naming)}${snake(endpoint.service)}`,
    naming,
  );
  return {
    blocks: [
      resource(
        address,
        attributes({
          vpc_id: vpcId,
          service_name: text(endpoint.serviceName),
          vpc_endpoint_type: text(isGateway ? "Gateway" : "Interface"),
          route_table_ids: isGateway ? list(ids) : undefined,
          subnet_ids: isGateway ? undefined : list(ids),
          // Left out, the provider attaches the default group of the VPC.
          security_group_ids: isGateway ? undefined : list(others.slice(places.length)),
          private_dns_enabled: isGateway ? undefined : literal(false),
          policy: policy === undefined ? undefined : text(JSON.stringify(policy)),
          tags: tagsOf(tagsFor(naming.aid, vpc, endpoint.service.replaceAll(".", "-"))),
        }),
      ),
    ],
  };
}

export function tagsOf(tags: ReadonlyMap<string, string>): HclExpression | undefined {
  return tags.size === 0
    ? undefined
    : { kind: "object", entries: [...tags].map(([key, value]) => [key, text(value)] as const) };
}

export function namedAll(
  ids: readonly string[],
  naming: Naming,
): { readonly expressions: readonly HclExpression[] } | { readonly missing: string } {
  const expressions: HclExpression[] = [];
  for (const id of ids) {
    const expression = expressionFor(id, naming);
    if (expression === undefined) return { missing: id };
    expressions.push(expression);
  }
  return { expressions };
}

/** Where several VPCs are given endpoints, names begin with that of the VPC. */
function prefixOf({ vpc }: Action, { aid, input }: Naming): string {
  const vpcs = input.resources.filter(({ type }) => type === "AWS::EC2::VPC");
  const own = aid.resources.find(({ id }) => id === vpc);
  return own === undefined || vpcs.length < 2 ? "" : `${snake(own.name.replace(/^aws_vpc\./, ""))}_`;
}

export function toGroup(action: ActionOf<"add-group">, naming: Naming): Written {
  const { vpc, id, admits, blocks } = action;
  const peers = admits.every((peer) => isNameable(peer, naming)) ? admits : blocks;
  const vpcs = namedAll([vpc], naming);
  if ("missing" in vpcs) return vpcs;
  const address = newAddress(id, "aws_security_group", `${prefixOf(action, naming)}vpc_endpoints`, naming);
  const owner = { address, id: traversal(`${address}.id`) };
  const rules = ruleItems(owner, { ...action, direction: "ingress", peers }, naming);
  if ("missing" in rules) return rules;
  const tags = tagsFor(naming.aid, vpc, "endpoints");
  return {
    blocks: [
      resource(address, [
        ...attributes({
          name_prefix: text(`${groupName(tags.get("Name"))}-`),
          description: text("Interface endpoints: HTTPS from their clients"),
          vpc_id: vpcs.expressions[0],
          tags: tagsOf(tags),
        }),
        ...rules.inner,
      ]),
      ...rules.beside,
    ],
  };
}

function isNameable(peer: GroupPeer, naming: Naming): boolean {
  return peer.kind !== "security-group" || expressionFor(peer.id, naming) !== undefined;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html (read 2026-11-29) */
function groupName(name = "vpc-endpoints"): string {
  const allowed = name.replaceAll(/[^a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]/g, "").trim();
  const isUsable = allowed !== "" && !/^sg-/i.test(allowed);
  return isUsable ? allowed.slice(0, 200) : "vpc-endpoints";
}

export function toAclEntry(action: ActionOf<"add-acl-entry">, naming: Naming): Written {
  const { acl, direction, cidr, ports, ruleNumber } = action;
  const acls = namedAll([acl], naming);
  if ("missing" in acls) return acls;
  const wanted = `endpoint_${direction}_${ruleNumber}`;
  const address = newAddress(`${acl} ${direction} ${ruleNumber}`, "aws_network_acl_rule", wanted, naming);
  return {
    blocks: [
      resource(
        address,
        attributes({
          network_acl_id: acls.expressions[0],
          rule_number: literal(ruleNumber),
          egress: literal(direction === "egress"),
          protocol: text("tcp"),
          rule_action: text("allow"),
          [cidr.family === 6 ? "ipv6_cidr_block" : "cidr_block"]: text(cidr.text),
          from_port: literal(ports[0]),
          to_port: literal(ports[1]),
        }),
      ),
    ],
  };
}

/** For an endpoint whose own block says nothing of route tables, an association of its own. */
export function toAssociation({ endpoint, table }: ActionOf<"associate-table">, naming: Naming): Written {
  const named = namedAll([endpoint, table], naming);
  if ("missing" in named) return named;
  const [endpointId, tableId] = named.expressions;
  const wanted = `${snake(placeOf(endpoint).name)}_${snake(placeOf(table).name)}`;
  const type = "aws_vpc_endpoint_route_table_association";
  const address = newAddress(`${endpoint} ${table}`, type, wanted, naming);
  return {
    blocks: [resource(address, attributes({ vpc_endpoint_id: endpointId, route_table_id: tableId }))],
  };
}
