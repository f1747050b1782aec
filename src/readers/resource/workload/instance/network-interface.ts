/**
 * Network interfaces that are resources of their own: a part of the instance they are attached to, else a workload of
 * which nothing more is known.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkinterface.html
 * (read 2026-11-24)
 */
import type { Address } from "../../../../model/address.ts";
import type {
  NetworkInterfaceId,
  SecurityGroupId,
  SubnetId,
  WorkloadId,
} from "../../../../model/entity/entity.ts";
import type { NetworkInterface } from "../../../../model/entity/network-interface.ts";
import type { Workload } from "../../../../model/entity/workload.ts";
import { known } from "../../../../model/known.ts";
import type { Known } from "../../../../model/known.ts";
import type { Resource } from "../../property/value.ts";
import { deployed, isReference } from "../../property/attribute.ts";
import { toEntity } from "../../entity.ts";
import type { Estate } from "../../estate.ts";
import { allKnown, booleanOr, entryOf, property, toAddress } from "../../property/property.ts";
import type { Rows } from "../../rows.ts";
import { fieldsIn } from "../clue.ts";
import { whatItCalls } from "../any.ts";
import { publicByElasticIp } from "./elastic-ip.ts";
import { stateOf } from "./instance.ts";
import { interfacesOf } from "../interface.ts";
import { clientOf, platformOfImage } from "./platform.ts";
import { settingsOf } from "./settings.ts";

export function mapNetworkInterface(estate: Estate, resource: Resource): Rows {
  const instance = instanceOf(estate, resource);
  const subnet = property(resource, "SubnetId");
  const image =
    instance && settingsOf(estate, instance.properties, property(instance, "LaunchTemplate")).get("ImageId");
  const groups = property(resource, "GroupSet");
  const missing = deployed(resource, `subnet of ${resource.id}`);
  const [made] = interfacesOf(estate, resource, {
    subnets: subnet === undefined ? missing : known([estate.symbol<SubnetId>("subnet", subnet, missing)]),
    groups: groups === undefined ? undefined : estate.symbols<SecurityGroupId>("security group", groups),
    client: clientOf(platformOfImage(image)),
    hasPublicIpv4: () => publicByElasticIp(estate, resource, () => known(false)),
    addresses: addressesOf(resource),
    sourceDestCheck: booleanOr(property(resource, "SourceDestCheck"), true),
  });
  if (made === undefined) return {};
  const row: NetworkInterface = {
    ...made,
    ...toEntity<NetworkInterfaceId>(estate, resource),
    owner: instance?.id ?? resource.id,
  };
  return {
    networkInterfaces: [row],
    workloads: instance === undefined ? [ownWorkload(estate, resource, row)] : [],
  };
}

function ownWorkload(estate: Estate, resource: Resource, { id }: NetworkInterface): Workload {
  return {
    ...toEntity<WorkloadId>(estate, resource),
    kind: "interface",
    networkInterfaces: [id],
    roles: whatItCalls(resource),
    platform: "unknown",
    state: stateOf(resource),
    clues: [],
  };
}

/** The instance that the interface is attached to, from whichever side the template says so. */
function instanceOf(estate: Estate, resource: Resource): Resource | undefined {
  const [attachment] = estate.adding(
    "AWS::EC2::NetworkInterfaceAttachment",
    "NetworkInterfaceId",
    resource.id,
  );
  const named = attachment && property(attachment, "InstanceId");
  if (named !== undefined && isReference(named.content)) return named.content.resource;
  return estate.ofType("AWS::EC2::Instance").find((instance) =>
    fieldsIn(property(instance, "NetworkInterfaces")).some(({ fields }) => {
      const content = entryOf(fields, "NetworkInterfaceId")?.content;
      return content !== undefined && isReference(content) && content.resource === resource;
    }),
  );
}

function addressesOf(resource: Resource): Known<readonly Address[]> {
  const one = property(resource, "PrivateIpAddress");
  const listed = fieldsIn(property(resource, "PrivateIpAddresses")).map(({ fields }) =>
    entryOf(fields, "PrivateIpAddress"),
  );
  const ipv6 = fieldsIn(property(resource, "Ipv6Addresses")).map(({ fields }) =>
    entryOf(fields, "Ipv6Address"),
  );
  const written = [one, ...listed, ...ipv6].flatMap((value) => value ?? []);
  return written.length === 0
    ? deployed(resource, `addresses of ${resource.id}`)
    : allKnown(written.map(toAddress));
}
