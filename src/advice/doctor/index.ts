/**
 * Doctor: whether Session Manager opens a session in a workload, and of all that may keep it from it, what does.
 *
 * Decides which checks there are, in the order in which the agent and a session meet them, and what hangs on each; what a
 * request meets is walked by `reach`, what a document admits judged by `policy`, what an agent shows told by `facts`. The
 * checks are those of `ssm-cli get-diagnostics` and of the runbooks AWSSupport-TroubleshootManagedInstance,
 * -TroubleshootSessionManager and -AnalyzeAWSEndpointReachabilityFromEC2, for any input.
 */
import type { Facts } from "../../facts/index.ts";
import type { Network } from "../../model/network.ts";
import { createWorld, resolveWorkload } from "../../reach/index.ts";
import { examineAgent, examineVersion } from "./agent.ts";
import { conclude } from "./conclude.ts";
import { examineCredentials } from "./credentials.ts";
import { isNotNeeded } from "./diagnosis.ts";
import type { Diagnosis, Examined } from "./diagnosis.ts";
import { examineMetadata, examineWorkload, isMachine } from "./machine.ts";
import { toPatient } from "./patient.ts";
import type { Patient } from "./patient.ts";
import { examinePreferences } from "./preferences.ts";
import { agentActions, otherNeeds, requiredNeeds } from "./service/need.ts";
import { examineService } from "./service/row.ts";

/** Throws an AppError when nothing in the input is called `workload`. */
export function diagnose(
  network: Network,
  facts: Facts,
  { workload, strict }: { readonly workload: string; readonly strict: boolean },
): Diagnosis {
  const patient = toPatient(createWorld(network, facts), resolveWorkload(network, workload), strict);
  const { id, kind } = patient.workload;
  const concluded = conclude(facts, examineAll(patient), strict);
  return { ...concluded, workload: { id, kind }, region: patient.region };
}

function examineAll(patient: Patient): readonly Examined[] {
  const itself = examineWorkload(patient);
  if (!isMachine(patient.workload)) return [itself];
  const credentials = examineCredentials(patient, agentActions(patient));
  const preferences = examinePreferences(patient);
  const machine = [
    itself,
    examineAgent(patient),
    examineVersion(patient),
    examineMetadata(patient),
    credentials.examined,
    preferences.examined,
  ];
  if (patient.sources.length === 0) return machine;
  const needs = [
    ...requiredNeeds(patient, credentials.byHostManagement),
    ...otherNeeds(patient, preferences.inputs),
  ];
  return [...machine, ...needs.flatMap((need) => examineService(patient, need)), ...neverAsked];
}

/** What `ssm-cli get-diagnostics` asks too, and shows red where a session misses nothing. */
const neverAsked: readonly Examined[] = [
  isNotNeeded(
    { id: "sts", title: "sts", bearing: "none" },
    "the agent has its credentials from the metadata service; ssm-cli get-diagnostics asks sts, and its timeout means nothing",
  ),
  isNotNeeded(
    { id: "monitoring", title: "monitoring", bearing: "none" },
    "only the CloudWatch agent asks it",
  ),
];
