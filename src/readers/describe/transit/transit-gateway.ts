import type { TransitGatewayId } from "../../../model/entity/entity.ts";
import type { TransitGateway } from "../../../model/entity/transit-gateway.ts";
import { isWhole, oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import { findFields, findWord, knownOr, mustIdAt, mustText, nameTagOf } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

export const transitGateways: TableReader<"transitGateways"> = {
  table: "transitGateways",
  needs: [need("ec2 describe-transit-gateways", "TransitGateways")],
  read: (collected) => transitGatewaysOf(collected),
};

const transitGatewaysOf = oncePerScope((collected) =>
  parseRows(collected, "TransitGateways", (row) => toTransitGateway(row, collected)),
);

/** The call lists shared transit gateways too, so that an empty answer means no attachments and no tables either. */
export function hasNoTransitGateway(collected: Collected): boolean {
  return isWhole(collected, "TransitGateways") && transitGatewaysOf(collected).length === 0;
}

function toTransitGateway({ fields, origin }: Row, { scope }: Collected): TransitGateway {
  const id = mustIdAt<TransitGatewayId>(fields, "TransitGatewayId");
  const name = nameTagOf(fields);
  const referencing = findWord(findFields(fields, "Options") ?? {}, "SecurityGroupReferencingSupport");
  return {
    id,
    aliases: name === undefined ? [] : [name],
    scope: scope.id,
    origin,
    securityGroupReferencing: knownOr(
      referencing === undefined ? undefined : referencing === "enable",
      `security group referencing of ${id}`,
      `aws ec2 describe-transit-gateways --transit-gateway-ids ${id}`,
    ),
    state: mustText(fields, "State").toLowerCase(),
  };
}
