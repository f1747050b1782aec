/**
 * What a template leaves to AWS and the API has given: it is so from then on, as are the addresses that the deployment gave.
 * Facts that an account has, and nobody asked for, are not among it: they stay unknown.
 */
import type { NatAddress, NatGateway } from "../../../model/entity/gateway.ts";
import { known } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";

/** `first`: what the API answers at first, read as any other answers. */
export function takeGiven(adopted: Network, first: Network): Network {
  const isOfTemplate = ({ scope }: { readonly scope: string }) =>
    adopted.scopes.get(scope as never)?.kind === "template";
  const table = <Id extends string, Row extends { readonly id: Id; readonly scope: string }>(
    rows: ReadonlyMap<Id, Row>,
    given: ReadonlyMap<Id, Row>,
    take: (row: Row, own: Row) => Row,
  ): ReadonlyMap<Id, Row> =>
    new Map(
      [...rows].map(([id, row]) => {
        const own = given.get(id);
        return [id, own !== undefined && isOfTemplate(row) ? take(row, own) : row] as const;
      }),
    );
  return {
    ...adopted,
    subnets: table(adopted.subnets, first.subnets, (row, own) => ({
      ...row,
      availabilityZone: either(row.availabilityZone, own.availabilityZone),
      availabilityZoneId: either(row.availabilityZoneId, own.availabilityZoneId),
    })),
    natGateways: table(adopted.natGateways, first.natGateways, withPublicAddresses),
    vpcEndpoints: table(adopted.vpcEndpoints, first.vpcEndpoints, (row, own) => ({
      ...row,
      dnsNames: either(row.dnsNames, own.dnsNames),
    })),
    // A subnet that names no ACL is under the default one, and associated with it.
    networkAcls: table(adopted.networkAcls, first.networkAcls, (row, own) =>
      row.isDefault ? { ...row, subnets: own.subnets } : row,
    ),
  };
}

const either = <T>(own: Known<T>, given: Known<T>): Known<T> => (own.known ? own : given);

function withPublicAddresses(nat: NatGateway, own: NatGateway): NatGateway {
  if (!nat.addresses.known || !own.addresses.known) return nat;
  const given = own.addresses.value;
  return {
    ...nat,
    addresses: known(
      nat.addresses.value.map((address, index): NatAddress => {
        const one = given[index];
        return one === undefined
          ? address
          : {
              ...address,
              publicAddress:
                address.publicAddress?.known === true ? address.publicAddress : one.publicAddress,
              availabilityZone: either(address.availabilityZone, one.availabilityZone),
            };
      }),
    ),
  };
}
