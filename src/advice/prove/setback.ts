/**
 * Setbacks: whatever worked in the network before a phase and does not any more, for any source, destination and port. Each is a
 * reason to withhold the phase, save what the phase is for (the way by a NAT to the internet, of VPCs whose needs are met
 * otherwise), and what nobody loses.
 */
import type { Change } from "../../model/difference.ts";
import type { VpcId } from "../../model/entity/entity.ts";
import { findGap } from "../../model/network.ts";
import type { Network } from "../../model/network.ts";
import { createWorld, exactLosses, lossesBetween, vpcOfSource } from "../../reach/index.ts";
import type { Losses, LostBy, World } from "../../reach/index.ts";
import { notInternet, withoutIdle, withoutWays } from "./intent.ts";

/** Of a subnet in which nobody is. */
export type Foreseen = "vacant";

export interface Setback {
  readonly vpc: VpcId | undefined;
  /** Workloads by their names, and what belongs to none by its id. */
  readonly sources: readonly string[];
  /** Undefined of sources that are there no more. */
  readonly change: Change | undefined;
  /** Undefined where it is a fault. */
  readonly foreseen: Foreseen | undefined;
}

export interface Purpose {
  /** NATs that go. */
  readonly nats: ReadonlySet<string>;
  /** Whether all that a VPC needs is met without any NAT. */
  readonly needsNone: (vpc: VpcId) => boolean;
  readonly strict: boolean;
}

interface Step {
  readonly before: World;
  readonly after: World;
}

export function setbacksOf(step: Step, purpose: Purpose): readonly Setback[] {
  const { before, after } = step;
  const { strict, nats } = purpose;
  const left = withoutWays(before.network, nats);
  const lost = left === undefined ? [] : beyondPurpose(before, createWorld(left, before.facts), purpose);
  const meant = withoutIdle(left ?? before.network, after.network, nats);
  const held = meant === before.network ? before : createWorld(meant, before.facts);
  const worlds = { before: held, after };
  const found = toSetbacks(worlds, lossesBetween(worlds, { strict }));
  const isGrave = found.some(({ foreseen }) => foreseen === undefined);
  return [...lost, ...(isGrave ? toSetbacks(worlds, exactLosses(worlds, strict)) : found)];
}

/** What goes with the NATs besides the way to the internet of those who do without it. */
function beyondPurpose(before: World, left: World, { strict, needsNone, nats }: Purpose): readonly Setback[] {
  const worlds = { before, after: left };
  const elsewhere = lossesBetween(worlds, { strict, from: needsNone, to: notInternet(before, nats) });
  const needy = [...before.network.vpcs.keys()].some((vpc) => !needsNone(vpc));
  const ofOthers = needy ? lossesBetween(worlds, { strict, from: (vpc) => !needsNone(vpc) }) : undefined;
  return [elsewhere, ofOthers].flatMap((losses) =>
    losses === undefined ? [] : toSetbacks(worlds, { ...losses, gone: [] }),
  );
}

function toSetbacks({ before, after }: Step, { lost, gone }: Losses): readonly Setback[] {
  const networks = { before: before.network, after: after.network };
  const nameOf = ({ id, workload }: LostBy["sources"][number]) => workload ?? id;
  const ofChanges = lost.flatMap(({ sources, changes }) => {
    const isVacant = ({ id }: LostBy["sources"][number]) => isVacantSubnet(networks.after, id);
    const groups = [sources.filter(isVacant), sources.filter((one) => !isVacant(one))];
    return groups.flatMap(([first, ...others], index) =>
      first === undefined
        ? []
        : changes
            .filter((change) => !isUnserved(change))
            .map((change): Setback => ({
              vpc: vpcOfSource(first, networks),
              sources: [...new Set([first, ...others].map(nameOf))],
              change,
              foreseen: index === 0 && isUninvited(change) ? "vacant" : undefined,
            })),
    );
  });
  const ofGone = gone.map((source): Setback => ({
    vpc: vpcOfSource(source, networks),
    sources: [nameOf(source)],
    change: undefined,
    foreseen: undefined,
  }));
  return [...ofGone, ...ofChanges];
}

/** A name that leads to an endpoint whose group admits the clients that there are. */
const isUninvited = ({ cause: { code, component }, boxes }: Change): boolean =>
  component.kind === "security-group" &&
  boxes.length === 0 &&
  (code === "ENI_SG_RULES_MISMATCH" || code === "SG_HAS_NO_RULES");

function isVacantSubnet(network: Network, id: string): boolean {
  const subnet = network.subnets.get(id as never);
  return subnet !== undefined && findGap(network, "networkInterfaces", subnet.scope) === undefined;
}

/**
 * S3 and DynamoDB take TCP alone, so that their gateway endpoints drop nothing that they would have answered.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html (read 2026-11-29)
 */
const isUnserved = ({ cause, services }: Change): boolean =>
  cause.code === "VPCE_GATEWAY_PROTOCOL_RESTRICTION" && services.length === 0;
