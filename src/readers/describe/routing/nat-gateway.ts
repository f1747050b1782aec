/**
 * NAT gateways, zonal and regional:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGateway.html (read 2026-11-24).
 */
import type { NatGatewayId, NetworkInterfaceId, SubnetId, VpcId } from "../../../model/entity/entity.ts";
import type { NatAddress, NatGateway } from "../../../model/entity/gateway.ts";
import { known, mapKnown, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import {
  findIdAt,
  findRows,
  findText,
  findWord,
  knownOr,
  mustAddressAt,
  mustIdAt,
  nameTagOf,
  Rejected,
} from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";
import { subnetById } from "../vpc/subnet.ts";

export const natGateways: TableReader<"natGateways"> = {
  table: "natGateways",
  needs: [need("ec2 describe-nat-gateways", "NatGateways")],
  read: (collected) => parseRows(collected, "NatGateways", (row) => toNatGateway(row, collected)),
};

const states = ["pending", "available", "deleting", "deleted", "failed"] as const;

function toNatGateway({ fields, origin }: Row, collected: Collected): NatGateway {
  const id = mustIdAt<NatGatewayId>(fields, "NatGatewayId");
  const name = nameTagOf(fields);
  const word = findWord(fields, "State");
  const state = states.find((one) => one === word);
  if (state === undefined) throw new Rejected(`State is "${word ?? ""}", which is no state of a NAT gateway`);
  const settledBy = `aws ec2 describe-nat-gateways --nat-gateway-ids ${id}`;
  const isRegional = findWord(fields, "AvailabilityMode") === "regional";
  const subnet = findIdAt<SubnetId>(fields, "SubnetId");
  const knownSubnet = isRegional ? undefined : knownOr(subnet, `subnet of ${id}`, settledBy);
  // Before private NAT gateways existed (2021) the answer did not tell, and all were public.
  const isPrivate = findWord(fields, "ConnectivityType") === "private";
  const rows = findRows(fields, "NatGatewayAddresses")?.filter(isInUse);
  return {
    id,
    aliases: name === undefined ? [] : [name],
    scope: collected.scope.id,
    origin,
    vpc: knownOr(findIdAt<VpcId>(fields, "VpcId"), `VPC of ${id}`, settledBy),
    availability: isRegional ? "regional" : "zonal",
    connectivity: isPrivate ? "private" : "public",
    subnet: knownSubnet,
    addresses: knownOr(
      rows?.map((row) =>
        toNatAddress(row, { id, settledBy, isPrivate, zone: zoneOf(knownSubnet, collected) }),
      ),
      `addresses of ${id}`,
      settledBy,
    ),
    state,
  };
}

function isInUse(address: Fields): boolean {
  return !/^(failed|unassigning|disassociating)$/.test(findWord(address, "Status") ?? "");
}

interface Gateway {
  readonly id: string;
  readonly settledBy: string;
  readonly isPrivate: boolean;
  readonly zone: Known<string> | undefined;
}

function toNatAddress(fields: Fields, { id, settledBy, isPrivate, zone }: Gateway): NatAddress {
  const addressAt = (key: string) =>
    findText(fields, key) === undefined ? undefined : mustAddressAt(fields, key);
  const networkInterface = findIdAt<NetworkInterfaceId>(fields, "NetworkInterfaceId");
  const publicAddress = addressAt("PublicIp");
  const ownZone = findText(fields, "AvailabilityZone");
  return {
    privateAddress: knownOr(addressAt("PrivateIp"), `private address of ${id}`, settledBy),
    publicAddress: isPrivate ? undefined : knownOr(publicAddress, `public address of ${id}`, settledBy),
    networkInterface: networkInterface === undefined ? undefined : known(networkInterface),
    availabilityZone:
      ownZone === undefined ? (zone ?? unknown(`zone of an address of ${id}`, settledBy)) : known(ownZone),
  };
}

function zoneOf(subnet: Known<SubnetId> | undefined, collected: Collected): Known<string> | undefined {
  if (subnet === undefined) return undefined;
  const zone = mapKnown(subnet, (id) => subnetById(collected).get(id)?.availabilityZone);
  return zone.known ? zone.value : zone;
}
