/**
 * By which credentials the agent signs: its instance profile's role, or the role of Default Host Management Configuration,
 * which stands in where the profile does not let it report.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html (read 2026-11-29)
 */
import type { MissingFact } from "../../model/answer.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { Role } from "../../model/entity/workload.ts";
import { hostManagementSetting } from "../../model/entity/systems-manager.ts";
import { find } from "../../model/network.ts";
import { cannotTell, fails, passes } from "./diagnosis.ts";
import type { Examined, Subject } from "./diagnosis.ts";
import { isOlder } from "./agent.ts";
import type { Patient } from "./patient.ts";
import { judgeRole } from "./role.ts";
import type { AgentAction } from "./service/need.ts";

const subject: Subject = { id: "credentials", title: "Credentials", bearing: "session" };

const profilePolicy = "AmazonSSMManagedInstanceCore";

export interface Credentials {
  readonly examined: Examined;
  /** Whether the agent asks ssm for a role's token, which an endpoint policy must allow too. */
  readonly byHostManagement: boolean;
}

export function examineCredentials(patient: Patient, actions: readonly AgentAction[]): Credentials {
  const { workload, world } = patient;
  const { roles } = workload;
  if (!roles.known) return own(cannotTell(subject, [roles]));
  const [id] = roles.value;
  if (id === undefined) return byHostManagement(patient, actions, noProfile(patient));
  const role = find(world.network, "roles", id);
  if (!role.known) return own(cannotTell(subject, [role]));
  const { refused, missing } = judgeAll(patient, role.value, actions);
  const [first] = actions;
  // Only a profile that does not let the agent report makes way for the other role.
  if (first !== undefined && refused.includes(first.action)) {
    return byHostManagement(patient, actions, lacking(role.value, refused));
  }
  if (refused.length > 0) {
    return own(fails(subject, [lacking(role.value, refused)], { of: "credentials", as: "channel-denied" }));
  }
  if (missing.length > 0) return own(cannotTell(subject, missing));
  const message = `role ${role.value.id} allows all that the agent asks`;
  return own(passes(subject, message, formatOrigin(role.value.origin), [nobodyDenies(role.value.id)]));
}

const own = (examined: Examined): Credentials => ({ examined, byHostManagement: false });

const nobodyDenies = (role: string): MissingFact => ({
  fact: `no permissions boundary of ${role} and no policy of the organization denies it`,
  settledBy: `aws iam simulate-principal-policy --policy-source-arn ${role} --action-names ssm:UpdateInstanceInformation`,
});

function judgeAll({ world }: Patient, role: Role, actions: readonly AgentAction[]) {
  const refused: string[] = [];
  const missing: MissingFact[] = [];
  for (const asked of actions) {
    const permission = judgeRole(world.facts, role, asked);
    if (permission === "no") refused.push(asked.action);
    else if (permission !== "yes") missing.push(...permission.missing);
  }
  return { refused, missing: [...new Map(missing.map((one) => [one.fact, one])).values()] };
}

function noProfile({ workload, origin }: Patient) {
  const { id, kind } = workload;
  return {
    code: "SSM_NO_CREDENTIALS",
    component: { kind, id },
    message: `${id} has no instance profile, and Default Host Management Configuration is off`,
    fix: `attach an instance profile whose role has ${profilePolicy}, or turn Default Host Management Configuration on`,
    origin,
  } as const;
}

function lacking({ id, origin }: Role, refused: readonly string[]) {
  return {
    code: "SSM_ROLE_LACKS_PERMISSION",
    component: { kind: "role", id },
    message: `no policy of ${id} allows ${refused.join(", ")}`,
    fix: `attach the managed policy ${profilePolicy} to ${id}`,
    origin: formatOrigin(origin),
  } as const;
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html (read 2026-11-29) */
const withHostManagement = "3.2.582.0";
const hidden = { of: "credentials", as: "absent" } as const;

const tooOld = (patient: Patient) => ({
  ...noProfile(patient),
  message: `the agent of ${patient.workload.id} is older than ${withHostManagement}, and knows no Default Host Management Configuration`,
  fix: `attach an instance profile whose role has ${profilePolicy}, or renew the agent`,
});

type OwnCause = ReturnType<typeof noProfile> | ReturnType<typeof lacking>;

function byHostManagement(patient: Patient, actions: readonly AgentAction[], cause: OwnCause): Credentials {
  const { world, workload, region, account, partition } = patient;
  const arn = `arn:${partition}:ssm:${region}:${account}:servicesetting${hostManagementSetting}`;
  const settledBy = `aws ssm get-service-setting --setting-id ${account === "*" ? hostManagementSetting : arn}`;
  const setting = world.network.serviceSettings.get(`${workload.scope} ${hostManagementSetting}`);
  if (setting === undefined || !setting.value.known) {
    const fact = "whether Default Host Management Configuration is on";
    const why =
      cause.code === "SSM_NO_CREDENTIALS" ? `${workload.id} has no instance profile` : cause.message;
    return own(
      cannotTell(
        subject,
        [{ fact, settledBy }],
        `${why}: it connects only if Default Host Management Configuration is on`,
      ),
    );
  }
  const name = setting.value.value;
  if (name === "" || name === "$None") {
    const as = cause.code === "SSM_NO_CREDENTIALS" ? "absent" : "denied";
    return own(fails(subject, [cause], { of: "credentials", as }));
  }
  return {
    examined: examineHostRole(patient, actions, name, formatOrigin(setting.origin)),
    byHostManagement: true,
  };
}

/** The role by its name, or by a path before it; one that the input does not hold has AWS's own policy for it. */
function examineHostRole(
  patient: Patient,
  actions: readonly AgentAction[],
  name: string,
  origin: string,
): Examined {
  if (isOlder(patient, withHostManagement) === true) return fails(subject, [tooOld(patient)], hidden);
  const short = name.split("/").at(-1) ?? name;
  const role = [...patient.world.network.roles.values()].find(
    ({ aliases, id }) => id === name || aliases.includes(short),
  );
  const message = `Default Host Management Configuration is on, with role ${name}`;
  if (role === undefined) {
    const fact = `role ${name} has AmazonSSMManagedEC2InstanceDefaultPolicy`;
    return passes(subject, message, origin, [
      { fact, settledBy: `aws iam list-attached-role-policies --role-name ${short}` },
    ]);
  }
  const { refused, missing } = judgeAll(patient, role, actions);
  if (refused.length > 0)
    return fails(subject, [lacking(role, refused)], { of: "credentials", as: "denied" });
  return missing.length > 0
    ? cannotTell(subject, missing)
    : passes(subject, message, origin, [nobodyDenies(role.id)]);
}
