/** NATs as boxes: a zonal gateway and an instance stand in a subnet, a regional gateway at the VPC. */
import { formatAddress } from "../../../model/address.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import { valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import type { Nat } from "../../../reach/index.ts";
import type { Thing } from "./thing.ts";

/** `leaving`: those that the plan does without. */
export function natThings(
  network: Network,
  nats: readonly Nat[],
  leaving: ReadonlySet<string>,
): readonly Thing[] {
  return nats.map((nat) => {
    const fate = leaving.has(nat.id) ? "removed" : "kept";
    const { at, note, of } = nat.kind === "instance" ? instanceOf(network, nat) : gatewayOf(network, nat);
    const kind = nat.kind === "instance" ? "nat-instance" : "nat-gateway";
    return { kind, name: nat.id, note, fate, at, of: [nat.id, ...of] };
  });
}

type Placed = Pick<Thing, "at" | "note" | "of">;

/** A gateway that only a route tells of stands somewhere in the VPC. */
function gatewayOf(network: Network, { id, kind }: Nat): Placed {
  const row = [...network.natGateways.values()].find((one) => one.id === id);
  if (row === undefined) return { at: "unknown", note: "", of: [] };
  const addresses = valueOr(row.addresses, []).flatMap(({ publicAddress }) =>
    publicAddress?.known === true ? [formatAddress(publicAddress.value)] : [],
  );
  const note = kind === "zonal" ? addresses.join(", ") : [kind, ...addresses].join(" · ");
  const at =
    row.availability === "regional"
      ? "vpc"
      : row.subnet === undefined
        ? "unknown"
        : valueOr(row.subnet, "unknown" as const);
  return { at, note, of: [] };
}

function instanceOf(network: Network, { id }: Nat): Placed {
  const workload = network.workloads.get(id as never);
  const ids = workload?.networkInterfaces ?? [id as NetworkInterface["id"]];
  const [first] = ids.flatMap((one) => network.networkInterfaces.get(one) ?? []);
  return {
    at: first === undefined ? "unknown" : valueOr(first.subnet, "unknown" as const),
    note: "",
    of: ids,
  };
}
