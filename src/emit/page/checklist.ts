/** The checklist of a phase: what to know before it, how to apply it, what to test, what to watch, how to undo it. */
import type { PlannedNeed, VpcPlan } from "../../advice/plan.ts";
import type { Network } from "../../model/network.ts";
import type { Action } from "../change/action.ts";
import type { TargetName, WrittenPhase } from "../written.ts";
import { applyCommands, undoCommands } from "./apply.ts";
import { calloutsOf } from "./callout.ts";
import { block, cell, code, oneLine, plain, table } from "./markup.ts";
import { metricsOf } from "./metric.ts";
import { probeByName, probeByOwnName } from "./probe.ts";

export interface PageAid {
  readonly network: Network;
  readonly vpcs: readonly VpcPlan[];
  readonly target: TargetName;
  /** Where it is written, as the user named it. */
  readonly directory: string;
  /** The name that clients of a service dial in a Region. */
  readonly hostOf: (service: string, region: string) => string | undefined;
  readonly serviceNameOf: (service: string, region: string) => string | undefined;
}

export function checklist(written: WrittenPhase, aid: PageAid): string {
  const { phase } = written;
  const callouts = calloutsOf(written, aid.network, aid.vpcs);
  const tests = testsOf(written, aid);
  const lines = [
    `# Phase ${phase.number}: ${phase.title}`,
    "",
    ...(callouts.length === 0 ? [] : ["## Before", "", ...callouts.map((one) => `- ${one}`), ""]),
    ...section("Apply", applyCommands(written, aid)),
    ...section("Test", tests),
    ...section("Watch", metricsOf(written, aid.network)),
    ...section("Undo", undoCommands(written, aid)),
    ...phase.withheld.map((why) => `Left out: ${plain(why)}.`),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

const section = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : [`## ${title}`, "", ...lines, ""];

interface Tested {
  readonly need: PlannedNeed;
  readonly vpc: VpcPlan;
  readonly workloads: readonly string[];
}

/** Each service once for each VPC and way. */
function testsOf({ phase: { number, actions } }: WrittenPhase, { vpcs, hostOf, serviceNameOf }: PageAid) {
  const touched = new Set<string>(actions.map(({ vpc }) => vpc));
  const tested = vpcs.flatMap((vpc) => (touched.has(vpc.id) || number === 4 ? needsOf(vpc) : []));
  return tested.flatMap(({ need, vpc, workloads }) => {
    const { service } = need;
    const added = vpc.endpoints.add.find((one) => one.service === service);
    const isTouched = number >= 3 || (number === 1) === (need.after.via?.kind === "gateway-endpoint");
    if (!isTouched || (number === 2 && added?.type !== "interface")) return [];
    const probed = {
      service,
      region: vpc.region,
      host: hostOf(service, vpc.region),
      serviceName: serviceNameOf(service, vpc.region) ?? service,
      vpc: vpc.id,
    };
    const command = number === 2 ? probeByOwnName(probed) : probeByName(probed);
    if (command === "") return [];
    const symptom = need.withoutNat.symptom ?? "the call times out";
    return [
      `- [ ] ${code(service)} from ${shown(workloads)}. If it fails, clients see: ${plain(symptom)}`,
      "",
      ...block("sh", command).map((line) => `  ${line}`),
      "",
    ];
  });
}

const needsOfVpcs = new WeakMap<VpcPlan, readonly Tested[]>();

/** Gathered once for all phases. */
function needsOf(vpc: VpcPlan): readonly Tested[] {
  const needs = needsOfVpcs.get(vpc) ?? gatherNeeds(vpc);
  needsOfVpcs.set(vpc, needs);
  return needs;
}

function gatherNeeds(vpc: VpcPlan): readonly Tested[] {
  const found = new Map<string, Tested & { readonly workloads: string[] }>();
  for (const { id, needs } of vpc.workloads) {
    for (const need of needs) {
      const key = `${need.service} ${need.after.via?.kind}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { need, vpc, workloads: [id] });
      else known.workloads.push(id);
    }
  }
  return [...found.values()];
}

const mostShown = 3;

function shown(ids: readonly string[]): string {
  const more = ids.length - mostShown;
  return [...ids.slice(0, mostShown).map(code), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

/** What the phase does, one line each. */
export function actionTable(actions: readonly Action[]): readonly string[] {
  if (actions.length === 0) return [];
  return table(
    ["VPC", "change"],
    actions.map((action) => [cell(action.vpc), cell(oneLine(actionText(action)))]),
  );
}

export function actionText(action: Action): string {
  switch (action.kind) {
    case "add-endpoint":
      return `add ${action.endpoint.type} endpoint ${action.endpoint.service}`;
    case "add-group":
      return `add a security group that admits tcp ${action.ports.join(", ")} from the clients`;
    case "enable-private-dns":
      return `private DNS on: ${action.endpoint}`;
    case "enable-vpc-dns":
      return "enableDnsSupport and enableDnsHostnames on";
    case "associate-table":
      return `associate ${action.endpoint} with ${action.table}`;
    case "add-group-rule":
      return `${action.direction} rule tcp ${action.ports.join(", ")} on ${action.group}`;
    case "add-acl-entry":
      return `${action.direction} entry ${action.ruleNumber} of ${action.acl}`;
    case "delete-route":
      return `remove the route of ${action.table} to ${action.nat}`;
    case "delete-nat":
      return `delete ${action.nat} and release its addresses`;
  }
}
