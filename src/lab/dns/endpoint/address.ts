/** The addresses of an interface endpoint that DNS may answer with. */
import { familyOf } from "../../../model/address.ts";
import type { Address, Family } from "../../../model/address.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import { familiesOfType } from "../../../model/entity/vpc-endpoint.ts";
import type { VpcEndpoint } from "../../../model/entity/vpc-endpoint.ts";
import { valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";

/** Only an available endpoint has names; one of a template is there as soon as the lab is. */
export const isAnswering = ({ state }: VpcEndpoint): boolean => valueOr(state, "available") === "available";

/** Of one zone, or of all; DnsRecordIpType, and else the endpoint's address type, says of which families. */
export function endpointAddresses(
  network: Network,
  endpoint: VpcEndpoint,
  zone: string | undefined,
): readonly Address[] {
  const families = familiesOf(endpoint);
  return interfacesOf(network, endpoint)
    .filter((each) => zone === undefined || zoneOf(network, each) === zone)
    .flatMap(({ addresses }) => valueOr(addresses, []))
    .filter((address) => families.includes(familyOf(address)));
}

/** The zones that the endpoint has an interface or a subnet in. */
export function zonesOf(network: Network, endpoint: VpcEndpoint): readonly string[] {
  const placed = interfacesOf(network, endpoint).map((each) => zoneOf(network, each));
  const planned = valueOr(endpoint.subnets, []).map((id) => zoneOfSubnet(network, id));
  return [...new Set([...placed, ...planned])].filter((zone) => zone !== undefined).toSorted();
}

function familiesOf({ dnsRecordIpType, ipAddressType }: VpcEndpoint): readonly Family[] {
  return familiesOfType[valueOr(dnsRecordIpType ?? ipAddressType, "dualstack")];
}

function interfacesOf(network: Network, endpoint: VpcEndpoint): readonly NetworkInterface[] {
  if (endpoint.networkInterfaces.known) {
    return endpoint.networkInterfaces.value.flatMap((id) => network.networkInterfaces.get(id) ?? []);
  }
  return [...network.networkInterfaces.values()].filter(({ owner }) => owner === endpoint.id);
}

const zoneOf = (network: Network, { subnet }: NetworkInterface): string | undefined =>
  subnet.known ? zoneOfSubnet(network, subnet.value) : undefined;

function zoneOfSubnet(network: Network, id: string): string | undefined {
  const zone = network.subnets.get(id as never)?.availabilityZone;
  return zone?.known === true ? zone.value : undefined;
}
