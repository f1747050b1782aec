/**
 * A made-up estate of any size, the same for the same seed, shaped like those that grew over years.
 *
 * One account in ap-northeast-1. A VPC for every 250 interfaces, each with three zones: a public subnet, a private one
 * and a NAT gateway in each. Every application of five instances has a security group of its own and one of twelve
 * shared ones, with 30 to 60 rules a group: blocks, groups, prefix lists. One VPC in four has an ACL that somebody
 * wrote, three in four an S3 gateway endpoint, half some interface endpoints. A transit gateway joins all of them.
 *
 * Interfaces of NAT gateways and endpoints come on top of `interfaces`.
 */
import { known } from "../src/model/known.ts";
import { parseId } from "../src/model/entity/entity.ts";
import type { Network } from "../src/model/network.ts";
import { endpointRows, serviceRows, withGatewayRoutes } from "./estate/endpoint.ts";
import { defaultAcl, prefixLists, strictAcl } from "./estate/firewall.ts";
import { fleetRows } from "./estate/fleet.ts";
import { createRandom } from "./estate/random.ts";
import type { Random } from "./estate/random.ts";
import { entity, scope, toNetwork } from "./estate/row.ts";
import type { Rows } from "./estate/row.ts";
import { createSite, siteRows, transitRows } from "./estate/site.ts";
import type { Site } from "./estate/site.ts";

export const interfacesPerVpc = 250;
const mostVpcs = 256;

export function createEstate(interfaces: number, seed = 1): Network {
  const vpcs = Math.ceil(interfaces / interfacesPerVpc);
  if (vpcs > mostVpcs) throw new Error(`an estate has at most ${mostVpcs * interfacesPerVpc} interfaces`);
  const random = createRandom(seed);
  const sites = Array.from({ length: vpcs }, (_, number) => createSite(number));
  const rows = sites.flatMap((site, index) => {
    const left = interfaces - index * interfacesPerVpc;
    return rowsOf(random, site, Math.min(left, interfacesPerVpc));
  });
  const account: Rows = {
    prefixLists: prefixLists(random),
    blockPublicAccess: [
      {
        ...entity(parseId(scope), "DescribeVpcBlockPublicAccessOptions"),
        mode: { known: true, value: "off" },
        exclusions: known([]),
      },
    ],
  };
  return toNetwork([account, serviceRows(), transitRows(sites), ...rows]);
}

function rowsOf(random: Random, site: Site, instances: number): readonly Rows[] {
  const endpoints = endpointRows(random, site);
  const guarded = random.chance(0.25) ? site.privateSubnets.map(({ id }) => id) : [];
  const open = [...site.publicSubnets, ...site.privateSubnets]
    .map(({ id }) => id)
    .filter((id) => !guarded.includes(id));
  const acls: Rows = {
    networkAcls: [
      defaultAcl(site.vpc, site.number, open),
      ...(guarded.length === 0 ? [] : [strictAcl(random, site.vpc, site.number, guarded)]),
    ],
  };
  return [withGatewayRoutes(siteRows(site), endpoints), endpoints, acls, fleetRows(random, site, instances)];
}
