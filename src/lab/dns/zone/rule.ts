/**
 * Resolver rules: the longest domain that holds a name decides whether its queries leave the VPC.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-DSN-queries-to-vpc.html
 */
import { onceEach } from "../../../facts/once.ts";
import type { ResolverRule } from "../../../model/entity/dns.ts";
import type { VpcId } from "../../../model/entity/entity.ts";
import type { Network } from "../../../model/network.ts";
import { isWithin } from "../name.ts";

export interface Rules {
  readonly find: (vpc: VpcId, name: string) => ResolverRule | undefined;
}

export function createRules({ resolverRules }: Network): Rules {
  const rulesOf = onceEach((vpc: VpcId) =>
    [...resolverRules.values()]
      .filter(({ vpcs }) => vpcs.known && vpcs.value.includes(vpc))
      .toSorted((a, b) => b.domainName.length - a.domainName.length),
  );
  return { find: (vpc, name) => rulesOf(vpc).find(({ domainName }) => isWithin(name, domainName)) };
}
