/**
 * Private DNS: the interface endpoint that answers for a service's own names in its VPC.
 *
 * It takes PrivateDnsEnabled, both DNS attributes of the VPC (asked by the caller) and an available endpoint. One that
 * serves inbound Resolver endpoints alone leaves the VPC's own queries to the public answer.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
import { onceEach } from "../../../facts/once.ts";
import type { VpcId } from "../../../model/entity/entity.ts";
import type { VpcEndpoint } from "../../../model/entity/vpc-endpoint.ts";
import { valueOr } from "../../../model/known.ts";
import { covers } from "../name.ts";
import type { Sources } from "../places.ts";
import { isAnswering } from "./address.ts";

interface Owner {
  readonly endpoint: VpcEndpoint;
  /** Of the private zone that AWS keeps for the name. */
  readonly zoneName: string;
}

export interface PrivateDns {
  readonly find: (vpc: VpcId, name: string) => Owner | undefined;
}

export function createPrivateDns({ network, facts }: Sources): PrivateDns {
  const namesOf = ({ dnsNames, serviceName }: VpcEndpoint): readonly string[] => {
    const listed = valueOr(dnsNames, []).filter((name) => !name.includes(".vpce."));
    return listed.length > 0 ? listed : facts.privateNames(valueOr(serviceName, ""));
  };
  const ownersOf = onceEach((vpc: VpcId) =>
    [...network.vpcEndpoints.values()]
      .filter((endpoint) => valueOr(endpoint.vpc, undefined) === vpc && answersPrivately(endpoint))
      .flatMap((endpoint) => namesOf(endpoint).map((pattern) => ({ endpoint, pattern })))
      .map((named) => ({ ...named, zoneName: named.pattern.replace(/^\*\./, "") }))
      .toSorted((a, b) => b.zoneName.length - a.zoneName.length),
  );
  return { find: (vpc, name) => ownersOf(vpc).find(({ pattern }) => covers(pattern, name)) };
}

function answersPrivately(endpoint: VpcEndpoint): boolean {
  const { type, privateDnsEnabled, privateDnsOnlyForInboundResolver: inboundOnly } = endpoint;
  return (
    type === "interface" &&
    valueOr(privateDnsEnabled, false) &&
    !(inboundOnly?.known === true && inboundOnly.value) &&
    isAnswering(endpoint)
  );
}
