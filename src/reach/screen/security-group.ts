/**
 * Security groups: stateful, allow only, the union of all groups on the interface.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html (read 2026-11-24)
 *
 * Decides whether the first packet of a connection passes one end's groups; answers need no rule, so the return leg
 * never comes here.
 */
import type { MissingFact } from "../../model/answer.ts";
import type { SecurityGroupId } from "../../model/entity/entity.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { GroupRule } from "../../model/entity/firewall.ts";
import { find } from "../../model/network.ts";
import { nameOf } from "../../model/interval-set.ts";
import type { AddressSet, PortSet } from "../../model/interval-set.ts";
import { formatTraffic } from "../../model/traffic.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { describeArrival, describeFlow } from "../flow.ts";
import type { Flow } from "../flow.ts";
import { coverage } from "../packets.ts";
import type { PacketSet, Packets } from "../packets.ts";
import { lostReference } from "./lost-reference.ts";
import type { World } from "../world.ts";
import { admissionsOf, findPlainRule } from "./group-rule.ts";
import type { Admission, Direction, GroupQuestion, Groups } from "./group-rule.ts";

const place = (id: string) =>
  ({ leg: "forward", stage: "security-group", component: { kind: "security-group", id } }) as const;

export function screenGroups(world: World, question: GroupQuestion, groups: Groups): Finding {
  const { peerGroups } = question;
  if (!groups.known) return cannotTell(place("?"), "the groups are not known", [groups]);
  const asked = { ...question, groups: groups.value };
  // What is missing is named after its own interface: such findings are nobody else's.
  if (peerGroups?.known === false) return toFinding(world, asked, decide(world, asked));
  const key = `${groups.value.join("+")} ${gateNumber(world, question)}`;
  return toFinding(
    world,
    asked,
    world.once("security groups", key, () => decide(world, asked)),
  );
}

/** What becomes of the packets, without the words, which few ever read. `some`: of part, or not for certain. */
export function passesGroups(world: World, question: GroupQuestion, groups: Groups): "all" | "none" | "some" {
  if (!groups.known) return "some";
  const decision = decide(world, { ...question, groups: groups.value });
  if (decision.kind === "pass") return decision.admission.assumed.length === 0 ? "all" : "some";
  return decision.kind === "refuse" && decision.answer === "none" ? "none" : "some";
}

interface Asked extends GroupQuestion {
  readonly groups: readonly SecurityGroupId[];
}

/** What the rules say. */
type Decision =
  | { readonly kind: "pass"; readonly admission: Admission }
  | { readonly kind: "refuse"; readonly answer: "none" | "some" }
  | { readonly kind: "doubt"; readonly missing: readonly MissingFact[] };

function toFinding(world: World, question: Asked, decision: Decision): Finding {
  switch (decision.kind) {
    case "pass":
      return passBy(world, question, decision.admission);
    case "refuse":
      return refuse(world, question, decision.answer);
    case "doubt":
      return inDoubt(question, decision.missing);
  }
}

/**
 * A number for all that rules can tell apart in a question, but for the groups whose rules they are. Rules name the
 * other end alone, so that the own address plays no part.
 */
export function gateNumber(world: World, question: GroupQuestion): number {
  const { direction, junction, peerGroups, flow } = question;
  const { packets, undetermined, protocol } = flow;
  const [peer, isUndetermined] =
    direction === "egress" ? [packets.dst, undetermined.dst] : [packets.src, undetermined.src];
  const ports = packets.dstPorts;
  const other =
    peerGroups === undefined ? "nobody" : peerGroups.known ? peerGroups.value.join("+") : peerGroups.fact;
  const gates = world.once("gates", direction, () => new Map<AddressSet | bigint, Numbered[]>());
  const name = nameOf(peer);
  const known = gates.get(name) ?? [];
  const alike = known.find(
    (one) =>
      one.other === other &&
      one.ports === ports &&
      one.protocol === protocol &&
      one.junction === junction &&
      one.isUndetermined === isUndetermined,
  );
  if (alike !== undefined) return alike.number;
  const numbered = { other, ports, protocol, junction, isUndetermined };
  const number = world.numberOf(numbered);
  if (known.push({ ...numbered, number }) === 1) gates.set(name, known);
  return number;
}

/** All of a question that rules can tell apart, but for the other end's addresses. */
interface Numbered extends Pick<GroupQuestion, "junction"> {
  readonly number: number;
  readonly other: string;
  readonly ports: PortSet;
  readonly protocol: number;
  readonly isUndetermined: boolean;
}

function decide(world: World, question: Asked): Decision {
  const { flow, groups } = question;
  const plain = findPlainRule(world, question, groups);
  if (plain !== undefined) return { kind: "pass", admission: plain };
  const admissions = admissionsOf(world, question, groups);
  if (admissions.length === 0) return { kind: "refuse", answer: "none" };
  const alone = admissions.find(({ certain }) => certain !== undefined && admitsAll(certain, flow));
  if (alone !== undefined) return { kind: "pass", admission: alone };
  const certain = boxes(admissions, "certain");
  const missing = admissions.flatMap((admission) => admission.missing);
  const possible = missing.length > 0 ? boxes(admissions, "possible") : certain;
  const answer = coverage(flow.packets, { certain, possible }, flow.undetermined);
  const [first] = admissions.filter((admission) => admission.certain !== undefined);
  if (answer === "all" && first !== undefined) return { kind: "pass", admission: first };
  return answer === "unknown" || answer === "all" ? { kind: "doubt", missing } : { kind: "refuse", answer };
}

function passBy(world: World, { direction, groups }: Asked, admission: Admission): Finding {
  const { rule, assumed } = admission;
  const origin = rule === undefined ? "" : formatOrigin(rule.origin);
  const text =
    rule === undefined
      ? `${admission.group} ${direction}`
      : world.once(`words of ${direction} rules`, rule, () => ruleText(direction, admission.group, rule));
  return pass(place(groups.join(", ") || "none"), text, origin, assumed);
}

function admitsAll(certain: Packets, flow: Flow): boolean {
  const box = [certain];
  return coverage(flow.packets, { certain: box, possible: box }, flow.undetermined) === "all";
}

function inDoubt({ direction, groups, flow }: Asked, missing: readonly MissingFact[]): Finding {
  return cannotTell(
    place(groups.join(", ") || "none"),
    `whether ${direction} rules admit ${wanted(direction, flow)}`,
    missing.length > 0 ? missing : [addressFact(flow, direction)],
  );
}

/** The one fact that remains when every rule is known: which of several addresses the other end has. */
export function addressFact(flow: Flow, direction: Direction): MissingFact {
  if (direction === "egress" && flow.undetermined.dst) {
    return { fact: `the exact address of ${flow.to}`, settledBy: "dig +short NAME, from inside the VPC" };
  }
  return {
    fact: `the exact address of ${flow.undetermined.src ? flow.from : flow.to}`,
    settledBy: "aws ec2 describe-network-interfaces, once it exists",
  };
}

function refuse(world: World, question: Asked, answer: "none" | "some"): Finding {
  const { direction, groups: ids, flow } = question;
  const rows = ids.map((id) => find(world.network, "securityGroups", id));
  const count = rows.reduce(
    (sum, row) => sum + (row.known && row.value[direction].known ? row.value[direction].value.length : 0),
    0,
  );
  const [first] = rows;
  const list = ids.join(", ") || "no group";
  const verb = answer === "some" ? "admit only part of" : "do not admit";
  const lost = lostReference(world, question, ids);
  const finding = drop(
    place(list),
    count === 0 ? `no ${direction} rules: nothing is allowed` : `no ${direction} rule matches: default deny`,
    first?.known ? formatOrigin(first.value.origin) : "",
    {
      code: count === 0 ? "SG_HAS_NO_RULES" : "ENI_SG_RULES_MISMATCH",
      direction,
      message: `${direction} rules of ${list} ${verb} ${wanted(direction, flow)}`,
      fix: `add an ${direction} rule to ${ids[0] ?? "a security group"}: ${wanted(direction, flow)}`,
    },
    ...(lost === undefined ? [] : [lost]),
  );
  return answer === "some" ? { ...finding, outcome: "some" } : finding;
}

const wanted = (direction: Direction, flow: Flow) =>
  direction === "egress" ? describeFlow(flow) : describeArrival(flow);

function ruleText(direction: Direction, group: SecurityGroupId, { traffic, peer }: GroupRule): string {
  const what = traffic.known ? formatTraffic(traffic.value) : "?";
  const whom = !peer.known ? peer.fact : peer.value.kind === "cidr" ? peer.value.cidr.text : peer.value.id;
  return `${group} ${direction}: allow ${what} ${direction === "egress" ? "to" : "from"} ${whom}`;
}

const boxes = (admissions: readonly Admission[], kind: "certain" | "possible"): PacketSet =>
  admissions.flatMap((admission) => admission[kind] ?? []);
