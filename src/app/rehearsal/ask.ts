/** What is asked of packets: each need of each workload, as a host, a port and a signed request. */
import type { Plan, PlannedNeed, PlannedWorkload } from "../../advice/plan.ts";
import type { Facts } from "../../facts/index.ts";
import { AppError } from "../../model/app-error.ts";
import { parseId } from "../../model/entity/entity.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import type { Network } from "../../model/network.ts";
import type { UnsignedVisit } from "../lab/letters.ts";

export interface Ask {
  readonly vpc: string;
  readonly workload: PlannedWorkload;
  readonly need: PlannedNeed;
  readonly host: string;
  readonly port: number;
  readonly signing: UnsignedVisit["signing"];
  readonly rows: readonly NetworkInterface[];
}

/** One for each workload and need that somebody in the network can ask. */
export function asksIn(network: Network, facts: Facts, plan: Plan): readonly Ask[] {
  return plan.vpcs.flatMap(({ id: vpc, region, workloads }) =>
    workloads.flatMap((workload) => {
      const rows = (network.workloads.get(parseId(workload.id))?.networkInterfaces ?? []).flatMap((id) => {
        const row = network.networkInterfaces.get(id);
        return row !== undefined && row.vpc === vpc && row.addresses.known && row.subnet.known ? [row] : [];
      });
      if (rows.length === 0) return [];
      return workload.needs.map((need) => ({
        vpc,
        workload,
        need,
        rows,
        ...destinationOf(facts, need.service, region),
      }));
    }),
  );
}

/** Throws an AppError where there is nothing to ask. */
export function refuseNothing(asks: readonly Ask[]): void {
  if (asks.length > 0) return;
  throw new AppError(
    "REHEARSAL_EMPTY",
    "nothing that runs in the input needs anything",
    "name what it needs with --needs s3,ssm",
  );
}

const anyHost = "example.com";

function destinationOf(
  facts: Facts,
  service: string,
  region: string,
): Pick<Ask, "host" | "port" | "signing"> {
  const row = facts.findService(service);
  if (row === undefined) return { host: anyHost, port: 443, signing: undefined };
  const [host = anyHost] = facts.hostNames(service, region);
  const [action = service] = facts.actionsOfService(service);
  const signing = { service: action.split(":")[0] ?? service, region };
  return { host: host.replace(/^\*\./, "name."), port: row.ports[0] ?? 443, signing };
}
