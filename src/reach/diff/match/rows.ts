/**
 * Which row of one network is which of the other. Ids first, then any name that both have, then what a row is by its
 * nature: the blocks of a VPC, the subnet of a NAT gateway, the service of an endpoint.
 */
import { valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import type { Peering } from "../../../model/entity/gateway.ts";
import { interfaceRounds } from "./interfaces.ts";
import { pairRows } from "./pair.ts";
import type { Matches, Named, Round } from "./pair.ts";
import type { Side, Sides } from "../sides.ts";

export function matchRows({ before, after }: Sides<Network>): Matches {
  const matches = new Map<string, string>();
  /** The id that the network after has for a row of either. */
  const later = (id: string | undefined, side: Side): string =>
    id === undefined ? "?" : side === "before" ? (matches.get(id) ?? `gone ${id}`) : id;
  const pair = <Row extends Named>(
    tableOf: (network: Network) => Iterable<Row>,
    ...rounds: readonly Round<Row>[]
  ) => {
    const rows = { before: tableOf(before), after: tableOf(after) };
    for (const [id, other] of pairRows(rows, [byId, byName, ...rounds])) matches.set(id, other);
  };
  pair(
    ({ vpcs }) => vpcs.values(),
    ({ cidrs }) => [
      valueOr(cidrs, [])
        .map(({ cidr }) => cidr.text)
        .join(" "),
    ],
  );
  pair(
    ({ subnets }) => subnets.values(),
    ({ vpc, cidrs }, side) => valueOr(cidrs, []).map(({ text }) => `${later(vpc, side)} ${text}`),
  );
  pair(
    ({ natGateways }) => natGateways.values(),
    ({ vpc, subnet }, side) => [
      subnet?.known === true ? later(subnet.value, side) : later(valueOr(vpc, undefined), side),
    ],
  );
  pair(
    ({ gateways }) => gateways.values(),
    ({ kind, vpcs }, side) => vpcs.map((vpc) => `${kind} ${later(vpc, side)}`),
  );
  pair(
    ({ vpcEndpoints }) => vpcEndpoints.values(),
    ({ vpc, type, serviceName }, side) => [
      `${later(valueOr(vpc, undefined), side)} ${type} ${valueOr(serviceName, "?")}`,
    ],
  );
  pair(
    ({ peerings }) => peerings.values(),
    (peering, side) => [
      vpcsOf(peering)
        .map((vpc) => later(vpc, side))
        .toSorted()
        .join(" "),
    ],
  );
  pair(
    ({ transitGateways }) => transitGateways.values(),
    () => ["the only one"],
  );
  pair(({ workloads }) => workloads.values());
  pair(({ networkInterfaces }) => networkInterfaces.values(), ...interfaceRounds({ before, after }, later));
  return matches;
}

const vpcsOf = ({ requester, accepter }: Peering): readonly (string | undefined)[] => [
  valueOr(requester.vpc, undefined),
  valueOr(accepter.vpc, undefined),
];

const byId: Round<Named> = ({ id }) => [id];
const byName: Round<Named> = ({ id, aliases }) => [id, ...aliases];
