/**
 * EC2 instances, what launches them, and network interfaces that are resources of their own.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance, …/launch_template,
 * …/autoscaling_group, …/network_interface (read 2026-11-29)
 */
import type { Value } from "../../../resource/property/value.ts";
import { textAt } from "../../document/json.ts";
import { referencesIn } from "../../configuration/configuration.ts";
import { wholeTraversals } from "../../configuration/traversal.ts";
import { nouns } from "../../edge/noun.ts";
import { blocksOf, expressionOf } from "../../read/source.ts";
import type { Source } from "../../read/source.ts";
import { itemsOf, link, links, listOf, plain } from "../../read/value.ts";
import type { Reader } from "../../read/value.ts";
import { each, eachText, either, fields, first, itself, only, part, to, toAll } from "../spec.ts";
import type { From, Part, Read, Spec, TypeRow } from "../spec.ts";

/** The id of an image tells no platform; the name by which the configuration looked it up does. */
const image =
  (argument: string): Read =>
  ({ reader, source }) => {
    const value = plain(source, argument);
    if (value === undefined) return undefined;
    const names = imageNames(reader, source, argument, value);
    const id = typeof value.content === "string" ? [value.content] : [];
    return names.length === 0 ? value : { ...value, content: [...id, ...names].join(" ") };
  };

function imageNames(reader: Reader, source: Source, argument: string, { content }: Value): readonly string[] {
  const { document, module } = source.instance;
  const named = wholeTraversals(referencesIn(expressionOf(source.expressions, argument))).flatMap(
    ({ steps }) => {
      const [first, type, name] = steps.map(({ value }) => String(value));
      return first === "data" ? reader.world.ofBlock(document, module, `data.${type}.${name}`) : [];
    },
  );
  const byId = reader.world.ofType("data.aws_ami").filter(({ values }) => textAt(values, "id") === content);
  return [...new Set([...named, ...byId])].flatMap(({ values }) =>
    ["name", "platform_details"].flatMap((key) => textAt(values, key) ?? []),
  );
}

/** Older providers keep a hash of user data where its text would stand. */
const userData: Read = either(({ source }) => {
  const value = plain(source, "user_data");
  return typeof value?.content === "string" && /^[0-9a-f]{40}$/.test(value.content) ? undefined : value;
}, "user_data_base64");

const metadataOptions = first("metadata_options", {
  HttpEndpoint: "http_endpoint",
  HttpTokens: "http_tokens",
  HttpPutResponseHopLimit: "http_put_response_hop_limit",
});

const launchTemplate = (id: string, name: string) =>
  first("launch_template", {
    [id]: to("id", nouns.launchTemplate),
    [name]: to("name", nouns.launchTemplate),
  });

/** Groups of the instance, and those that attachments add to its first interface. */
const groupsWith =
  (...names: readonly string[]): Read =>
  ({ reader, source }) => {
    const own = names
      .map((name) => links(reader, source, name, nouns.group))
      .find((value) => value !== undefined);
    const type = "aws_network_interface_sg_attachment";
    const { sources, doubt } = reader.naming(type, "network_interface_id", nouns.interface, source.instance);
    if (doubt !== undefined) return doubt;
    const attached = sources.flatMap((one) => link(reader, one, "security_group_id", nouns.group) ?? []);
    if (attached.length === 0) return own;
    const seen = new Set<unknown>();
    const all = [...itemsOf(own), ...attached].filter(({ content }) => {
      const name = typeof content === "object" && content?.kind === "reference" ? content.resource : content;
      return !seen.has(name) && seen.add(name);
    });
    return listOf(source, all);
  };

const groups = groupsWith("vpc_security_group_ids");

/** Interfaces that the instance names, or its own where it is told whether that has a public address. */
const interfaces: Read = (from) => {
  const named = ["network_interface", "primary_network_interface"].flatMap((name) =>
    blocksOf(from.source, name),
  );
  const ids = named.flatMap(
    (source) => link(from.reader, source, "network_interface_id", nouns.interface) ?? [],
  );
  if (ids.length > 0)
    return listOf(
      from.source,
      ids.map((id) => fields(from, { NetworkInterfaceId: () => id })),
    );
  const isPublic = plain(from.source, "associate_public_ip_address");
  if (isPublic === undefined) return undefined;
  const own = fields(from, {
    SubnetId: to("subnet_id", nouns.subnet),
    GroupSet: groups,
    PrivateIpAddress: "private_ip",
    AssociatePublicIpAddress: () => isPublic,
  });
  return listOf(from.source, [own]);
};

const instanceSpec: Spec = {
  ImageId: image("ami"),
  SubnetId: to("subnet_id", nouns.subnet),
  SecurityGroupIds: groups,
  PrivateIpAddress: "private_ip",
  SourceDestCheck: "source_dest_check",
  IamInstanceProfile: to("iam_instance_profile", nouns.profile),
  UserData: userData,
  NetworkInterfaces: interfaces,
  LaunchTemplate: launchTemplate("LaunchTemplateId", "LaunchTemplateName"),
  MetadataOptions: metadataOptions,
};

const templateData: Read = (from) =>
  fields(from, {
    ImageId: image("image_id"),
    UserData: "user_data",
    SecurityGroupIds: toAll("vpc_security_group_ids", nouns.group),
    IamInstanceProfile: first("iam_instance_profile", {
      Arn: to("arn", nouns.profile),
      Name: to("name", nouns.profile),
    }),
    NetworkInterfaces: each("network_interfaces", {
      SubnetId: to("subnet_id", nouns.subnet),
      Groups: toAll("security_groups", nouns.group),
      NetworkInterfaceId: to("network_interface_id", nouns.interface),
      AssociatePublicIpAddress: "associate_public_ip_address",
      PrivateIpAddress: "private_ip_address",
    }),
    MetadataOptions: metadataOptions,
  });

const ofGroup = launchTemplate("LaunchTemplateId", "LaunchTemplateName");

const mixed = first("mixed_instances_policy", {
  LaunchTemplate: first("launch_template", {
    LaunchTemplateSpecification: first("launch_template_specification", {
      LaunchTemplateId: to("launch_template_id", nouns.launchTemplate),
      LaunchTemplateName: to("launch_template_name", nouns.launchTemplate),
    }),
  }),
});

/** Where instances go is told by zones or by subnets. */
const zoneIdentifier: Read = ({ reader, source }) => {
  const value = links(reader, source, "vpc_zone_identifier", nouns.subnet);
  return value !== undefined && itemsOf(value).length === 0 ? undefined : value;
};

const interfaceAttachments = (from: From): readonly Part[] =>
  blocksOf(from.source, "attachment").flatMap((source) => {
    const instance = link(from.reader, source, "instance", nouns.instance);
    return instance === undefined
      ? []
      : [
          part(from, "AWS::EC2::NetworkInterfaceAttachment", {
            InstanceId: () => instance,
            NetworkInterfaceId: itself,
          }),
        ];
  });

export const instanceTypes: Readonly<Record<string, TypeRow>> = {
  aws_instance: { type: "AWS::EC2::Instance", properties: instanceSpec },
  aws_spot_instance_request: { type: "AWS::EC2::Instance", properties: instanceSpec },
  aws_launch_template: {
    type: "AWS::EC2::LaunchTemplate",
    properties: { LaunchTemplateName: "name", LaunchTemplateData: templateData },
  },
  aws_launch_configuration: {
    type: "AWS::AutoScaling::LaunchConfiguration",
    properties: {
      ImageId: image("image_id"),
      SecurityGroups: toAll("security_groups", nouns.group),
      IamInstanceProfile: to("iam_instance_profile", nouns.profile),
      UserData: userData,
      AssociatePublicIpAddress: "associate_public_ip_address",
      MetadataOptions: metadataOptions,
    },
  },
  aws_autoscaling_group: {
    type: "AWS::AutoScaling::AutoScalingGroup",
    properties: {
      AutoScalingGroupName: "name",
      VPCZoneIdentifier: zoneIdentifier,
      LaunchTemplate: ofGroup,
      MixedInstancesPolicy: mixed,
      LaunchConfigurationName: to("launch_configuration", nouns.launchConfiguration),
    },
  },
  aws_network_interface: {
    type: "AWS::EC2::NetworkInterface",
    properties: {
      SubnetId: to("subnet_id", nouns.subnet),
      GroupSet: groupsWith("security_groups"),
      SourceDestCheck: "source_dest_check",
      PrivateIpAddresses: eachText("private_ips", "PrivateIpAddress"),
      Ipv6Addresses: eachText("ipv6_addresses", "Ipv6Address"),
    },
    parts: interfaceAttachments,
  },
  aws_network_interface_attachment: only("AWS::EC2::NetworkInterfaceAttachment", {
    InstanceId: to("instance_id", nouns.instance),
    NetworkInterfaceId: to("network_interface_id", nouns.interface),
  }),
  aws_network_interface_sg_attachment: {},
};
