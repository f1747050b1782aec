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
import { includes, isSubset, meets, nameOf } from "../../model/interval-set.ts";
import type { AddressSet, PortSet } from "../../model/interval-set.ts";
import { valueOr } from "../../model/known.ts";
import { formatPorts, formatTraffic } from "../../model/traffic.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding, Place } from "../finding.ts";
import { describeArrival, describeFlow } from "../flow.ts";
import type { Flow } from "../flow.ts";
import { coverage, intersectPackets, intersectSet, subtractSet } from "../packets.ts";
import type { Packets, PacketSet } from "../packets.ts";
import type { World } from "../world.ts";
import { addressFact } from "./security-group.ts";

type Direction = "egress" | "ingress";

export interface AclQuestion {
  readonly leg: Leg;
  readonly direction: Direction;
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

/** What an ACL decides about packets, without the words. */
type Decision =
  | { readonly kind: "all" | "some" | "none"; readonly entry: AclEntry | undefined }
  | { readonly kind: "unknown"; readonly missing: readonly MissingFact[] };

/** A decision, with all of a question that it hangs on. Entries name the other end alone: the own one plays no part. */
interface Decided {
  readonly protocol: number;
  readonly ports: PortSet;
  readonly isUndetermined: boolean;
  readonly decision: Decision;
  /** Where everything passes: one finding serves all who ask. */
  readonly passes: Readonly<Record<Leg, Finding>> | undefined;
}

/** An ACL ready to be asked in one direction: its entries in order, and what it has decided, by the other end. */
interface CompiledAcl {
  readonly id: string;
  readonly assumed: readonly MissingFact[];
  readonly entries: readonly AclEntry[];
  readonly decided: Map<AddressSet | bigint, Decided[]>;
}

export function screenAcl(world: World, question: AclQuestion): Finding {
  const { leg, direction, subnet } = question;
  const acl = world.topology.aclOf(subnet);
  if (!acl.known) return cannotTell(placeOf(leg, "?"), `the ACL of ${subnet.id}`, [acl]);
  const { id, entries } = acl.value;
  if (!entries.known) return cannotTell(placeOf(leg, id), `the entries of ${id}`, [entries]);
  const compiled = world.once("compiled network ACL", acl.value, () => compileAcl(acl.value, entries.value));
  const { decision, passes } = decidedBy(compiled[direction], question);
  if (passes !== undefined) return passes[leg];
  const finding = objection(acl.value, question, decision);
  return leg === "return" ? { ...finding, mindsClient: true } : finding;
}

/** What keeps some of the packets from passing for certain. */
function objection(acl: NetworkAcl, question: AclQuestion, decision: Decision): Finding {
  const { leg, direction, flow } = question;
  const { id } = acl;
  if (decision.kind === "unknown") {
    const missing = decision.missing.length > 0 ? decision.missing : [addressFact(flow, direction)];
    return cannotTell(placeOf(leg, id), `whether ${id} admits ${wanted(question)}`, missing);
  }
  if (decision.kind === "some" && leg === "return" && question.client === "unknown") {
    return cannotTell(placeOf(leg, id), `${id} admits part of the ephemeral ports`, [clientFact(flow)]);
  }
  return refuse(acl, question, decision.entry, decision.kind === "some" ? "some" : "none");
}

const placeOf = (leg: Leg, id: string) =>
  ({ leg, stage: "network-acl", component: { kind: "network-acl", id } }) as const;

function compileAcl(
  { id, assumed = [] }: NetworkAcl,
  entries: readonly AclEntry[],
): Readonly<Record<Direction, CompiledAcl>> {
  const ordered = entries.toSorted((a, b) => a.ruleNumber - b.ruleNumber);
  const compiled = (direction: Direction): CompiledAcl => ({
    id,
    assumed,
    entries: ordered.filter((entry) => entry.direction === direction),
    decided: new Map(),
  });
  return { ingress: compiled("ingress"), egress: compiled("egress") };
}

function decidedBy(
  { id, assumed, entries, decided }: CompiledAcl,
  { direction, flow }: AclQuestion,
): Decided {
  const { packets, protocol, undetermined } = flow;
  const [peer, isUndetermined] =
    direction === "egress" ? [packets.dst, undetermined.dst] : [packets.src, undetermined.src];
  const name = nameOf(peer);
  const ports = packets.dstPorts;
  const alike = decided.get(name) ?? [];
  const known = alike.find(
    (one) => one.ports === ports && one.protocol === protocol && one.isUndetermined === isUndetermined,
  );
  if (known !== undefined) return known;
  const decision = decide(entries, flow);
  const passes =
    decision.kind === "all"
      ? {
          forward: passBy(placeOf("forward", id), decision.entry, assumed),
          return: {
            ...passBy(placeOf("return", id), decision.entry, assumed),
            ...(admitsAnyClient(entries, flow) ? {} : { mindsClient: true as const }),
          },
        }
      : undefined;
  const one = { protocol, ports, isUndetermined, decision, passes };
  if (alike.push(one) === 1) decided.set(name, alike);
  return one;
}

function decide(entries: readonly AclEntry[], flow: Flow): Decision {
  const ordered = entries.filter((entry) => mayMatch(entry, flow));
  const [first] = ordered;
  if (first?.action === "allow" && matchesAll(first, flow)) return { kind: "all", entry: first };
  const { allowed, maybe } = sort(ordered, flow);
  const possible = maybe.length === 0 ? allowed : [...allowed, ...maybe];
  const kind = coverage(flow.packets, { certain: allowed, possible }, flow.undetermined);
  return kind === "unknown"
    ? { kind, missing: ordered.flatMap(({ cidr, traffic }) => [cidr, traffic].filter((fact) => !fact.known)) }
    : { kind, entry: firstMatch(ordered, kind === "all" ? "allow" : "deny", flow) };
}

const ephemeralPorts: PortSet = [[1024, 65_535]];

/** Whether answers come back to whoever waits for them: the first entry for any of the ports admits them all. */
function admitsAnyClient(entries: readonly AclEntry[], flow: Flow): boolean {
  const toAny = { ...flow, packets: { ...flow.packets, dstPorts: ephemeralPorts } };
  const first = entries.find((entry) => mayMatch(entry, toAny));
  return first?.action === "allow" && matchesAll(first, toAny);
}

/** Whether the entry alone decides every packet asked for: seen without any set algebra. */
function matchesAll({ direction, cidr, traffic }: AclEntry, { packets }: Flow): boolean {
  const peers = direction === "egress" ? packets.dst : packets.src;
  const [lowest, highest] = [peers[0]?.[0], peers.at(-1)?.[1]];
  if (!cidr.known || !traffic.known || lowest === undefined || highest === undefined) return false;
  if (cidr.value.first > lowest || highest > cidr.value.last) return false;
  return isSubset(packets.dstPorts, traffic.value.ports);
}

function passBy(at: Place, entry: AclEntry | undefined, assumed: readonly MissingFact[]): Finding {
  if (entry === undefined) return pass(at, "several entries together allow it", "", assumed);
  return pass(at, entryText(at.component.id, entry), formatOrigin(entry.origin), assumed);
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

/** An entry that cannot be read may match. */
function mayMatch({ direction, cidr, traffic }: AclEntry, { packets, protocol }: Flow): boolean {
  if (!traffic.known) return true;
  const peers = direction === "egress" ? packets.dst : packets.src;
  return (
    includes(traffic.value.protocols, protocol) &&
    meets(packets.dstPorts, traffic.value.ports) &&
    (!cidr.known || meets(peers, [[cidr.value.first, cidr.value.last]]))
  );
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
