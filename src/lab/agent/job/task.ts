/**
 * A command of Run Command: payload of an `agent_job` message
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html and documents-command-ssm-plugin-reference,
 * agent/framework/docparser of the real agent; read 2026-11-29).
 */
import { fieldsAt, isFields, listAt, parseFields, textAt } from "../../channel/fields.ts";
import type { Fields } from "../../channel/fields.ts";
import { fillIn, parameterValues } from "../document.ts";

export interface Step {
  readonly name: string;
  /** `aws:runShellScript`, or whatever else the document wants of a plugin. */
  readonly action: string;
  readonly lines: readonly string[];
  readonly directory: string;
  readonly timeoutMs: number;
  /** Its failure is the end of the document. */
  readonly exitsOnFailure: boolean;
  /** False for a step that is for another platform. */
  readonly isForLinux: boolean;
}

export interface JobTask {
  readonly jobId: string;
  readonly commandId: string;
  readonly steps: readonly Step[];
  readonly s3BucketName: string;
  readonly s3KeyPrefix: string;
}

export type ParsedJob =
  | { readonly kind: "send"; readonly task: JobTask }
  | { readonly kind: "cancel"; readonly jobId: string; readonly cancelledJobId: string }
  /** `code` is for the acknowledgement, as the real agent numbers its reasons. */
  | {
      readonly kind: "fault";
      readonly jobId: string;
      readonly code: "51406" | "51408";
      readonly why: string;
    };

export const shellPlugin = "aws:runShellScript";
/** https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html */
const timeoutSeconds = { least: 5, most: 172_800, usual: 3600 } as const;

export function parseJob(payload: Buffer): ParsedJob {
  const job = parseFields(payload) ?? {};
  const jobId = textAt(job, "JobId");
  const content = parseFields(textAt(job, "Content"));
  const topic = textAt(job, "Topic");
  if (content === undefined || jobId === "") {
    return { kind: "fault", jobId, code: "51408", why: "the message is no job" };
  }
  if (topic.startsWith("aws.ssm.cancelCommand")) {
    return { kind: "cancel", jobId, cancelledJobId: textAt(content, "CancelMessageId") };
  }
  if (!topic.startsWith("aws.ssm.sendCommand")) {
    return { kind: "fault", jobId, code: "51408", why: `unknown topic ${topic}` };
  }
  const steps = stepsOf(fieldsAt(content, "DocumentContent"), fieldsAt(content, "Parameters"));
  if (typeof steps === "string") return { kind: "fault", jobId, code: "51406", why: steps };
  return {
    kind: "send",
    task: {
      jobId,
      steps,
      commandId: textAt(content, "CommandId") || (jobId.split(".").at(-2) ?? ""),
      s3BucketName: textAt(content, "OutputS3BucketName"),
      s3KeyPrefix: textAt(content, "OutputS3KeyPrefix"),
    },
  };
}

const readers: Readonly<Record<string, (document: Fields) => readonly Step[]>> = {
  "1.2": runtimeSteps,
  "2.0": runtimeSteps,
  "2.0.1": mainSteps,
  "2.0.2": mainSteps,
  "2.0.3": mainSteps,
  "2.2": mainSteps,
};

function stepsOf(document: Fields, given: Fields): readonly Step[] | string {
  const version = textAt(document, "schemaVersion");
  const read = readers[version];
  if (read === undefined) return `schema version ${version} is not supported`;
  const values = parameterValues(fieldsAt(document, "parameters"), given);
  const steps = read(fieldsAt({ it: fillIn(document, values) }, "it"));
  return steps.length === 0 ? "the document has no steps" : steps;
}

/** `runtimeConfig`: plugins by name, each with a list of properties. */
function runtimeSteps(document: Fields): readonly Step[] {
  return Object.entries(fieldsAt(document, "runtimeConfig")).flatMap(([action, plugin]) => {
    const properties = isFields(plugin) ? plugin["properties"] : undefined;
    const list = Array.isArray(properties) ? properties : [properties];
    return list.filter(isFields).map((one, index) => {
      const isAlone = list.length === 1;
      return stepOf(isAlone ? action : textAt(one, "id") || `${index}.${action}`, action, one);
    });
  });
}

function mainSteps(document: Fields): readonly Step[] {
  return listAt(document, "mainSteps")
    .filter(isFields)
    .map((step, index) => ({
      ...stepOf(textAt(step, "name") || `${index}`, textAt(step, "action"), fieldsAt(step, "inputs")),
      isForLinux: isForLinux(fieldsAt(step, "precondition")),
    }));
}

const stepOf = (name: string, action: string, inputs: Fields): Step => ({
  name,
  action,
  lines: linesOf(inputs["runCommand"]),
  directory: textAt(inputs, "workingDirectory"),
  timeoutMs: secondsOf(inputs["timeoutSeconds"]) * 1000,
  exitsOnFailure: textAt(inputs, "onFailure") === "exit",
  isForLinux: true,
});

function linesOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.flatMap(linesOf) : [];
}

function secondsOf(value: unknown): number {
  const { least, most, usual } = timeoutSeconds;
  const seconds = typeof value === "string" ? Number.parseInt(value, 10) : Number(value ?? usual);
  return seconds >= least && seconds <= most ? Math.trunc(seconds) : usual;
}

/** `{"StringEquals": ["platformType", "Linux"]}`, either way around. Other conditions are not of this platform either. */
function isForLinux(precondition: Fields): boolean {
  return Object.entries(precondition).every(([operator, operands]) => {
    const words = Array.isArray(operands) ? operands.map((one) => String(one).toLowerCase()) : [];
    return operator === "StringEquals" && words.includes("platformtype") && words.includes("linux");
  });
}
