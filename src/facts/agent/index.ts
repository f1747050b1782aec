/**
 * SSM Agent: which managed policies let it work, which images carry it, and what it shows of a fault.
 *
 * Decides what the tables say of a name; whether an instance connects is for others to conclude.
 */
import { datedOf, indexRows, mustHold, oneOf, parseTable, wordsIn } from "../csv.ts";
import type { Dated } from "../dated.ts";
import { policyNameOf } from "../need/policy.ts";
import { once } from "../once.ts";

/** IAM actions of the agent that an AWS managed policy decides about. */
export interface AgentPolicy extends Dated {
  readonly allows: readonly string[];
  /** Under a condition that hangs on the instance. */
  readonly perhaps: readonly string[];
  readonly denies: readonly string[];
}

export interface AgentImage extends Dated {
  readonly carries: boolean;
  /** What the image is, in words. */
  readonly image: string;
}

/** How a request of the agent fails: no packet arrives, no name resolves, no resolver answers, AWS refuses it … */
export const agentFailures = [
  "dropped",
  "unresolved",
  "unanswered",
  "denied",
  "unencrypted",
  "channel-denied",
  "stopped",
  "absent",
  "disabled",
] as const;
export type AgentFailure = (typeof agentFailures)[number];

export interface AgentSymptom extends Dated {
  readonly symptom: string;
  /** When it shows, in words. */
  readonly delay: string;
  /** Whether the agent sleeps on after the fault is mended, and must be restarted. */
  readonly restart: boolean;
}

export interface AgentFacts {
  /** By name or ARN; a policy without a row allows nothing of it. */
  readonly agentPolicy: (nameOrArn: string) => AgentPolicy | undefined;
  /** By anything that names the image; undefined when no row knows it. */
  readonly agentImage: (text: string) => AgentImage | undefined;
  readonly agentSymptom: (service: string, failure: AgentFailure) => AgentSymptom | undefined;
}

export interface AgentTexts {
  readonly policies: string;
  readonly images: string;
  readonly symptoms: string;
}

export function createAgentFacts(texts: AgentTexts): AgentFacts {
  const policies = once(() => parsePolicies(texts.policies));
  const images = once(() => parseAgentImages(texts.images));
  const symptoms = once(() => parseSymptoms(texts.symptoms));
  return {
    agentPolicy: (nameOrArn) => policies().get(policyNameOf(nameOrArn)),
    agentImage: (text) => images().find(({ match }) => match.test(text)),
    agentSymptom: (service, failure) => symptoms().get(`${service} ${failure}`),
  };
}

function parsePolicies(text: string): ReadonlyMap<string, AgentPolicy> {
  const columns = ["policy", "allows", "perhaps", "denies", "source", "date"] as const;
  const rows = parseTable("ssm-agent-policies", text, columns);
  return new Map(
    [...indexRows(rows, ({ cells }) => cells.policy)].map(([name, row]) => {
      const { allows, perhaps, denies } = row.cells;
      const policy = {
        allows: wordsIn(allows),
        perhaps: wordsIn(perhaps),
        denies: wordsIn(denies),
        ...datedOf(row),
      };
      return [name, policy];
    }),
  );
}

function parseAgentImages(text: string): readonly (AgentImage & { readonly match: RegExp })[] {
  const columns = ["match", "carries", "image", "source", "date"] as const;
  return parseTable("ssm-agent-images", text, columns).map((row) => {
    mustHold(row, row.cells.image !== "", "no image");
    const carries = oneOf(row, "carries", ["yes", "no"]) === "yes";
    return { match: new RegExp(row.cells.match, "i"), carries, image: row.cells.image, ...datedOf(row) };
  });
}

function parseSymptoms(text: string): ReadonlyMap<string, AgentSymptom> {
  const columns = ["service", "failure", "symptom", "delay", "restart", "source", "date"] as const;
  const rows = parseTable("ssm-agent-symptoms", text, columns);
  return new Map(
    [...indexRows(rows, ({ cells }) => `${cells.service} ${cells.failure}`)].map(([key, row]) => {
      const { symptom, delay } = row.cells;
      oneOf(row, "failure", agentFailures);
      mustHold(row, symptom !== "" && delay !== "", "no symptom or no delay");
      return [
        key,
        { symptom, delay, restart: oneOf(row, "restart", ["yes", "no"]) === "yes", ...datedOf(row) },
      ];
    }),
  );
}
