/**
 * What an apply of Terraform does to an account, in the words of the API that tells of it: one row for each type that denat writes.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Types.html (read 2026-11-29)
 */
import type { Row } from "../../document/json.ts";
import { fieldOf, isRow, listAt, textAt } from "../../document/json.ts";
import type { Answers } from "./answers.ts";
import { at, isOpen, listIn } from "./row.ts";
import type { OpenRow } from "./row.ts";

export interface Applied {
  readonly id: string;
  /** Stood before, and was taken into the code. */
  readonly isImported: boolean;
  readonly values: Row;
}

export interface Account {
  readonly answers: Answers;
  /** Of AWS's own list of this name. */
  readonly prefixListIdFor: (name: string) => string;
}

type Effect = (applied: Applied, account: Account) => void;

const openPolicy = { Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] };

export const effects: Readonly<Record<string, Effect>> = {
  aws_vpc_endpoint: ({ id, isImported, values }, account) => {
    const { answers } = account;
    if (isImported) {
      const isOn = values["private_dns_enabled"];
      for (const { row } of answers.find("VpcEndpoints", "VpcEndpointId", id))
        if (typeof isOn === "boolean") set(row, "PrivateDnsEnabled", isOn);
      return;
    }
    const isGateway = values["vpc_endpoint_type"] === "Gateway";
    const row: OpenRow = {
      VpcEndpointId: id,
      VpcEndpointType: isGateway ? "Gateway" : "Interface",
      VpcId: values["vpc_id"],
      ServiceName: values["service_name"],
      State: "available",
      PolicyDocument: textAt(values, "policy") ?? JSON.stringify(openPolicy),
      PrivateDnsEnabled: values["private_dns_enabled"] === true,
      RouteTableIds: [],
      SubnetIds: listAt(values, "subnet_ids"),
      Groups: listAt(values, "security_group_ids").map((group) => ({ GroupId: group })),
      NetworkInterfaceIds: [],
      IpAddressType: "ipv4",
    };
    answers.add("VpcEndpoints", row, String(values["vpc_id"]));
    for (const table of listAt(values, "route_table_ids")) associate(id, String(table), account);
  },
  aws_vpc_endpoint_route_table_association: ({ values }, account) =>
    associate(String(values["vpc_endpoint_id"]), String(values["route_table_id"]), account),
  aws_security_group: ({ id, values }, { answers }) => {
    const permissions = (direction: string) =>
      listAt(values, direction).flatMap((rule) => (isRow(rule) ? [permissionOf(rule)] : []));
    answers.add(
      "SecurityGroups",
      {
        GroupId: id,
        GroupName: id,
        VpcId: values["vpc_id"],
        IpPermissions: permissions("ingress"),
        IpPermissionsEgress: permissions("egress"),
      },
      String(values["vpc_id"]),
    );
  },
  aws_vpc_security_group_ingress_rule: (applied, account) => addRule("IpPermissions", applied, account),
  aws_vpc_security_group_egress_rule: (applied, account) => addRule("IpPermissionsEgress", applied, account),
  aws_security_group_rule: (applied, account) =>
    addRule(applied.values["type"] === "egress" ? "IpPermissionsEgress" : "IpPermissions", applied, account),
  aws_network_acl_rule: ({ values }, { answers }) => {
    for (const { row } of answers.find("NetworkAcls", "NetworkAclId", String(values["network_acl_id"])))
      listIn(row, "Entries").push({
        RuleNumber: values["rule_number"],
        Egress: values["egress"] === true,
        Protocol: "6",
        RuleAction: "allow",
        ...(values["cidr_block"] === undefined
          ? { Ipv6CidrBlock: values["ipv6_cidr_block"] }
          : { CidrBlock: values["cidr_block"] }),
        PortRange: { From: values["from_port"], To: values["to_port"] },
      });
  },
  aws_vpc: ({ id, values }, { answers }) => {
    for (const [argument, attribute] of vpcAttributes) {
      const isOn = values[argument];
      if (typeof isOn !== "boolean") continue;
      const told = answers.whole(attribute).filter((row) => at(row, "VpcId") === id);
      for (const row of told) set(row, attribute, { Value: isOn });
      if (told.length > 0) continue;
      for (const { row } of answers.find("Vpcs", "VpcId", id)) set(row, attribute, { Value: isOn });
    }
  },
};

const vpcAttributes = [
  ["enable_dns_support", "EnableDnsSupport"],
  ["enable_dns_hostnames", "EnableDnsHostnames"],
] as const;

/** What goes when the block of something that was taken in is taken out; `id` is that of the import. */
export const removals: Readonly<Record<string, (id: string, account: Account) => void>> = {
  aws_route: (id, { answers }) => {
    const [table = "", destination] = id.split("_");
    const keys = ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"];
    for (const { row } of answers.find("RouteTables", "RouteTableId", table))
      drop(listIn(row, "Routes"), (route) => keys.some((key) => at(route, key) === destination));
  },
  aws_nat_gateway: (id, { answers }) => {
    for (const { row, remove } of answers.find("NatGateways", "NatGatewayId", id)) {
      remove();
      for (const address of listIn(row, "NatGatewayAddresses"))
        for (const own of answers.find(
          "NetworkInterfaces",
          "NetworkInterfaceId",
          String(fieldOf(address, "NetworkInterfaceId")),
        ))
          own.remove();
    }
  },
};

function drop(list: unknown[], isGone: (row: OpenRow) => boolean): void {
  list.splice(0, list.length, ...list.filter((row) => !isOpen(row) || !isGone(row)));
}

function set(row: OpenRow, key: string, value: unknown): void {
  const small = key.charAt(0).toLowerCase() + key.slice(1);
  row[Object.hasOwn(row, small) ? small : key] = value;
}

/** A gateway endpoint on a table is a route of it to the prefix list of the service. */
function associate(endpoint: string, table: string, { answers, prefixListIdFor }: Account): void {
  for (const { row } of answers.find("VpcEndpoints", "VpcEndpointId", endpoint)) {
    listIn(row, "RouteTableIds").push(table);
    const service = String(at(row, "ServiceName"));
    const [list] = answers.told("PrefixLists", "PrefixListName", service);
    for (const { row: own } of answers.find("RouteTables", "RouteTableId", table))
      listIn(own, "Routes").push({
        DestinationPrefixListId: (list && at(list, "PrefixListId")) ?? prefixListIdFor(service),
        GatewayId: endpoint,
        Origin: "CreateRoute",
        State: "active",
      });
  }
}

function addRule(key: string, { id, values }: Applied, { answers }: Account): void {
  const group = String(values["security_group_id"]);
  for (const { row } of answers.find("SecurityGroups", "GroupId", group)) {
    const permission = permissionOf(values);
    if (at(row, key) === undefined && answers.told("SecurityGroupRules", "GroupId", group).length > 0)
      answers.add("SecurityGroupRules", singleRule(id, group, key, permission), String(at(row, "VpcId")));
    else listIn(row, key).push(permission);
  }
}

/** In each of the styles that rules have. */
function permissionOf(rule: Row) {
  const all = (...names: readonly string[]) =>
    names.flatMap((name) => {
      const value = rule[name];
      return Array.isArray(value) ? (value as readonly unknown[]) : typeof value === "string" ? [value] : [];
    });
  return {
    IpProtocol: textAt(rule, "ip_protocol") ?? textAt(rule, "protocol") ?? "tcp",
    FromPort: rule["from_port"],
    ToPort: rule["to_port"],
    IpRanges: all("cidr_ipv4", "cidr_blocks").map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: all("cidr_ipv6", "ipv6_cidr_blocks").map((CidrIpv6) => ({ CidrIpv6 })),
    PrefixListIds: all("prefix_list_id", "prefix_list_ids").map((PrefixListId) => ({ PrefixListId })),
    UserIdGroupPairs: all("referenced_security_group_id", "source_security_group_id", "security_groups").map(
      (GroupId) => ({ GroupId }),
    ),
  };
}

function singleRule(
  id: string,
  group: string,
  key: string,
  permission: ReturnType<typeof permissionOf>,
): OpenRow {
  const { IpProtocol, FromPort, ToPort, IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs } = permission;
  const [pair] = UserIdGroupPairs;
  return {
    SecurityGroupRuleId: id,
    GroupId: group,
    IsEgress: key === "IpPermissionsEgress",
    IpProtocol,
    FromPort,
    ToPort,
    ...(IpRanges[0] && { CidrIpv4: IpRanges[0].CidrIp }),
    ...Ipv6Ranges[0],
    ...PrefixListIds[0],
    ...(pair === undefined ? {} : { ReferencedGroupInfo: pair }),
  };
}
