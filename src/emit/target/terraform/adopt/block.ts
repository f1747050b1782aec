/**
 * What stands in an account as blocks of Terraform that say what AWS tells of it, so that an import of them changes nothing. Arguments that
 * the provider computes where they are left out are left out.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs (read 2026-11-29)
 */
import { attributes, list, literal, text, traversal } from "../../../tree/hcl.ts";
import type { HclExpression, HclItem } from "../../../tree/hcl.ts";
import { tagsOf } from "../add.ts";

/** A row of the API, in its own words. */
export type Fields = Readonly<Record<string, unknown>>;

/** The arguments, or why they cannot be told. */
export type Block = { readonly items: readonly HclItem[] } | { readonly why: string };

const at = (fields: Fields, key: string): unknown =>
  fields[key] ?? fields[key.charAt(0).toLowerCase() + key.slice(1)];

export function textIn(fields: Fields, key: string): string | undefined {
  const value = at(fields, key);
  return typeof value === "string" && value !== "" ? value : undefined;
}

const textOf = (fields: Fields, key: string) => {
  const value = textIn(fields, key);
  return value === undefined ? undefined : text(value);
};

const listOf = (fields: Fields, key: string): readonly unknown[] => {
  const value = at(fields, key);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
};

export const rowsIn = (fields: Fields, key: string) =>
  listOf(fields, key).filter((one): one is Fields => typeof one === "object" && one !== null);

const texts = (values: readonly unknown[]): HclExpression | undefined =>
  values.length === 0
    ? undefined
    : list(values.flatMap((one) => (typeof one === "string" ? [text(one)] : [])));

/** Tags of AWS itself (`aws:…`) are no tags of Terraform's. */
export function tagsIn(fields: Fields): ReadonlyMap<string, string> | undefined {
  if (!Array.isArray(at(fields, "Tags"))) return undefined;
  return new Map(
    rowsIn(fields, "Tags").flatMap((tag) => {
      const key = textIn(tag, "Key");
      return key === undefined || key.startsWith("aws:") ? [] : [[key, textIn(tag, "Value") ?? ""] as const];
    }),
  );
}

/** The stack of CloudFormation that made it, which would make it again. */
export function stackOf(fields: Fields): string | undefined {
  const own = rowsIn(fields, "Tags").find((tag) => textIn(tag, "Key") === "aws:cloudformation:stack-name");
  return own && textIn(own, "Value");
}

/** What must not go with its block, and what is not known so that Terraform is to leave it. */
function lifecycle(isKept: boolean, ignored: readonly string[]): readonly HclItem[] {
  if (!isKept && ignored.length === 0) return [];
  const items = attributes({
    prevent_destroy: isKept ? literal(true) : undefined,
    ignore_changes: ignored.length === 0 ? undefined : list(ignored.map(traversal)),
  });
  return [{ kind: "block", type: "lifecycle", labels: [], items }];
}

function withTags(fields: Fields, isKept: boolean, ignored: readonly string[] = []) {
  const tags = tagsIn(fields);
  return {
    tags: tags === undefined ? undefined : tagsOf(tags),
    rest: lifecycle(isKept, tags === undefined ? [...ignored, "tags", "tags_all"] : ignored),
  };
}

export function endpointBlock(fields: Fields): Block {
  const vpc = textOf(fields, "VpcId");
  const service = textOf(fields, "ServiceName");
  const isOn = at(fields, "PrivateDnsEnabled");
  if (vpc === undefined || service === undefined)
    return { why: "AWS's answer tells no VPC or service of it" };
  const { tags, rest } = withTags(fields, true);
  const groups = rowsIn(fields, "Groups").flatMap((group) => textIn(group, "GroupId") ?? []);
  return {
    items: [
      ...attributes({
        vpc_id: vpc,
        service_name: service,
        vpc_endpoint_type: textOf(fields, "VpcEndpointType"),
        subnet_ids: texts(listOf(fields, "SubnetIds")),
        security_group_ids: texts(groups),
        private_dns_enabled: typeof isOn === "boolean" ? literal(isOn) : undefined,
        tags,
      }),
      ...rest,
    ],
  };
}

/** `dns` as `describe-vpc-attribute` tells it, which no row of a VPC does. */
export function vpcBlock(
  fields: Fields,
  dns: { readonly support: boolean | undefined; readonly hostnames: boolean | undefined },
): Block {
  const cidr = textOf(fields, "CidrBlock");
  if (cidr === undefined) return { why: "AWS's answer tells no block of it" };
  const hasIpv6 = rowsIn(fields, "Ipv6CidrBlockAssociationSet").length > 0;
  const { tags, rest } = withTags(
    fields,
    true,
    hasIpv6 ? ["assign_generated_ipv6_cidr_block", "ipv6_cidr_block"] : [],
  );
  const flag = (value: boolean | undefined) => (value === undefined ? undefined : literal(value));
  return {
    items: [
      ...attributes({
        cidr_block: cidr,
        instance_tenancy: textOf(fields, "InstanceTenancy"),
        enable_dns_support: flag(dns.support),
        enable_dns_hostnames: flag(dns.hostnames),
        tags,
      }),
      ...rest,
    ],
  };
}

/** `address` is the expression for the allocation, undefined for a private gateway. */
export function natBlock(fields: Fields, address: HclExpression | undefined): Block {
  const subnet = textOf(fields, "SubnetId");
  const isPrivate = textIn(fields, "ConnectivityType") === "private";
  if (textIn(fields, "AvailabilityMode") === "regional" || subnet === undefined)
    return { why: "it is a regional gateway" };
  if (rowsIn(fields, "NatGatewayAddresses").length > 1) return { why: "it has several addresses" };
  if (!isPrivate && address === undefined) return { why: "AWS's answer tells no address of it" };
  const { tags, rest } = withTags(fields, false);
  return {
    items: [
      ...attributes({
        connectivity_type: text(isPrivate ? "private" : "public"),
        allocation_id: isPrivate ? undefined : address,
        subnet_id: subnet,
        tags,
      }),
      ...rest,
    ],
  };
}

/** A row of DescribeAddresses, which need not be there. */
export function addressBlock(fields: Fields): Block {
  const { tags, rest } = withTags(fields, false);
  return { items: [...attributes({ domain: text("vpc"), tags }), ...rest] };
}
