/** Actions that add a resource to a template, as that resource. */
import type { Action, ActionOf } from "../../change/action.ts";
import { pascal } from "../../naming.ts";
import { scalar } from "../../tree/template.ts";
import { endpointProperties, groupProperties, peerProperties, referencesTo } from "./resource.ts";
import type { NewResource, Site, Written } from "./resource.ts";
import type { Naming } from "./name.ts";

export type Adding = "add-endpoint" | "add-group" | "add-group-rule" | "add-acl-entry";

export function isAdding(action: Action): action is ActionOf<Adding> {
  return action.kind.startsWith("add-");
}

/** What the action adds; several for rules of several ports. */
export function toResources(action: ActionOf<Adding>, naming: Naming): Written<readonly NewResource[]> {
  const site = siteOf(action, naming);
  if (site === undefined) return { missing: `${placeOf(action)}, which is in no template of the input` };
  switch (action.kind) {
    case "add-endpoint": {
      const wanted = `${prefixOf(action, naming)}${pascal(action.endpoint.service)}Endpoint`;
      return one("AWS::EC2::VPCEndpoint", endpointProperties(action, site, naming), {
        ...site,
        name: naming.names.newName(action.endpoint.id, {
          file: site.file,
          name: wanted,
          attribute: undefined,
        }),
      });
    }
    case "add-group": {
      const wanted = `${prefixOf(action, naming)}EndpointSecurityGroup`;
      const name = naming.names.newName(action.id, { file: site.file, name: wanted, attribute: "GroupId" });
      return one("AWS::EC2::SecurityGroup", groupProperties(action, site, naming), { ...site, name });
    }
    case "add-group-rule":
      return groupRules(action, site, naming);
    case "add-acl-entry":
      return aclEntry(action, site, naming);
  }
}

function one(
  type: string,
  properties: Written<NewResource["properties"]>,
  place: Site & { readonly name: string },
): Written<readonly NewResource[]> {
  return "missing" in properties ? properties : { node: [{ ...place, type, properties: properties.node }] };
}

/** The thing whose template the new resource joins. */
function placeOf(action: ActionOf<Adding>): string {
  switch (action.kind) {
    case "add-endpoint":
    case "add-group":
      return action.vpc;
    case "add-group-rule":
      return action.group;
    case "add-acl-entry":
      return action.acl;
  }
}

function siteOf(action: ActionOf<Adding>, { aid, sources, names }: Naming): Site | undefined {
  const id = placeOf(action);
  const added = names.nameOf(id);
  if (added !== undefined) return { file: added.file, condition: undefined };
  // What AWS makes with a VPC is named through the VPC.
  const owner =
    aid.resources.find((row) => row.id === id) ?? aid.resources.find((row) => row.id === action.vpc);
  const condition = owner && sources.get(owner.file)?.resources.get(owner.name)?.condition;
  return owner === undefined || !sources.has(owner.file) ? undefined : { file: owner.file, condition };
}

/** Where several VPCs of one template are given endpoints, names begin with that of the VPC. */
function prefixOf({ vpc }: ActionOf<Adding>, { aid }: Naming): string {
  const vpcs = aid.resources.filter(({ type }) => type === "AWS::EC2::VPC");
  const own = vpcs.find(({ id }) => id === vpc);
  const isOnly = vpcs.filter(({ file }) => file === own?.file).length < 2;
  return own === undefined || isOnly ? "" : pascal(own.name);
}

function groupRules(
  action: ActionOf<"add-group-rule">,
  site: Site,
  naming: Naming,
): Written<readonly NewResource[]> {
  const { group, direction, peer, ports } = action;
  const groups = referencesTo([group], site, naming);
  if ("missing" in groups) return groups;
  const peers = peerProperties(peer, direction, site, naming);
  if ("missing" in peers) return peers;
  const isIn = direction === "ingress";
  const owner = naming.aid.resources.find(({ id }) => id === group)?.name ?? "Endpoint";
  return {
    node: ports.map((port) => ({
      ...site,
      name: naming.names.newName(`${group} ${direction} ${JSON.stringify(peers.node)} ${port}`, {
        file: site.file,
        name: `${pascal(owner)}${isIn ? "From" : "To"}Endpoint${port}`,
        attribute: undefined,
      }),
      type: isIn ? "AWS::EC2::SecurityGroupIngress" : "AWS::EC2::SecurityGroupEgress",
      properties: {
        GroupId: groups.node[0],
        IpProtocol: scalar("tcp"),
        FromPort: scalar(port),
        ToPort: scalar(port),
        ...peers.node,
      },
    })),
  };
}

function aclEntry(
  { acl, direction, cidr, ports, ruleNumber }: ActionOf<"add-acl-entry">,
  site: Site,
  naming: Naming,
): Written<readonly NewResource[]> {
  const acls = referencesTo([acl], site, naming);
  if ("missing" in acls) return acls;
  const [From, To] = ports;
  const wanted = `EndpointAclEntry${direction === "ingress" ? "In" : "Out"}${ruleNumber}`;
  const name = naming.names.newName(`${acl} ${direction} ${ruleNumber}`, {
    file: site.file,
    name: wanted,
    attribute: undefined,
  });
  return {
    node: [
      {
        ...site,
        name,
        type: "AWS::EC2::NetworkAclEntry",
        properties: {
          NetworkAclId: acls.node[0],
          RuleNumber: scalar(ruleNumber),
          Egress: scalar(direction === "egress"),
          Protocol: scalar(6),
          RuleAction: scalar("allow"),
          [cidr.family === 6 ? "Ipv6CidrBlock" : "CidrBlock"]: scalar(cidr.text),
          PortRange: {
            kind: "mapping",
            entries: [
              ["From", scalar(From)],
              ["To", scalar(To)],
            ],
          },
        },
      },
    ],
  };
}
