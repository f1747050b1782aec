/** Network interfaces, from their own call or, where nobody made it, from the instances they are on. */
import type { Address } from "../../../model/address.ts";
import { familyOf } from "../../../model/address.ts";
import type { NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId } from "../../../model/entity/entity.ts";
import type { ClientKind, NetworkInterface } from "../../../model/entity/network-interface.ts";
import { known, unknown } from "../../../model/known.ts";
import { isWhole, noteRejected, oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import {
  findFields,
  findFlag,
  findIdAt,
  findRows,
  findText,
  findWord,
  knownOr,
  mustAddressAt,
  mustCidrAt,
  mustIdAt,
  nameTagOf,
  rowsAt,
} from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { instanceById, instancesOf } from "../workload/instance/instance-row.ts";
import type { InstanceRow } from "../workload/instance/instance-row.ts";
import { ownerOf } from "./interface-owner.ts";

/** An interface, with what only the reading of workloads asks about it. */
export interface ReadInterface {
  readonly row: NetworkInterface;
  readonly description: string;
  /** Attached to an instance of this account. */
  readonly instance: string | undefined;
  /** It sends on its own: it is in use, and not one of those that only answer. */
  readonly isSender: boolean;
}

export const interfacesOf = oncePerScope((collected): readonly ReadInterface[] => {
  const own = parseRows(collected, "NetworkInterfaces", (row) => toInterface(row, collected));
  // What an instance tells of its interfaces is less, and adds nothing to the whole list.
  if (isWhole(collected, "NetworkInterfaces")) return own;
  const ids = new Set<string>(own.map(({ row }) => row.id));
  const ofInstances = instancesOf(collected).flatMap((instance) =>
    instance.interfaces.flatMap((fields, index) => onInstance(fields, { instance, index, collected })),
  );
  return [...own, ...ofInstances.filter(({ row }) => !ids.has(row.id))];
});

interface Seat {
  readonly instance: InstanceRow;
  readonly index: number;
  readonly collected: Collected;
}

/** One, or none where the instance tells too little. */
function onInstance(fields: Fields, { instance, index, collected }: Seat): readonly ReadInterface[] {
  const { id, origin } = instance;
  try {
    return [toInterface({ fields, origin }, collected, id)];
  } catch (error) {
    noteRejected(
      collected.own,
      "NetworkInterfaces",
      `${origin.file}#${id}.NetworkInterfaces[${index}]`,
      error,
    );
    return [];
  }
}

function toInterface(
  { fields, origin }: Pick<Row, "fields" | "origin">,
  collected: Collected,
  instanceId?: string,
): ReadInterface {
  const id = mustIdAt<NetworkInterfaceId>(fields, "NetworkInterfaceId");
  const settledBy = `aws ec2 describe-network-interfaces --network-interface-ids ${id}`;
  const attachment = findFields(fields, "Attachment");
  const instance = instanceId ?? findText(attachment ?? {}, "InstanceId");
  const description = findText(fields, "Description") ?? "";
  const behind = ownerOf(findWord(fields, "InterfaceType") ?? "", description);
  const name = nameTagOf(fields);
  return {
    description,
    instance,
    isSender: !behind.isSilent && findWord(fields, "Status") !== "available",
    row: {
      id,
      aliases: name === undefined ? [] : [name],
      scope: collected.scope.id,
      origin,
      vpc: mustIdAt<VpcId>(fields, "VpcId"),
      subnet: knownOr(findIdAt<SubnetId>(fields, "SubnetId"), `subnet of ${id}`, settledBy),
      addresses: addressesOf(fields, id, settledBy),
      groups: knownOr(groupsOf(fields), `security groups of ${id}`, settledBy),
      sourceDestCheck: knownOr(
        findFlag(fields, "SourceDestCheck"),
        `source/destination check of ${id}`,
        settledBy,
      ),
      hasPublicIpv4: known(hasPublicIpv4(fields)),
      client: instance === undefined ? behind.client : clientOn(instance, collected),
      owner: instance ?? behind.owner,
    },
  };
}

function groupsOf(fields: Fields): readonly SecurityGroupId[] | undefined {
  return findRows(fields, "Groups")?.map((group) => mustIdAt<SecurityGroupId>(group, "GroupId"));
}

function clientOn(instance: string, collected: Collected): ClientKind {
  return instanceById(collected).get(instance)?.platform ?? "unknown";
}

function addressesOf(fields: Fields, id: string, settledBy: string): NetworkInterface["addresses"] {
  const listed = rowsAt(fields, "PrivateIpAddresses").map((address) =>
    mustAddressAt(address, "PrivateIpAddress"),
  );
  const primary =
    findText(fields, "PrivateIpAddress") === undefined ? [] : [mustAddressAt(fields, "PrivateIpAddress")];
  const ipv6 = rowsAt(fields, "Ipv6Addresses").map((address) => mustAddressAt(address, "Ipv6Address"));
  const delegated = rowsAt(fields, "Ipv4Prefixes").flatMap(delegatedAddresses);
  const addresses = [...new Set([...primary, ...listed, ...delegated, ...ipv6])];
  return addresses.length === 0 ? unknown(`addresses of ${id}`, settledBy) : known(addresses);
}

/** A delegated IPv4 prefix is a /28 that containers on the instance send from. */
function delegatedAddresses(prefix: Fields): readonly Address[] {
  const { first, last } = mustCidrAt(prefix, "Ipv4Prefix");
  if (familyOf(first) !== 4 || last - first > 15n) return [];
  return Array.from({ length: Number(last - first) + 1 }, (_, index) => (first + BigInt(index)) as Address);
}

function hasPublicIpv4(fields: Fields): boolean {
  return [fields, ...rowsAt(fields, "PrivateIpAddresses")].some(
    (one) => findText(findFields(one, "Association") ?? {}, "PublicIp") !== undefined,
  );
}
