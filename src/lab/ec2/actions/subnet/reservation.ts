/**
 * CIDR reservations: ranges of a subnet that are not given out unasked. Addresses that are in use stay so.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html (read 2026-11-29)
 */
import type {
  CreateSubnetCidrReservationRequest,
  CreateSubnetCidrReservationResult,
  DeleteSubnetCidrReservationRequest,
  DeleteSubnetCidrReservationResult,
  GetSubnetCidrReservationsRequest,
  GetSubnetCidrReservationsResult,
} from "@aws-sdk/client-ec2";
import { covers, mustCidr, overlaps } from "../../../../model/address.ts";
import type { Cidr } from "../../../../model/address.ts";
import { invalidValue } from "../../error.ts";
import type { ReservationRow, SubnetRow } from "../../store/rows.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable } from "../ask/filter.ts";
import { pageOf } from "../ask/page.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { tagsFor } from "../tag/tags.ts";
import { mustBlock } from "../vpc/block.ts";
import { reservationsIn } from "./addresses.ts";

const types: readonly ReservationRow["ReservationType"][] = ["prefix", "explicit"];

export function createSubnetCidrReservation(
  input: CreateSubnetCidrReservationRequest,
  context: Context,
): CreateSubnetCidrReservationResult {
  const subnet = mustFind(context, "subnets", input.SubnetId ?? "");
  const { Cidr: text = "", Description } = input;
  const ReservationType = types.find((one) => one === input.ReservationType);
  if (ReservationType === undefined)
    throw invalidValue(
      `Value (${input.ReservationType}) for parameter reservationType is invalid. It must be prefix or explicit`,
    );
  const block = mustBlock(text, "cidr", text.includes(":") ? 6 : 4);
  checkBlock(context, subnet, block);
  const row: ReservationRow = {
    SubnetCidrReservationId: context.newId("scr"),
    SubnetId: subnet.SubnetId,
    Cidr: block.text,
    ReservationType,
    OwnerId: context.account,
    ...(Description === undefined ? {} : { Description }),
    Tags: tagsFor(input.TagSpecifications, "subnet-cidr-reservation"),
  };
  context.tables.subnetReservations.set(row.SubnetCidrReservationId, row);
  return { SubnetCidrReservation: row };
}

function checkBlock(context: Context, subnet: SubnetRow, block: Cidr): void {
  const { CidrBlock, Ipv6CidrBlockAssociationSet } = subnet;
  const own = [CidrBlock, ...Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock)].filter(
    (one) => one !== undefined,
  );
  if (!own.some((one) => covers(mustCidr(one), block)))
    throw invalidValue(`Reservation CIDR should be within subnet CIDR block (${own.join(", ")})`);
  const isTaken = reservationsIn(context, subnet.SubnetId).some((one) => overlaps(mustCidr(one.Cidr), block));
  if (isTaken)
    throw invalidValue(`Reservation CIDR ${block.text} has overlap with existing reserved CIDR block`);
}

const filters: FilterTable<ReservationRow> = {
  reservationType: ({ ReservationType }) => ReservationType,
  "subnet-id": ({ SubnetId }) => SubnetId,
};

export function getSubnetCidrReservations(
  input: GetSubnetCidrReservationsRequest,
  context: Context,
): GetSubnetCidrReservationsResult {
  const { SubnetId } = mustFind(context, "subnets", input.SubnetId ?? "");
  const { rows, NextToken } = pageOf(
    filterRows(reservationsIn(context, SubnetId), input.Filters, filters),
    input,
    { idOf: ({ SubnetCidrReservationId }) => SubnetCidrReservationId },
  );
  const isIpv6 = ({ Cidr: text }: ReservationRow) => text.includes(":");
  return {
    SubnetIpv4CidrReservations: rows.filter((row) => !isIpv6(row)),
    SubnetIpv6CidrReservations: rows.filter(isIpv6),
    NextToken,
  };
}

export function deleteSubnetCidrReservation(
  { SubnetCidrReservationId = "" }: DeleteSubnetCidrReservationRequest,
  context: Context,
): DeleteSubnetCidrReservationResult {
  const row = mustFind(context, "subnetReservations", SubnetCidrReservationId);
  context.tables.subnetReservations.delete(SubnetCidrReservationId);
  return { DeletedSubnetCidrReservation: row };
}
