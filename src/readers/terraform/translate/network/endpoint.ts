/**
 * VPC endpoints, with what resources of their own add to them.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint (read 2026-11-29)
 */
import { fieldOf, textAt } from "../../document/json.ts";
import type { Noun } from "../../edge/noun.ts";
import { nouns } from "../../edge/noun.ts";
import { itemsOf, link, links, listOf, originOf, plain } from "../../read/value.ts";
import { either, first, told, toldBeside } from "../spec.ts";
import type { From, Read, TypeRow } from "../spec.ts";
import { vpc } from "./vpc.ts";

/** What the endpoint names, and what associations add. */
const associated =
  (name: string, noun: Noun, type: string, argument: string): Read =>
  (from) => {
    const { reader, source } = from;
    const own = links(reader, source, name, noun);
    const { sources, doubt } = others(from, type);
    if (doubt !== undefined || (own !== undefined && !isList(own))) return doubt ?? own;
    const beside = toldBeside(from, name, { type, owner: "vpc_endpoint_id" }, (values) =>
      textAt(values, argument),
    );
    const ids = (fieldOf(source.values, name) ?? []) as readonly unknown[];
    const kept = itemsOf(own).filter((_, index) => !beside.has(String(ids[index])));
    const added = sources.flatMap((one) => link(reader, one, argument, noun) ?? []);
    const all = [...kept, ...added];
    return all.length === 0 ? undefined : listOf(source, all);
  };

const isList = ({ content }: { readonly content: unknown }) => fieldOf(content, "kind") === "list";

const others = ({ reader, source }: From, type: string) =>
  reader.naming(type, "vpc_endpoint_id", nouns.endpoint, source.instance);

const groupType = "aws_vpc_endpoint_security_group_association";

/** Associations stand beside the default group of the VPC, unless one replaces it. */
const groups: Read = (from) => {
  const written = associated("security_group_ids", nouns.group, groupType, "security_group_id")(from);
  const { sources: added } = others(from, groupType);
  const replaces = added.some(({ values }) => fieldOf(values, "replace_default_association") === true);
  const isBare = added.length > 0 && itemsOf(written).length === added.length && !replaces;
  const ofVpc = vpc(from);
  const content = typeof ofVpc?.content === "object" ? ofVpc.content : null;
  if (!isBare || ofVpc === undefined || content?.kind !== "reference") return written;
  const byDefault = { ...ofVpc, content: { ...content, attribute: "DefaultSecurityGroup" } };
  return listOf(from.source, [byDefault, ...itemsOf(written)]);
};

const besideText =
  (type: string, argument: string): Read =>
  (from) => {
    const { sources, doubt } = others(from, type);
    const [one] = sources;
    return doubt ?? (one && plain(one, argument));
  };

/** Rules of groups may name the prefix list of a gateway endpoint, which AWS has for its service. */
const prefixList: Read = ({ reader, source }) => {
  const service = plain(source, "service_name")?.content;
  const written = plain(source, "prefix_list_id");
  const isTold = typeof written?.content === "string";
  if (isTold || typeof service !== "string" || fieldOf(source.values, "vpc_endpoint_type") === "Interface")
    return written;
  return { content: reader.prefixListIdFor(service), origin: originOf(source.instance) };
};

export const endpointTypes: Readonly<Record<string, TypeRow>> = {
  aws_vpc_endpoint: {
    type: "AWS::EC2::VPCEndpoint",
    properties: {
      VpcId: vpc,
      ServiceName: "service_name",
      ServiceRegion: "service_region",
      ResourceConfigurationArn: "resource_configuration_arn",
      ServiceNetworkArn: "service_network_arn",
      VpcEndpointType: "vpc_endpoint_type",
      SubnetIds: associated("subnet_ids", nouns.subnet, "aws_vpc_endpoint_subnet_association", "subnet_id"),
      RouteTableIds: associated(
        "route_table_ids",
        nouns.table,
        "aws_vpc_endpoint_route_table_association",
        "route_table_id",
      ),
      SecurityGroupIds: groups,
      PrivateDnsEnabled: either(
        besideText("aws_vpc_endpoint_private_dns", "private_dns_enabled"),
        told("private_dns_enabled"),
      ),
      PolicyDocument: either(besideText("aws_vpc_endpoint_policy", "policy"), "policy"),
      IpAddressType: "ip_address_type",
      DnsOptions: first("dns_options", {
        DnsRecordIpType: "dns_record_ip_type",
        PrivateDnsOnlyForInboundResolverEndpoint: "private_dns_only_for_inbound_resolver_endpoint",
      }),
      PrefixListId: prefixList,
    },
  },
  // Read with the endpoint they name.
  aws_vpc_endpoint_subnet_association: {},
  aws_vpc_endpoint_route_table_association: {},
  aws_vpc_endpoint_security_group_association: {},
  aws_vpc_endpoint_policy: {},
  aws_vpc_endpoint_private_dns: {},
};
