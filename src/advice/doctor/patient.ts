/** The workload that is asked about, with what every check wants to know of it. */
import { formatOrigin } from "../../model/entity/entity.ts";
import type { Workload } from "../../model/entity/workload.ts";
import type { ManagedInstance } from "../../model/entity/systems-manager.ts";
import { find, findGap, regionOf } from "../../model/network.ts";
import type { Unknown } from "../../model/known.ts";
import { unknown } from "../../model/known.ts";
import type { Source, World } from "../../reach/index.ts";

export interface Patient {
  readonly world: World;
  readonly workload: Workload;
  readonly sources: readonly Source[];
  readonly region: string;
  /** Twelve digits, or `*` where the input does not tell. */
  readonly account: string;
  readonly partition: string;
  readonly origin: string;
  /** What Systems Manager says of it; undefined when it does not list it. */
  readonly managed: ManagedInstance | undefined | Unknown;
  readonly strict: boolean;
}

export function toPatient(world: World, workload: Workload, strict: boolean): Patient {
  const { network, facts } = world;
  const region = regionOf(network, workload);
  const account = network.scopes.get(workload.scope)?.account ?? "";
  return {
    world,
    workload,
    sources: workload.networkInterfaces.map((id) => ({ kind: "interface", id })),
    region,
    account: /^\d{12}$/.test(account) ? account : "*",
    partition: facts.regionNamed(region).partition.name,
    origin: formatOrigin(workload.origin),
    managed: managedOf(world, workload),
    strict,
  };
}

/** Of an instance that is there; what a template or a group launches has no id yet. */
export const isLive = (id: string): boolean => /^i-[0-9a-f]+$/.test(id);

export const reportCommand = (id: string): string =>
  isLive(id)
    ? `aws ssm describe-instance-information --filters Key=InstanceIds,Values=${id}`
    : "aws ssm describe-instance-information, once it is deployed";

function managedOf({ network }: World, { id, scope }: Workload): Patient["managed"] {
  const row = network.managedInstances.get(id);
  if (row !== undefined) return row;
  const isWhole =
    network.scopes.get(scope)?.kind === "account" &&
    findGap(network, "managedInstances", scope) === undefined;
  return isWhole ? undefined : unknown(`what Systems Manager knows of ${id}`, reportCommand(id));
}

export const isListed = (managed: Patient["managed"]): managed is ManagedInstance =>
  managed !== undefined && "agentVersion" in managed;

/** The VPC that its interfaces are in. */
export function vpcOf({ world, workload }: Pick<Patient, "world" | "workload">): string | undefined {
  const [first] = workload.networkInterfaces;
  const row = first === undefined ? undefined : find(world.network, "networkInterfaces", first);
  return row?.known === true ? row.value.vpc : undefined;
}
