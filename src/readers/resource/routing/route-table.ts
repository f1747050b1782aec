/**
 * Route tables: their routes, and the subnets and gateways that they are associated with.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-routetable.html,
 * …-subnetroutetableassociation.html, …-gatewayroutetableassociation.html, …-vpngatewayroutepropagation.html
 * (read 2026-11-24)
 */
import type { RouteTableId, SubnetId, VpcId } from "../../../model/entity/entity.ts";
import type { Route, RouteTable } from "../../../model/entity/route-table.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known, Unknown } from "../../../model/known.ts";
import type { Resource } from "../property/value.ts";
import { impliedIds } from "../property/attribute.ts";
import { toEntity, toImplied } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { doubtOf } from "../existence.ts";
import { property } from "../property/property.ts";
import { toRoute } from "./route.ts";
import type { Rows } from "../rows.ts";
import { vpcOf } from "../vpc/subnet.ts";
import { blocksOf } from "../vpc/vpc-block.ts";

export function mapRouteTable(estate: Estate, resource: Resource): Rows {
  const table: RouteTable = {
    ...toEntity<RouteTableId>(estate, resource),
    vpc: vpcOf(estate, resource),
    main: isMain(estate, vpcOf(estate, resource), resource.id),
    subnets: subnetsOf(estate, resource),
    gateways: gatewaysOf(estate, resource),
    routes: known([
      ...localRoutes(estate, vpcOf(estate, resource), resource),
      ...estate
        .adding("AWS::EC2::Route", "RouteTableId", resource.id)
        .map((route) => toRoute(estate, route, resource)),
      ...propagatedRoutes(estate, resource),
    ]),
  };
  return { routeTables: [table] };
}

/** Every VPC has one, with its local routes alone: no template can refer to it. */
export function mainRouteTable(estate: Estate, vpc: Resource): RouteTable {
  const id = impliedIds.mainRouteTable(vpc.id);
  const elsewhere = outsideTable(estate, mainTableOf(estate, vpc.id));
  return {
    ...toImplied<RouteTableId>(id, vpc),
    vpc: vpc.id as VpcId,
    main: elsewhere !== undefined || isMain(estate, vpc.id, id),
    subnets: [],
    gateways: [],
    routes: elsewhere ?? known(localRoutes(estate, vpc.id as VpcId, vpc)),
  };
}

/** Terraform's alone: `aws_main_route_table_association` makes another table the main one. */
const mainAssociation = "Terraform::EC2::MainRouteTableAssociation";

function mainTableOf(estate: Estate, vpc: string): Known<string> {
  const [association] = estate.adding(mainAssociation, "VpcId", vpc);
  const table = association && property(association, "RouteTableId");
  return table === undefined
    ? known(estate.standIn(impliedIds.mainRouteTable(vpc)))
    : estate.id("route table", table);
}

function isMain(estate: Estate, vpc: string, table: string): boolean {
  const main = mainTableOf(estate, vpc);
  return main.known && main.value === table;
}

function localRoutes(estate: Estate, vpc: VpcId, { origin }: Resource): readonly Route[] {
  const resource = estate.find(vpc);
  const route = (destination: Route["destination"]): Route => ({
    destination,
    target: known({ kind: "local", id: "local" }),
    state: "active",
    via: "local",
    origin,
  });
  const blocks: ReturnType<typeof blocksOf> =
    resource === undefined
      ? unknown(`blocks of ${vpc}`, estate.outside.get(vpc)?.settledBy ?? `add the template of ${vpc}`)
      : blocksOf(estate, resource);
  if (!blocks.known) return [route(blocks)];
  return blocks.value.map(({ cidr }) => route(known({ kind: "cidr", cidr })));
}

const propagationTypes = [
  ["AWS::EC2::VPNGatewayRoutePropagation", "RouteTableIds"],
  ["AWS::EC2::RouteServerPropagation", "RouteTableId"],
] as const;

/** What a VPN gateway or a route server propagates is learned from the other side, and may hold any destination. */
function propagatedRoutes(estate: Estate, table: Resource): readonly Route[] {
  return propagationTypes
    .flatMap(([type, name]) => estate.adding(type, name, table.id))
    .map((propagation) => {
      const gateway = property(propagation, "VpnGatewayId");
      const fact = `routes that ${propagation.id} brings into ${table.id}`;
      const missing = unknown(fact, `aws ec2 describe-route-tables --route-table-ids ${table.id}`);
      const id: Known<string> =
        gateway === undefined ? missing : estate.id("internet or VPN gateway", gateway);
      return {
        destination: missing,
        target: id.known ? known({ kind: "vpn-gateway", id: id.value }) : id,
        state: "active",
        via: "propagated",
        origin: propagation.origin,
      };
    });
}

const subnetAssociation = "AWS::EC2::SubnetRouteTableAssociation";

function subnetsOf(estate: Estate, table: Resource): readonly SubnetId[] {
  return estate.adding(subnetAssociation, "RouteTableId", table.id).flatMap((association) => {
    const subnet = property(association, "SubnetId");
    if (subnet === undefined || isDoubtful(estate, association)) return [];
    const id = estate.id<SubnetId>("subnet", subnet);
    return id.known ? [id.value] : [];
  });
}

/** Certain for a subnet that exists under the same condition. */
function isDoubtful(estate: Estate, association: Resource): boolean {
  return doubtOf(association, subnetNamed(estate, association)) !== undefined;
}

function subnetNamed(estate: Estate, association: Resource): Resource | undefined {
  const value = property(association, "SubnetId");
  const id = value === undefined ? undefined : estate.id("subnet", value);
  return id?.known === true ? estate.find(id.value) : undefined;
}

/**
 * An association that may not exist, or whose table is not known or outside the input, leaves its subnet with this table or the main one: a
 * table of its own, of unknown routes.
 */
export function mapTableAssociation(estate: Estate, resource: Resource): Rows {
  const subnet = subnetNamed(estate, resource);
  const table = property(resource, "RouteTableId");
  const id = table === undefined ? undefined : estate.id("route table", table);
  const missing = doubtOf(resource, subnet) ?? outsideTable(estate, id);
  if (subnet === undefined || missing === undefined) return {};
  const undecided: RouteTable = {
    ...toImplied<RouteTableId>(resource.id, resource),
    vpc: vpcOf(estate, subnet),
    main: false,
    subnets: [subnet.id as SubnetId],
    gateways: [],
    routes: missing,
  };
  return { routeTables: [undecided] };
}

function outsideTable({ outside }: Estate, id: Known<string> | undefined): Unknown | undefined {
  return id?.known === false ? id : id && outside.get(id.value);
}

function gatewaysOf(estate: Estate, table: Resource): readonly string[] {
  const associations = estate.adding("AWS::EC2::GatewayRouteTableAssociation", "RouteTableId", table.id);
  return associations.flatMap((association) => {
    const gateway = property(association, "GatewayId");
    const id = gateway === undefined ? undefined : estate.id("internet or VPN gateway", gateway);
    return id?.known === true ? [id.value] : [];
  });
}
