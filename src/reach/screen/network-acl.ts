/**
 * Network ACLs: stateless, lowest rule number first, the first match decides, and what nothing matches is denied.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html (read 2026-11-24)
 *
 * Asked only where a packet crosses the boundary of a subnet.
 */
import type { Leg, MissingFact } from "../../model/answer.ts";
import type { ClientKind } from "../../model/entity/network-interface.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { AclEntry, NetworkAcl } from "../../model/entity/firewall.ts";
import type { Subnet } from "../../model/entity/vpc.ts";
import { includes, isSubset } from "../../model/interval-set.ts";
import { valueOr } from "../../model/known.ts";
import { formatPorts, formatTraffic } from "../../model/traffic.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { describeArrival, describeFlow } from "../flow.ts";
import type { Flow } from "../flow.ts";
import { coverage, intersectPackets, intersectSet, subtractSet } from "../packets.ts";
import type { Packets, PacketSet } from "../packets.ts";
import type { World } from "../world.ts";
import { addressFact } from "./security-group.ts";

export interface AclQuestion {
  readonly leg: Leg;
  readonly direction: "egress" | "ingress";
  readonly subnet: Subnet;
  /** As the packet travels on this leg. */
  readonly flow: Flow;
  /** On the way back: who waits for the answer, and so on which ports. */
  readonly client: ClientKind;
}

/** Packets by what happens to them, after all entries up to some number. */
interface Sorting {
  readonly allowed: PacketSet;
  readonly maybe: PacketSet;
  /** Not matched yet for certain. */
  readonly rest: PacketSet;
  /** Of `rest`: what an entry we cannot read may have decided already. */
  readonly doubtful: PacketSet;
}

export function screenAcl(world: World, question: AclQuestion): Finding {
  const { leg, direction, subnet, flow, client } = question;
  const { src, dst, srcPorts, dstPorts } = flow.packets;
  const sets = [src, dst, srcPorts, dstPorts].map(world.numberOf).join(" ");
  const { undetermined } = flow;
  const key = `${subnet.id} ${direction} ${leg} ${client} ${flow.protocol} ${sets} ${undetermined.src} ${undetermined.dst}`;
  return world.once("network ACL", key, () => screen(world, question));
}

function screen(world: World, question: AclQuestion): Finding {
  const { leg, direction, subnet, flow, client } = question;
  const acl = world.topology.aclOf(subnet);
  const at = (id: string) => ({ leg, stage: "network-acl", component: { kind: "network-acl", id } }) as const;
  if (!acl.known) return cannotTell(at("?"), `the ACL of ${subnet.id}`, [acl]);
  const { id, entries } = acl.value;
  if (!entries.known) return cannotTell(at(id), `the entries of ${id}`, [entries]);
  const ordered = orderedEntries(world, acl.value, entries.value)[direction].filter((entry) =>
    mayMatch(entry, flow),
  );
  const [first] = ordered;
  if (first?.action === "allow" && matchesAll(first, flow)) return passBy(at(id), id, first);
  const { allowed, maybe } = sort(ordered, flow);
  const possible = maybe.length === 0 ? allowed : [...allowed, ...maybe];
  const answer = coverage(flow.packets, { certain: allowed, possible }, flow.undetermined);
  if (answer === "all") return passBy(at(id), id, firstMatch(ordered, "allow", flow));
  if (answer === "unknown") {
    return cannotTell(at(id), `whether ${id} admits ${wanted(question)}`, doubts(ordered, flow, direction));
  }
  if (answer === "some" && leg === "return" && client === "unknown") {
    return cannotTell(at(id), `${id} admits part of the ephemeral ports`, [clientFact(flow)]);
  }
  return refuse(acl.value, question, firstMatch(ordered, "deny", flow), answer);
}

function orderedEntries(world: World, acl: NetworkAcl, entries: readonly AclEntry[]) {
  return world.once("ordered entries", acl, () => {
    const ordered = entries.toSorted((a, b) => a.ruleNumber - b.ruleNumber);
    return {
      ingress: ordered.filter(({ direction }) => direction === "ingress"),
      egress: ordered.filter(({ direction }) => direction === "egress"),
    };
  });
}

/** Whether the entry alone decides every packet asked for: seen without any set algebra. */
function matchesAll({ direction, cidr, traffic }: AclEntry, { packets }: Flow): boolean {
  const peers = direction === "egress" ? packets.dst : packets.src;
  const [lowest, highest] = [peers[0]?.[0], peers.at(-1)?.[1]];
  if (!cidr.known || !traffic.known || lowest === undefined || highest === undefined) return false;
  if (cidr.value.first > lowest || highest > cidr.value.last) return false;
  return isSubset(packets.dstPorts, traffic.value.ports);
}

function passBy(at: Parameters<typeof pass>[0], id: string, entry: AclEntry | undefined): Finding {
  if (entry === undefined) return pass(at, "several entries together allow it");
  return pass(at, entryText(id, entry), formatOrigin(entry.origin));
}

/** Linux and Windows listen for answers on different ports. */
const clientFact = (flow: Flow): MissingFact => ({
  fact: `the operating system of ${flow.to}, which decides the ports that answers come back to`,
  settledBy: "aws ec2 describe-instances, or the image's description",
});

function sort(entries: readonly AclEntry[], flow: Flow): Sorting {
  let state: Sorting = { allowed: [], maybe: [], rest: [flow.packets], doubtful: [] };
  for (const entry of entries) {
    const box = boxOf(entry, flow);
    const hit = state.rest.flatMap((part) => intersectPackets(part, box) ?? []);
    if (hit.length === 0) continue;
    if (!entry.cidr.known || !entry.traffic.known) {
      // An unread entry decides nothing, but what it may match is no longer certain.
      const maybe = entry.action === "allow" ? [...state.maybe, ...hit] : state.maybe;
      state = { ...state, maybe, doubtful: [...state.doubtful, ...hit] };
      continue;
    }
    const sure = subtractSet(hit, state.doubtful);
    const rest = subtractSet(state.rest, [box]);
    state =
      entry.action === "allow"
        ? { ...state, rest, allowed: [...state.allowed, ...sure], maybe: [...state.maybe, ...hit] }
        : { ...state, rest };
  }
  return state.doubtful.length === 0 ? { ...state, maybe: [] } : state;
}

function mayMatch({ traffic }: AclEntry, flow: Flow): boolean {
  return !traffic.known || includes(traffic.value.protocols, flow.protocol);
}

function boxOf(entry: AclEntry, { packets }: Flow): Packets {
  const peer = entry.direction === "egress" ? "dst" : "src";
  const set = entry.cidr.known ? ([[entry.cidr.value.first, entry.cidr.value.last]] as const) : packets[peer];
  return {
    ...packets,
    [peer]: set,
    dstPorts: entry.traffic.known ? entry.traffic.value.ports : packets.dstPorts,
  };
}

/** The first entry of `action` that matches any of the packets. */
function firstMatch(
  entries: readonly AclEntry[],
  action: "allow" | "deny",
  flow: Flow,
): AclEntry | undefined {
  return entries.find(
    (entry) => entry.action === action && intersectSet([boxOf(entry, flow)], flow.packets).length > 0,
  );
}

function doubts(
  entries: readonly AclEntry[],
  flow: Flow,
  direction: AclQuestion["direction"],
): readonly MissingFact[] {
  const missing = entries.flatMap(({ cidr, traffic }) => [cidr, traffic].filter((fact) => !fact.known));
  return missing.length > 0 ? missing : [addressFact(flow, direction)];
}

const wanted = ({ direction, flow }: AclQuestion) =>
  direction === "egress" ? describeFlow(flow) : describeArrival(flow);

function entryText(id: string, entry: AclEntry): string {
  const cidr = valueOr(entry.cidr, undefined)?.text ?? "?";
  const traffic = entry.traffic.known ? formatTraffic(entry.traffic.value) : "?";
  return `${id} ${entry.direction} rule ${entry.ruleNumber}: ${entry.action} ${traffic} ${entry.direction === "egress" ? "to" : "from"} ${cidr}`;
}

function refuse(
  acl: NetworkAcl,
  question: AclQuestion,
  entry: AclEntry | undefined,
  answer: "none" | "some",
): Finding {
  const { leg, direction, subnet, flow } = question;
  const rule =
    entry === undefined ? `${acl.id} ${direction} rule *: deny by default` : entryText(acl.id, entry);
  const range = formatPorts(flow.packets.dstPorts);
  const finding = drop(
    { leg, stage: "network-acl", component: { kind: "network-acl", id: acl.id } },
    rule,
    formatOrigin(entry?.origin ?? acl.origin),
    {
      code: "SUBNET_ACL_RESTRICTION",
      direction,
      message: `${direction} entries of ${acl.id} (subnet ${subnet.id}) ${answer === "some" ? "admit only part of" : "deny"} ${wanted(question)}`,
      fix: `add an ${direction} entry to ${acl.id} that allows ${wanted(question)}${leg === "return" ? ` (the client's ephemeral ports ${range})` : ""}, before rule ${entry?.ruleNumber ?? "*"}`,
    },
  );
  return { ...finding, outcome: answer === "some" ? "some" : "drop" };
}
