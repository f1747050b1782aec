/** The wires of a VPC: which device of the router leads where. */
import type { PeeringId, VpcEndpointId, VpcId } from "../../model/entity/entity.ts";
import type { Exit } from "./estate.ts";
import { macOf, shortName } from "./name.ts";
import type { Device, Link } from "./plan.ts";
import type { Port } from "./port.ts";

export const internet = "internet";
export const routerName = (vpc: VpcId): string => shortName("r", vpc);
export const servicesName = (vpc: VpcId): string => shortName("s", vpc);
/** The namespace of an interface or a NAT gateway. */
export const portNamespace = ({ kind, id }: Pick<Port, "kind" | "id">): string =>
  shortName(kind === "nat" ? "n" : "e", id);

/** A wire with its near end at a router. */
export interface Wire {
  readonly near: Device;
  readonly far: Device;
}

export const linkOf = ({ near, far }: Wire): Link => ({ ends: [near, far] });

/** To an instance or NAT gateway of its own, or to an endpoint among the VPC's services. */
export function portWire(vpc: VpcId, port: Pick<Port, "kind" | "id">): Wire {
  const name = shortName("x", `${port.kind} ${port.id}`);
  const far =
    port.kind === "endpoint"
      ? { namespace: servicesName(vpc), name }
      : { namespace: portNamespace(port), name: "eth0" };
  return wire(`port ${port.id}`, { namespace: routerName(vpc), name }, far);
}

/** To the resolver and the instance metadata service. */
export const metaWire = (vpc: VpcId): Wire =>
  wire(
    `meta ${vpc}`,
    { namespace: routerName(vpc), name: "meta" },
    { namespace: servicesName(vpc), name: "meta" },
  );

/** To the internet, by the gateway of either kind. */
export const exitWire = (vpc: VpcId, exit: Exit): Wire =>
  wire(
    `${exit} ${vpc}`,
    { namespace: routerName(vpc), name: exit },
    { namespace: internet, name: shortName(exit === "igw" ? "i" : "o", vpc) },
  );

/** To the internet, by a NAT gateway and the internet gateway behind it. */
export const outsideWire = (vpc: VpcId, nat: Pick<Port, "id">): Wire =>
  wire(
    `outside ${nat.id}`,
    { namespace: routerName(vpc), name: shortName("n", nat.id) },
    { namespace: internet, name: shortName("t", nat.id) },
  );

export function gatewayEndpointWire(vpc: VpcId, endpoint: VpcEndpointId): Wire {
  const name = shortName("g", endpoint);
  return wire(
    `gateway ${endpoint}`,
    { namespace: routerName(vpc), name },
    { namespace: servicesName(vpc), name },
  );
}

/** Seen from `vpc`. */
export function peeringWire(id: PeeringId, vpc: VpcId, other: VpcId): Wire {
  const name = shortName("p", id);
  const near = { namespace: routerName(vpc), name, mac: macOf(`peering ${id} ${vpc}`) };
  return { near, far: { namespace: routerName(other), name, mac: macOf(`peering ${id} ${other}`) } };
}

function wire(id: string, near: Omit<Device, "mac">, far: Omit<Device, "mac">): Wire {
  return { near: { ...near, mac: macOf(`${id} near`) }, far: { ...far, mac: macOf(`${id} far`) } };
}
