/** An interface endpoint has an interface in each of its subnets, with the endpoint's groups. */
import type { CreateVpcEndpointRequest, IpAddressType } from "@aws-sdk/client-ec2";
import type { SubnetRow, VpcEndpointRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { makeInterface, serviceAttachment } from "../interface/make-interface.ts";
import { ipv6BlockOf } from "../subnet/addresses.ts";
import { refused } from "./dns.ts";

/** AWS's own account, which requests the interfaces of endpoints. */
const requester = "727180483921";

interface Placing {
  readonly endpointId: string;
  readonly groups: VpcEndpointRow["Groups"];
  readonly ipAddressType: IpAddressType;
  /** Addresses that the request names for some subnets. */
  readonly configurations?: CreateVpcEndpointRequest["SubnetConfigurations"];
}

export function placeInterface(
  context: Context,
  subnet: SubnetRow,
  { endpointId, groups, ipAddressType, configurations = [] }: Placing,
): string {
  const named = configurations.find(({ SubnetId }) => SubnetId === subnet.SubnetId);
  const wantsIpv6 = ipAddressType !== "ipv4";
  if (wantsIpv6 && ipv6BlockOf(subnet) === undefined)
    throw refused(
      `The subnet ${subnet.SubnetId} has no IPv6 CIDR block for an endpoint of type ${ipAddressType}`,
    );
  return makeInterface(context, {
    subnet,
    groups,
    description: `VPC Endpoint Interface ${endpointId}`,
    type: "vpc_endpoint",
    addresses: named?.Ipv4 === undefined ? [] : [named.Ipv4],
    count: ipAddressType === "ipv6" ? 0 : 1,
    ipv6Addresses: named?.Ipv6 === undefined ? [] : [named.Ipv6],
    ipv6Count: wantsIpv6 && named?.Ipv6 === undefined ? 1 : 0,
    requesterId: requester,
    attachment: serviceAttachment(context),
  }).NetworkInterfaceId;
}

/** Subnets of the VPC by id, none twice. */
export function subnetsIn(context: Context, vpcId: string, ids: readonly string[]): readonly SubnetRow[] {
  return [...new Set(ids)].map((id) => {
    const subnet = mustFind(context, "subnets", id);
    if (subnet.VpcId !== vpcId) throw refused(`The subnet ${id} does not belong to the VPC ${vpcId}`);
    return subnet;
  });
}
