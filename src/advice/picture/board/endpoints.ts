/** VPC endpoints as boxes: one with interfaces stands in each of its subnets, a gateway endpoint at the VPC. */
import type { VpcId } from "../../../model/entity/entity.ts";
import type { VpcEndpoint } from "../../../model/entity/vpc-endpoint.ts";
import { valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import type { Fate } from "../picture.ts";
import { fateOf } from "./thing.ts";
import type { Both, Thing } from "./thing.ts";

export function endpointThings(
  both: Both,
  vpc: VpcId,
  tokenOf: (serviceName: string) => string | undefined,
): readonly Thing[] {
  const { today, after } = both;
  const rows = new Map([...today.vpcEndpoints, ...after.vpcEndpoints]);
  return [...rows.values()]
    .filter((row) => valueOr(row.vpc, undefined) === vpc)
    .flatMap((row) => thingsOf(today, row, endpointFate(both, row), tokenOf));
}

function endpointFate({ today, after }: Both, { id, groups }: VpcEndpoint): Fate {
  const fate = fateOf(today.vpcEndpoints.get(id), after.vpcEndpoints.get(id));
  const isAdmitting = valueOr(groups, []).some(
    (group) => today.securityGroups.get(group) !== after.securityGroups.get(group),
  );
  return fate === "kept" && isAdmitting ? "changed" : fate;
}

function thingsOf(
  today: Network,
  row: VpcEndpoint,
  fate: Fate,
  tokenOf: (serviceName: string) => string | undefined,
): readonly Thing[] {
  const { id, type, serviceName, subnets, networkInterfaces } = row;
  const service = valueOr(serviceName, "");
  const name = tokenOf(service) ?? service;
  // What is only proposed has no id yet.
  const note = fate === "added" || name === "" ? "" : id;
  const thing = { name: name === "" ? id : name, note, fate } as const;
  if (type === "gateway") return [{ ...thing, kind: "gateway-endpoint", at: "vpc", of: [id] }];
  const kind = type === "interface" ? "interface-endpoint" : "endpoint";
  const places = valueOr(subnets, []);
  const interfaces = valueOr(networkInterfaces, []).map((one) => today.networkInterfaces.get(one));
  if (places.length === 0) return [{ ...thing, kind, at: "unknown", of: [id] }];
  return places.map((at) => {
    const own = interfaces.filter((one) => one !== undefined && valueOr(one.subnet, undefined) === at);
    return { ...thing, kind, at, of: [id, ...own.flatMap((one) => one?.id ?? [])] };
  });
}
