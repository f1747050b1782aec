/** Which services the agent asks, for what, and what hangs on each of them. */
import type { Need } from "../../../facts/index.ts";
import type { SessionInputs } from "../../../model/entity/systems-manager.ts";
import type { Bearing } from "../diagnosis.ts";
import { isOlder } from "../agent.ts";
import { isLive, reportCommand } from "../patient.ts";
import type { Patient } from "../patient.ts";

export interface AgentAction {
  readonly action: string;
  readonly resource: string;
}

export interface ServiceNeed {
  readonly service: string;
  readonly bearing: Bearing;
  readonly why: string;
  readonly actions: readonly string[];
  /** Empty: any resource, it is not known which. */
  readonly resources: readonly string[];
  /** A session that must be encrypted does not start where that cannot be confirmed. */
  readonly mustBeEncrypted: boolean;
  /** Why it can be done without; undefined where it cannot. */
  readonly spare: { readonly because: string; readonly settledBy: string | undefined } | undefined;
}

/** What every agent on an instance is allowed to do, and so what it does. */
const agentPolicy = "AmazonSSMManagedInstanceCore";

const agentNeeds = ({ world, region }: Patient): readonly Need[] =>
  world.facts.needsFor("managed-policy", agentPolicy, region);

/** Without these the agent does not come online, or no session reaches it. */
export function requiredNeeds(patient: Patient, byHostManagement: boolean): readonly ServiceNeed[] {
  const more = byHostManagement ? ["ssm:RequestManagedInstanceRoleToken"] : [];
  return agentNeeds(patient)
    .filter(({ necessity }) => necessity === "required")
    .map(({ service, why, actions }) => ({
      service,
      bearing: "session",
      why,
      actions: service === "ssm" ? [...actions, ...more] : actions,
      resources: [resourceOf(patient, service)],
      mustBeEncrypted: false,
      spare: undefined,
    }));
}

/** What the role must allow: the calls of the required services. */
export function agentActions(patient: Patient): readonly AgentAction[] {
  return requiredNeeds(patient, false).flatMap(({ actions, resources: [resource = "*"] }) =>
    actions.map((action) => ({ action, resource })),
  );
}

/** `ssm` is asked about the instance; the channels of `ssmmessages` know no resource. */
function resourceOf({ workload, partition, region, account }: Patient, service: string): string {
  const instance = isLive(workload.id) ? workload.id : "*";
  return service === "ssm" ? `arn:${partition}:ec2:${region}:${account}:instance/${instance}` : "*";
}

/** Services that only some agents, sessions or features need. */
export function otherNeeds(patient: Patient, inputs: SessionInputs | undefined): readonly ServiceNeed[] {
  const named = inputs === undefined ? [] : needsOfInputs(patient, inputs);
  const others = spareNeeds(patient).filter(({ service }) => named.every((one) => one.service !== service));
  return [
    ...others.map((one) => (one.service === "ec2messages" ? ec2MessagesOf(patient, one) : one)),
    ...named,
  ];
}

/** Needs that the tables make hang on a condition; a service that the Region lacks is none of them. */
function spareNeeds(patient: Patient): readonly ServiceNeed[] {
  const conditional = agentNeeds(patient).filter(({ necessity }) => necessity === "conditional");
  const services = new Map(conditional.map((need) => [need.service, need]));
  return [...services.values()].map(({ service, why, when, actions, resources }) => ({
    service,
    bearing: "none",
    why,
    actions,
    resources,
    mustBeEncrypted: false,
    spare: { because: `needed if ${when}`, settledBy: undefined },
  }));
}

/** From this one on the agent asks nothing of ec2messages once ssmmessages has answered it. */
const withoutEc2Messages = "3.3.40.0";

function ec2MessagesOf(patient: Patient, need: ServiceNeed): ServiceNeed {
  const { world, workload, region } = patient;
  if (world.facts.regionNamed(region).hasEc2Messages === false) {
    return { ...need, spare: { because: need.why, settledBy: undefined } };
  }
  const isOld = isOlder(patient, withoutEc2Messages);
  if (isOld === true) return { ...need, bearing: "session", spare: undefined };
  const because =
    isOld === undefined
      ? `only agents older than ${withoutEc2Messages} ask it`
      : `the agent is ${withoutEc2Messages} or newer`;
  return {
    ...need,
    spare: { because, settledBy: isOld === undefined ? reportCommand(workload.id) : undefined },
  };
}

/** What each input of the preferences leads to, and how much hangs on it. */
const inputFields = [
  { name: "kmsKeyId", bearingOf: () => "session", encrypted: () => false },
  {
    name: "cloudWatchLogGroupName",
    bearingOf: ({ cloudWatchEncryptionEnabled }) => (cloudWatchEncryptionEnabled ? "session" : "quality"),
    encrypted: ({ cloudWatchEncryptionEnabled }) => cloudWatchEncryptionEnabled,
  },
  {
    name: "s3BucketName",
    bearingOf: ({ s3EncryptionEnabled }) => (s3EncryptionEnabled ? "session" : "quality"),
    encrypted: ({ s3EncryptionEnabled }) => s3EncryptionEnabled,
  },
] as const satisfies readonly {
  readonly name: keyof SessionInputs;
  readonly bearingOf: (inputs: SessionInputs) => Bearing;
  readonly encrypted: (inputs: SessionInputs) => boolean;
}[];

function needsOfInputs(patient: Patient, inputs: SessionInputs): readonly ServiceNeed[] {
  const { world, region } = patient;
  return inputFields
    .filter(({ name }) => inputs[name] !== "")
    .flatMap(({ name, bearingOf, encrypted }) =>
      world.facts.needsFor("session-input", name, region).map(({ service, why, actions }) => ({
        service,
        bearing: bearingOf(inputs),
        why: `${why}, ${inputs[name]}`,
        actions,
        resources: resourcesOf(patient, service, inputs[name]),
        mustBeEncrypted: encrypted(inputs),
        spare: undefined,
      })),
    );
}

/** The bucket as an endpoint policy may name it; keys and groups are named in too many ways to tell. */
function resourcesOf({ partition }: Patient, service: string, name: string): readonly string[] {
  if (service !== "s3" || name.includes("${")) return [];
  return [`arn:${partition}:s3:::${name}`, `arn:${partition}:s3:::${name}/*`];
}
