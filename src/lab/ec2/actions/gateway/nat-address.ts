/**
 * Secondary addresses of a NAT gateway: Elastic IP addresses of a public one, each on a private address of its own, and
 * private addresses of a private one. What AWS drains for some minutes is gone at once; the answers name the way there.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-working-with.html (read 2026-11-29)
 */
import type {
  AssignPrivateNatGatewayAddressRequest,
  AssignPrivateNatGatewayAddressResult,
  AssociateNatGatewayAddressRequest,
  AssociateNatGatewayAddressResult,
  DisassociateNatGatewayAddressRequest,
  DisassociateNatGatewayAddressResult,
  NatGatewayAddress,
  NatGatewayAddressStatus,
  UnassignPrivateNatGatewayAddressRequest,
  UnassignPrivateNatGatewayAddressResult,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination, invalidValue, missingParameter } from "../../error.ts";
import type { NatGatewayRow, NetworkInterfaceRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { addAddresses, removeAddresses } from "../interface/private-address.ts";
import { checkAddress, freeAddresses } from "../subnet/addresses.ts";
import { disassociate } from "./association.ts";
import { mustFreeAddress, toNatAddress } from "./nat.ts";

interface Found {
  readonly row: NatGatewayRow;
  readonly eni: NetworkInterfaceRow;
}

function mustGateway(context: Context, id: string, wanted: "public" | "private"): Found {
  const row = mustFind(context, "natGateways", id);
  const eni = context.tables.networkInterfaces.get(row.NatGatewayAddresses[0]?.NetworkInterfaceId ?? "");
  if (row.State !== "available" || eni === undefined)
    throw new Ec2Error(
      "IncorrectState",
      `The NAT gateway ${id} is in the state ${row.State}, and must be available`,
    );
  if (row.ConnectivityType !== wanted)
    throw invalidValue(`The NAT gateway ${id} is ${row.ConnectivityType}; the action is for ${wanted} ones`);
  return { row, eni };
}

export function associateNatGatewayAddress(
  { NatGatewayId = "", AllocationIds = [], PrivateIpAddresses }: AssociateNatGatewayAddressRequest,
  context: Context,
): AssociateNatGatewayAddressResult {
  const found = mustGateway(context, NatGatewayId, "public");
  if (new Set(AllocationIds).size < AllocationIds.length)
    throw invalidCombination("An allocation ID is specified more than once");
  if (PrivateIpAddresses !== undefined && PrivateIpAddresses.length !== AllocationIds.length)
    throw invalidCombination("There must be a private IP address for every allocation ID");
  const elastic = AllocationIds.map((id) => mustFreeAddress(context, id));
  const added = newAddresses(context, found, { named: PrivateIpAddresses, count: elastic.length });
  const eni = mustFind(context, "networkInterfaces", found.eni.NetworkInterfaceId);
  const addresses = added.map((privateAddress, index) =>
    toNatAddress(context, { eni, privateAddress, elastic: elastic[index] }),
  );
  return { NatGatewayId, NatGatewayAddresses: append(context, found.row, addresses, "associating") };
}

export function assignPrivateNatGatewayAddress(
  { NatGatewayId = "", PrivateIpAddresses, PrivateIpAddressCount }: AssignPrivateNatGatewayAddressRequest,
  context: Context,
): AssignPrivateNatGatewayAddressResult {
  const found = mustGateway(context, NatGatewayId, "private");
  if (PrivateIpAddresses !== undefined && PrivateIpAddressCount !== undefined)
    throw invalidCombination("privateIpAddresses and privateIpAddressCount exclude each other");
  const count = PrivateIpAddresses?.length ?? PrivateIpAddressCount;
  if (count === undefined) throw missingParameter("privateIpAddress");
  const added = newAddresses(context, found, { named: PrivateIpAddresses, count });
  const addresses = added.map((privateAddress) =>
    toNatAddress(context, { eni: found.eni, privateAddress, elastic: undefined }),
  );
  return { NatGatewayId, NatGatewayAddresses: append(context, found.row, addresses, "assigning") };
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html: eight IPv4 addresses in all (read 2026-11-29) */
const mostAddresses = 8;

interface Wanted {
  readonly named: readonly string[] | undefined;
  readonly count: number;
}

function newAddresses(context: Context, { row, eni }: Found, { named, count }: Wanted): readonly string[] {
  if (count < 1 || row.NatGatewayAddresses.length + count > mostAddresses)
    throw invalidValue(`A NAT gateway has from 1 to ${mostAddresses} IPv4 addresses`);
  if (named !== undefined && new Set(named).size < named.length)
    throw invalidCombination("An address is specified more than once");
  const subnet = mustFind(context, "subnets", row.SubnetId);
  for (const address of named ?? []) checkAddress(context, subnet, address);
  const added = named ?? freeAddresses(context, subnet, count);
  addAddresses(context, eni, added);
  return added;
}

function append(
  { tables: { natGateways } }: Context,
  row: NatGatewayRow,
  added: readonly NatGatewayAddress[],
  via: NatGatewayAddressStatus,
): NatGatewayAddress[] {
  natGateways.set(row.NatGatewayId, {
    ...row,
    NatGatewayAddresses: [...row.NatGatewayAddresses, ...added],
  });
  return added.map((address) => ({ ...address, Status: via }));
}

export function disassociateNatGatewayAddress(
  { NatGatewayId = "", AssociationIds = [] }: DisassociateNatGatewayAddressRequest,
  context: Context,
): DisassociateNatGatewayAddressResult {
  const found = mustGateway(context, NatGatewayId, "public");
  const gone = AssociationIds.map((id) =>
    mustSecondary(found, ({ AssociationId }) => AssociationId === id, `association ID ${id}`),
  );
  for (const { AllocationId = "" } of gone)
    disassociate(context, mustFind(context, "addresses", AllocationId));
  return { NatGatewayId, NatGatewayAddresses: remove(context, found.row, gone, "disassociating") };
}

export function unassignPrivateNatGatewayAddress(
  { NatGatewayId = "", PrivateIpAddresses = [] }: UnassignPrivateNatGatewayAddressRequest,
  context: Context,
): UnassignPrivateNatGatewayAddressResult {
  const found = mustGateway(context, NatGatewayId, "private");
  const gone = PrivateIpAddresses.map((address) =>
    mustSecondary(found, ({ PrivateIp }) => PrivateIp === address, `address ${address}`),
  );
  return { NatGatewayId, NatGatewayAddresses: remove(context, found.row, gone, "unassigning") };
}

function mustSecondary(
  { row }: Found,
  isAsked: (address: NatGatewayAddress) => boolean,
  what: string,
): NatGatewayAddress {
  const address = row.NatGatewayAddresses.find(isAsked);
  if (address === undefined)
    throw invalidValue(`The NAT gateway ${row.NatGatewayId} does not have the ${what}`);
  if (address.IsPrimary === true)
    throw invalidValue(`The primary address of the NAT gateway ${row.NatGatewayId} cannot be taken away`);
  return address;
}

function remove(
  context: Context,
  row: NatGatewayRow,
  gone: readonly NatGatewayAddress[],
  via: NatGatewayAddressStatus,
): NatGatewayAddress[] {
  const { natGateways, networkInterfaces } = context.tables;
  const eni = networkInterfaces.get(row.NatGatewayAddresses[0]?.NetworkInterfaceId ?? "");
  if (eni !== undefined)
    removeAddresses(
      context,
      eni,
      gone.flatMap(({ PrivateIp }) => PrivateIp ?? []),
    );
  natGateways.set(row.NatGatewayId, {
    ...row,
    NatGatewayAddresses: row.NatGatewayAddresses.filter((address) => !gone.includes(address)),
  });
  return gone.map((address) => ({ ...address, Status: via }));
}
