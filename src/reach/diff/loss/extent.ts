/**
 * How far it reaches that two networks differ: to which addresses packets may be led otherwise, and whether names may lead
 * elsewhere. A row for each table of which that can be told; a difference in any other may reach anywhere.
 */
import { familyOf } from "../../../model/address.ts";
import type { PrefixListId } from "../../../model/entity/entity.ts";
import type { Route, RouteTable } from "../../../model/entity/route-table.ts";
import { familiesOfType } from "../../../model/entity/vpc-endpoint.ts";
import type { VpcEndpoint } from "../../../model/entity/vpc-endpoint.ts";
import type { Vpc } from "../../../model/entity/vpc.ts";
import { intersect, meets, toSet } from "../../../model/interval-set.ts";
import type { AddressSet } from "../../../model/interval-set.ts";
import { valueOr } from "../../../model/known.ts";
import type { Network, RowOf, TableName } from "../../../model/network.ts";
import { coversName, privateNames } from "../../dns/owner.ts";
import { refusalsOf } from "../../endpoint/refusal.ts";
import { listIdOf } from "../../gateway-route.ts";
import { nat64Origin } from "../../dns/resolver.ts";
import { expandPrefixList } from "../../prefix-list.ts";
import { chooseRoutes } from "../../route.ts";
import type { World } from "../../world.ts";
import { everywhere } from "../cells/area.ts";
import { isAlike } from "../changed/alike.ts";
import { changedItems, changedRows } from "../changed/rows.ts";
import type { ChangedRow } from "../changed/rows.ts";
import { movedBetween } from "../changed/ways.ts";
import { both, sides } from "../sides.ts";
import type { Sides } from "../sides.ts";

export interface Extent {
  readonly addresses: AddressSet;
  /** That are reached by name; undefined for all. */
  readonly services: ReadonlySet<string> | undefined;
  /** Whether all of the addresses are services' own, by lists of AWS. */
  readonly isOfServices: boolean;
  /** Whether nothing but routes differs, so that all names lead where they led. */
  readonly isOfRoutes: boolean;
}

type Worlds = Sides<World>;
type ToExtent<T extends TableName> = (worlds: Worlds, row: ChangedRow<RowOf<T>>) => Extent | undefined;

const told: { readonly [T in TableName]?: ToExtent<T> } = {
  routeTables: (worlds, { before, after }) => ofTable(worlds, before, after),
  vpcEndpoints: (worlds, { before, after }) => ofEndpoint(worlds, before, after),
  vpcs: (_, { before, after }) =>
    before !== undefined && isAlike(withoutDns(before), withoutDns(after)) ? anyName : undefined,
};

const anyName: Extent = { addresses: [], services: undefined, isOfServices: true, isOfRoutes: false };

/** Undefined where it may reach anywhere. */
export function extentOf(worlds: Worlds): Extent | undefined {
  const networks = both(worlds, ({ network }) => network);
  const found: Extent[] = [];
  for (const name of Object.keys(networks.before) as (keyof Network)[]) {
    if (name === "scopes" || name === "gaps" || name === "unresolved") {
      if (!isAlike(networks.before[name], networks.after[name])) return undefined;
      continue;
    }
    const toExtent: ToExtent<TableName> | undefined = told[name];
    for (const row of changedRows<TableName>(networks, name)) {
      const own = toExtent?.(worlds, row);
      if (own === undefined) return undefined;
      found.push(own);
    }
  }
  const extent = withNat64(worlds, joined(found));
  const addresses = extent?.addresses ?? [];
  // Answers come back by routes too, to wherever clients are.
  if (sides.some((side) => meets(addresses, addressesOfVpcs(networks[side]) ?? addresses))) return undefined;
  return extent;
}

/** What is led otherwise in IPv4 is so behind a NAT64 as well. */
function withNat64({ before, after }: Worlds, extent: Extent | undefined): Extent | undefined {
  const mayTranslate = [before, after].some(({ network }) =>
    [...network.routeTables.values()].some(({ routes }) => valueOr(routes, []).some(mayBeIpv6)),
  );
  if (extent === undefined || !mayTranslate) return extent;
  const images = intersect(extent.addresses, allOf[4]).map(
    ([first, last]) => [nat64Origin + first, nat64Origin + last] as const,
  );
  return { ...extent, addresses: toSet([...extent.addresses, ...images]) };
}

const mayBeIpv6 = ({ destination }: Route): boolean =>
  !destination.known || (destination.value.kind === "cidr" && familyOf(destination.value.cidr.first) === 6);

const withoutDns = (row: Vpc | undefined) =>
  row && { ...row, enableDnsHostnames: undefined, enableDnsSupport: undefined };

/** Only packets that a route is for can be led otherwise by it, there or not. */
function ofTable(
  worlds: Worlds,
  before: RouteTable | undefined,
  after: RouteTable | undefined,
): Extent | undefined {
  if (before === undefined || after === undefined) return undefined;
  if (!before.routes.known || !after.routes.known) return undefined;
  if (!isAlike({ ...before, routes: 0 }, { ...after, routes: 0 })) return undefined;
  const changed = changedItems(before.routes.value, after.routes.value);
  const extent = joined(changed.map(({ destination }) => ofDestination(worlds, destination)));
  return extent && { ...extent, addresses: movedIn(worlds, { before, after }, extent.addresses) };
}

/** What other routes take from both of the tables is led as it was. */
function movedIn(worlds: Worlds, tables: Sides<RouteTable>, set: AddressSet): AddressSet {
  const parts = families.map((family) => intersect(set, allOf[family])).filter((part) => part.length > 0);
  return toSet(
    parts.flatMap((part) => {
      const choices = both(worlds, (world, side) => chooseRoutes(world, tables[side], part));
      return movedBetween(choices.before, choices.after, part);
    }),
  );
}

const families = [4, 6] as const;
const allOf = { 4: everywhere.slice(0, 1), 6: everywhere.slice(1) } as const;

function ofDestination(worlds: Worlds, destination: Route["destination"]): Extent | undefined {
  if (!destination.known) return undefined;
  if (destination.value.kind === "prefix-list") return ofList(worlds, destination.value.id);
  const { first, last } = destination.value.cidr;
  return { addresses: [[first, last]], services: undefined, isOfServices: false, isOfRoutes: true };
}

/** Nobody but the list's own service answers from there. */
function ofList(worlds: Worlds, id: string): Extent | undefined {
  const listed = sides.map((side) => expandPrefixList(worlds[side], id));
  const { network, facts } = worlds.after;
  const name = network.prefixLists.get(id as PrefixListId)?.listName ?? facts.prefixListNameOf(id);
  const service = name === undefined ? undefined : facts.tokenOf(name.replace(".ipv6.", "."));
  if (!listed.every(({ known }) => known)) return undefined;
  return {
    addresses: listed.flatMap((list) => (list.known ? list.value.set : [])),
    services: service === undefined || isAnywhere(worlds.after) ? undefined : new Set([service]),
    isOfServices: service !== undefined && facts.gatewayServices.includes(service),
    isOfRoutes: true,
  };
}

/** Whether a service has no range of its own in one of the Regions, so that its name may lead to any address. */
function isAnywhere({ network, facts, once }: World): boolean {
  const regions = new Set([...network.scopes.values()].map(({ region }) => region));
  return once("names without a range", "all", () =>
    [...regions].some((region) =>
      facts.services.some(({ token }) => facts.publicAddressesOf(token, region).set.length === 0),
    ),
  );
}

function joined(extents: readonly (Extent | undefined)[]): Extent | undefined {
  const known = extents.filter((one) => one !== undefined);
  if (known.length < extents.length) return undefined;
  const isOfAll = known.some(({ services }) => services === undefined);
  return {
    addresses: toSet(known.flatMap(({ addresses }) => addresses)),
    services: isOfAll ? undefined : new Set(known.flatMap(({ services }) => [...(services ?? [])])),
    isOfServices: known.every((one) => one.isOfServices),
    isOfRoutes: known.every((one) => one.isOfRoutes),
  };
}

/** Gateway endpoints are routes; of the others' names it can be told, as long as AWS takes them as it did. */
function ofEndpoint(
  worlds: Worlds,
  before: VpcEndpoint | undefined,
  after: VpcEndpoint | undefined,
): Extent | undefined {
  if (after === undefined || areOthersRefused(worlds, after)) return undefined;
  // What is not known may own any name.
  if (!after.serviceName.known || before?.serviceName.known === false) return undefined;
  if (after.type === "gateway") {
    const isOfRoutes =
      before === undefined || isAlike({ ...before, routeTables: 0 }, { ...after, routeTables: 0 });
    const extent = isOfRoutes ? ofGateway(worlds, after) : undefined;
    // It may withhold records of the other family.
    return extent && { ...extent, isOfRoutes: after.dnsRecordIpType === undefined };
  }
  const isOfNames = before !== undefined && isAlike({ ...before, ...unnamed }, { ...after, ...unnamed });
  return isOfNames ? ofNames(worlds.after, [before, after]) : undefined;
}

const unnamed = { privateDnsEnabled: 0, dnsNames: 0 };

/** A template does not list the routes that come with it. */
function ofGateway(worlds: Worlds, { serviceName, ipAddressType }: VpcEndpoint): Extent | undefined {
  if (!serviceName.known || !ipAddressType.known) return undefined;
  const { facts } = worlds.after;
  return joined(
    familiesOfType[ipAddressType.value].map((family) =>
      ofList(worlds, listIdOf(worlds.after, facts.gatewayListName(serviceName.value, family))),
    ),
  );
}

function ofNames(world: World, rows: readonly VpcEndpoint[]): Extent {
  const names = [...new Set(rows.flatMap((row) => privateNames(world.facts, row)))];
  const services = world.once("services by names", names.join(" "), () => servicesNamed(world, names));
  return { addresses: [], services, isOfServices: true, isOfRoutes: false };
}

/** Many endpoints own the same names. */
function servicesNamed({ facts, network }: World, names: readonly string[]): ReadonlySet<string> {
  const regions = new Set([...network.scopes.values()].map(({ region }) => region));
  const isNamed = (service: string) =>
    [...regions].some((region) =>
      facts
        .hostNames(service, region)
        .some((host) => names.some((name) => coversName(name, host.replace(/^\*\./, "name.")))),
    );
  return new Set(facts.services.filter(({ token }) => isNamed(token)).map(({ token }) => token));
}

/** Whether one endpoint of the VPC stands in another's way in one of the networks alone. */
function areOthersRefused(worlds: Worlds, { vpc }: VpcEndpoint): boolean {
  if (!vpc.known) return true;
  return worlds.after.topology.endpointsOf(vpc.value).some((endpoint) => {
    const was = worlds.before.network.vpcEndpoints.get(endpoint.id);
    const codesOf = (world: World, row: VpcEndpoint) =>
      refusalsOf(world, row)
        .flatMap(({ blockers }) => blockers.map(({ code }) => code))
        .join(" ");
    return codesOf(worlds.after, endpoint) !== (was === undefined ? "" : codesOf(worlds.before, was));
  });
}

function addressesOfVpcs({ vpcs }: Network): AddressSet | undefined {
  const all = [...vpcs.values()].map(({ cidrs }) => cidrs);
  if (!all.every(({ known }) => known)) return undefined;
  return toSet(
    all.flatMap((cidrs) => valueOr(cidrs, [])).map(({ cidr }) => [cidr.first, cidr.last] as const),
  );
}
