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
import { find } from "../../model/network.ts";
import { formatTraffic } from "../../model/traffic.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { describeArrival, describeFlow } from "../flow.ts";
import type { Flow } from "../flow.ts";
import { coverage } from "../packets.ts";
import type { PacketSet, Packets } from "../packets.ts";
import type { World } from "../world.ts";
import { admissionsOf, findPlainRule } from "./group-rule.ts";
import type { Admission, Direction, GroupQuestion } from "./group-rule.ts";

const place = (id: string) =>
  ({ leg: "forward", stage: "security-group", component: { kind: "security-group", id } }) as const;

export function screenGroups(world: World, question: GroupQuestion): Finding {
  const { groups, peerGroups } = question;
  if (!groups.known) return cannotTell(place("?"), "the groups are not known", [groups]);
  // What is missing is named after its own interface: such findings are nobody else's.
  if (peerGroups?.known === false) return toFinding(world, question, decide(world, question, groups.value));
  const key = `${groups.value.join("+")} ${gateNumber(world, question)}`;
  const decision = world.once("security groups", key, () => decide(world, question, groups.value));
  return toFinding(world, question, decision);
}

/** What the rules say, without the words: those differ from question to question, and few are ever read. */
type Decision =
  | { readonly kind: "pass"; readonly finding: Finding }
  | { readonly kind: "refuse"; readonly answer: "none" | "some" }
  | { readonly kind: "doubt"; readonly missing: readonly MissingFact[] };

function toFinding(world: World, question: GroupQuestion, decision: Decision): Finding {
  switch (decision.kind) {
    case "pass":
      return decision.finding;
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
export function gateNumber(world: World, question: Omit<GroupQuestion, "groups">): number {
  const { direction, junction, peerGroups, flow } = question;
  const { src, dst, dstPorts } = flow.packets;
  const [peer, isUndetermined] =
    direction === "egress" ? [dst, flow.undetermined.dst] : [src, flow.undetermined.src];
  const other =
    peerGroups === undefined ? "nobody" : peerGroups.known ? peerGroups.value.join("+") : peerGroups.fact;
  const sets = `${world.numberOf(peer)} ${isUndetermined} ${world.numberOf(dstPorts)}`;
  const key = `${direction} ${other} ${junction} ${flow.protocol} ${sets}`;
  return world.once("gate", key, () => world.numberOf({ key }));
}

function decide(world: World, question: GroupQuestion, groups: readonly SecurityGroupId[]): Decision {
  const { direction, flow } = question;
  const at = place(groups.join(", ") || "none");
  const passBy = (admission: Admission): Decision => {
    const origin = admission.rule === undefined ? "" : formatOrigin(admission.rule.origin);
    return { kind: "pass", finding: pass(at, ruleText(direction, admission), origin, admission.assumed) };
  };
  const plain = findPlainRule(world, question, groups);
  if (plain !== undefined) return passBy(plain);
  const admissions = admissionsOf(world, question, groups);
  const alone = admissions.find(({ certain }) => certain !== undefined && admitsAll(certain, flow));
  if (alone !== undefined) return passBy(alone);
  const certain = boxes(admissions, "certain");
  const missing = admissions.flatMap((admission) => admission.missing);
  const possible = missing.length > 0 ? boxes(admissions, "possible") : certain;
  const answer = coverage(flow.packets, { certain, possible }, flow.undetermined);
  const [first] = admissions.filter((admission) => admission.certain !== undefined);
  if (answer === "all" && first !== undefined) return passBy(first);
  return answer === "unknown" || answer === "all" ? { kind: "doubt", missing } : { kind: "refuse", answer };
}

function admitsAll(certain: Packets, flow: Flow): boolean {
  const box = [certain];
  return coverage(flow.packets, { certain: box, possible: box }, flow.undetermined) === "all";
}

function inDoubt({ direction, groups, flow }: GroupQuestion, missing: readonly MissingFact[]): Finding {
  return cannotTell(
    place(groups.known ? groups.value.join(", ") || "none" : "?"),
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

function refuse(world: World, question: GroupQuestion, answer: "none" | "some"): Finding {
  const { direction, groups, flow } = question;
  const ids = groups.known ? groups.value : [];
  const rows = ids.map((id) => find(world.network, "securityGroups", id));
  const count = rows.reduce(
    (sum, row) => sum + (row.known && row.value[direction].known ? row.value[direction].value.length : 0),
    0,
  );
  const [first] = rows;
  const list = ids.join(", ") || "no group";
  const verb = answer === "some" ? "admit only part of" : "do not admit";
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
  );
  return answer === "some" ? { ...finding, outcome: "some" } : finding;
}

const wanted = (direction: Direction, flow: Flow) =>
  direction === "egress" ? describeFlow(flow) : describeArrival(flow);

function ruleText(direction: Direction, { group, rule }: Admission): string {
  if (rule === undefined) return `${group} ${direction}`;
  const traffic = rule.traffic.known ? formatTraffic(rule.traffic.value) : "?";
  const { peer } = rule;
  const whom = !peer.known ? peer.fact : peer.value.kind === "cidr" ? peer.value.cidr.text : peer.value.id;
  return `${group} ${direction}: allow ${traffic} ${direction === "egress" ? "to" : "from"} ${whom}`;
}

const boxes = (admissions: readonly Admission[], kind: "certain" | "possible"): PacketSet =>
  admissions.flatMap((admission) => admission[kind] ?? []);
