/** The gateways at the edge of a VPC, of three calls. */
import type { GatewayId, VpcId } from "../../../model/entity/entity.ts";
import type { Gateway } from "../../../model/entity/gateway.ts";
import { parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import { findWord, mustIdAt, mustRows, nameTagOf, Rejected } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

interface Kind {
  readonly kind: Gateway["kind"];
  readonly name: string;
  readonly call: string;
  readonly idField: string;
  readonly attachments: string;
}

const kinds: readonly Kind[] = [
  {
    kind: "internet-gateway",
    name: "InternetGateways",
    call: "ec2 describe-internet-gateways",
    idField: "InternetGatewayId",
    attachments: "Attachments",
  },
  {
    kind: "egress-only-internet-gateway",
    name: "EgressOnlyInternetGateways",
    call: "ec2 describe-egress-only-internet-gateways",
    idField: "EgressOnlyInternetGatewayId",
    attachments: "Attachments",
  },
  {
    kind: "vpn-gateway",
    name: "VpnGateways",
    call: "ec2 describe-vpn-gateways",
    idField: "VpnGatewayId",
    attachments: "VpcAttachments",
  },
];

export const gateways: TableReader<"gateways"> = {
  table: "gateways",
  needs: kinds.map(({ name, call }) => need(call, name)),
  read: (collected) =>
    kinds.flatMap((kind) => parseRows(collected, kind.name, (row) => toGateway(row, kind, collected))),
};

function toGateway(
  { fields, origin }: Row,
  { kind, idField, attachments }: Kind,
  { scope }: Collected,
): Gateway {
  const state = findWord(fields, "State");
  if (state === "deleted" || state === "deleting") throw new Rejected(`the gateway is ${state}`, false);
  const name = nameTagOf(fields);
  return {
    id: mustIdAt<GatewayId>(fields, idField),
    aliases: name === undefined ? [] : [name],
    scope: scope.id,
    origin,
    kind,
    vpcs: mustRows(fields, attachments)
      .filter((attachment) => /^(attached|available)$/.test(findWord(attachment, "State") ?? ""))
      .map((attachment) => mustIdAt<VpcId>(attachment, "VpcId")),
  };
}
