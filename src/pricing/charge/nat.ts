/** What leaves with the NAT: gateways of every kind, instances, their addresses, and what they process. */
import type { Design, NatEntry } from "../design.ts";
import { startedHours, sum } from "./row.ts";
import type { ChargeRow } from "./row.ts";

export const natCharges: readonly ChargeRow[] = [
  {
    item: "nat-gateway-hours",
    side: "nat",
    row: "nat_gateway_hour",
    unit: "hour",
    of: ({ nats }) => natSum(nats, ["zonal", "private"], ({ count, hours }) => count * startedHours(hours)),
  },
  {
    item: "nat-gateway-hours",
    side: "nat",
    row: "nat_regional_hour",
    unit: "hour",
    of: ({ nats }) =>
      natSum(nats, ["regional"], ({ count, azs, hours }) => count * azs * startedHours(hours)),
    note: "assumes that a regional NAT gateway bills each hour once for every active zone",
  },
  {
    item: "nat-provisioned-gbps-hours",
    side: "nat",
    row: "nat_provisioned_gbps_hour",
    unit: "Gbps-hour",
    of: ({ nats }) =>
      natSum(nats, ["provisioned"], ({ count, gbps, hours }) => count * gbps * startedHours(hours)),
  },
  {
    item: "nat-instance-hours",
    side: "nat",
    row: "t4g_nano_hour",
    unit: "hour",
    of: ({ nats }) => natSum(nats, ["instance"], ({ count, hours }) => count * hours),
    note: instanceNote,
  },
  {
    item: "nat-instance-storage",
    side: "nat",
    row: "nat_instance_storage",
    unit: "GB-month",
    of: ({ nats, hoursPerMonth }) =>
      natSum(
        nats,
        ["instance"],
        ({ count, storageGb, hours }) => (count * storageGb * hours) / hoursPerMonth,
      ),
  },
  {
    item: "nat-gateway-gb",
    side: "nat",
    row: "nat_gateway_gb",
    unit: "GB",
    of: (design) => (natProcessesGb(design) ? design.trafficGb.nat : 0),
  },
  {
    item: "nat-public-ipv4-hours",
    side: "nat",
    row: "public_ipv4_inuse_hour",
    unit: "hour",
    of: ({ nats }) => sum(nats, ({ count, publicIpv4s, hours }) => count * publicIpv4s * hours),
  },
];

/**
 * Whether each GB is billed: not where every NAT is an instance or has its bandwidth paid for. Bytes without any NAT are
 * those of a bill.
 */
export function natProcessesGb({ nats }: Pick<Design, "nats">): boolean {
  const there = nats.filter(({ count }) => count > 0);
  return there.length === 0 || there.some(({ kind }) => kind !== "instance" && kind !== "provisioned");
}

function instanceNote({ nats, prices }: Design): string | undefined {
  const hasDisk = natSum(nats, ["instance"], ({ storageGb }) => storageGb) > 0;
  const parts = [
    ...("nat-instance-hours" in prices ? [] : ["priced as a t4g.nano"]),
    ...(hasDisk ? [] : ["its disk is left out"]),
  ];
  return parts.length === 0 ? undefined : parts.join("; ");
}

function natSum(
  nats: readonly NatEntry[],
  kinds: readonly NatEntry["kind"][],
  of: (nat: NatEntry) => number,
): number {
  return sum(
    nats.filter(({ kind }) => kinds.includes(kind)),
    of,
  );
}
