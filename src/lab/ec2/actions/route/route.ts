/** CreateRoute, ReplaceRoute and DeleteRoute. */
import type {
  CreateRouteRequest,
  CreateRouteResult,
  DeleteRouteRequest,
  ReplaceRouteRequest,
  Route,
} from "@aws-sdk/client-ec2";
import { covers, mustCidr } from "../../../../model/address.ts";
import { Ec2Error, invalidCombination, invalidValue, missingParameter } from "../../error.ts";
import type { RouteTableRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { mustPrefixList } from "../prefix-list/find.ts";
import { blocksOf, mustBlock } from "../vpc/block.ts";
import { targetOf } from "./target.ts";
import type { Target } from "./target.ts";

type Destination = Pick<
  Route,
  "DestinationCidrBlock" | "DestinationIpv6CidrBlock" | "DestinationPrefixListId"
>;
type DestinationName = keyof Destination;

const destinations: Readonly<Record<DestinationName, (text: string, context: Context) => string>> = {
  DestinationCidrBlock: (text) => mustBlock(text, "destinationCidrBlock").text,
  DestinationIpv6CidrBlock: (text) => mustBlock(text, "destinationIpv6CidrBlock", 6).text,
  DestinationPrefixListId: (id, context) => mustPrefixList(context, id).PrefixListId,
};
const names = Object.keys(destinations) as readonly DestinationName[];

interface Destined {
  readonly name: DestinationName;
  readonly value: string;
}

function destinationOf(input: Destination, context: Context): Destined {
  const given = names.filter((name) => input[name] !== undefined);
  const [name] = given;
  if (name === undefined) throw missingParameter("destinationCidrBlock");
  if (given.length > 1)
    throw invalidCombination(`Route cannot have multiple destinations: ${given.join(", ")}`);
  return { name, value: destinations[name](input[name] ?? "", context) };
}

const leadsTo =
  ({ name, value }: Destined) =>
  (route: Route): boolean =>
    route[name] === value;

export function createRoute(input: CreateRouteRequest, context: Context): CreateRouteResult {
  const table = mustFind(context, "routeTables", input.RouteTableId ?? "");
  const destination = destinationOf(input, context);
  const target = targetOf(input, context, table);
  if (table.Routes.some((route) => leadsTo(destination)(route) && route.GatewayId !== "local"))
    throw new Ec2Error("RouteAlreadyExists", `The route identified by ${destination.value} already exists.`);
  checkDestination(table, { destination, target, context });
  const route: Route = {
    [destination.name]: destination.value,
    ...target,
    Origin: "CreateRoute",
    State: "active",
  };
  context.tables.routeTables.set(table.RouteTableId, { ...table, Routes: [...table.Routes, route] });
  return { Return: true };
}

interface Aimed {
  readonly destination: Destined;
  readonly target: Target;
  readonly context: Context;
}

/** Within the VPC only an interface may take what the local route would; IPv6 alone leaves by an egress-only gateway. */
function checkDestination(table: RouteTableRow, { destination, target, context }: Aimed): void {
  if (target.EgressOnlyInternetGatewayId !== undefined && destination.name === "DestinationCidrBlock")
    throw invalidValue(`An egress-only internet gateway cannot be the target of an IPv4 route`);
  if (destination.name === "DestinationPrefixListId" || target.NetworkInterfaceId !== undefined) return;
  const block = mustCidr(destination.value);
  const vpc = mustFind(context, "vpcs", table.VpcId);
  if (blocksOf(vpc).some((own) => covers(own, block)))
    throw invalidValue(
      `The destination CIDR block ${destination.value} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.`,
    );
}

export function replaceRoute(input: ReplaceRouteRequest, context: Context): undefined {
  const table = mustFind(context, "routeTables", input.RouteTableId ?? "");
  const destination = destinationOf(input, context);
  const before = table.Routes.find(leadsTo(destination));
  if (before === undefined) throw noRoute(table, destination);
  if (isOfEndpoint(before))
    throw invalidValue(
      `cannot replace VPC endpoint route ${destination.value} in route table ${table.RouteTableId}`,
    );
  const isLocal = input.LocalTarget === true;
  if (isLocal && before.Origin !== "CreateRouteTable")
    throw invalidValue(`The route ${destination.value} cannot have the local target`);
  const target: Target = isLocal ? { GatewayId: "local" } : targetOf(input, context, table);
  if (!isLocal) checkDestination(table, { destination, target, context });
  const { Origin } = before;
  const route: Route = { [destination.name]: destination.value, ...target, Origin, State: "active" };
  context.tables.routeTables.set(table.RouteTableId, {
    ...table,
    Routes: table.Routes.map((one) => (one === before ? route : one)),
  });
}

export function deleteRoute(input: DeleteRouteRequest, context: Context): undefined {
  const table = mustFind(context, "routeTables", input.RouteTableId ?? "");
  const destination = destinationOf(input, context);
  // A route of the VPC's own block that was given another target is taken away before the local one.
  const before = table.Routes.findLast(leadsTo(destination));
  if (before === undefined) throw noRoute(table, destination);
  if (before.Origin === "CreateRouteTable")
    throw invalidValue(`cannot remove local route ${destination.value} in route table ${table.RouteTableId}`);
  if (isOfEndpoint(before))
    throw invalidValue(
      `cannot remove VPC endpoint route ${destination.value} in route table ${table.RouteTableId}`,
    );
  context.tables.routeTables.set(table.RouteTableId, {
    ...table,
    Routes: table.Routes.filter((one) => one !== before),
  });
}

const isOfEndpoint = ({ GatewayId }: Route) => GatewayId?.startsWith("vpce-") === true;

const parameterNames: Readonly<Record<DestinationName, string>> = {
  DestinationCidrBlock: "destination-cidr-block",
  DestinationIpv6CidrBlock: "destination-ipv6-cidr-block",
  DestinationPrefixListId: "destination-prefix-list-id",
};

const noRoute = ({ RouteTableId }: RouteTableRow, { name, value }: Destined) =>
  new Ec2Error(
    "InvalidRoute.NotFound",
    `no route with ${parameterNames[name]} ${value} in route table ${RouteTableId}`,
  );
