/** The preferences of Session Manager: what a session needs beside the agent's own services. */
import type { SessionDocument, SessionInputs } from "../../model/entity/systems-manager.ts";
import { preferencesDocument } from "../../model/entity/systems-manager.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import { findGap, regionOf } from "../../model/network.ts";
import type { MissingFact } from "../../model/answer.ts";
import { cannotTell, passes } from "./diagnosis.ts";
import type { Examined, Subject } from "./diagnosis.ts";
import type { Patient } from "./patient.ts";

const subject: Subject = { id: "preferences", title: "Session preferences", bearing: "none" };

export interface Preferences {
  readonly examined: Examined;
  /** Undefined where they are not known. */
  readonly inputs: SessionInputs | undefined;
}

/**
 * Few accounts have any, and a template seldom holds them: what is not known of them is assumed to ask for nothing, and
 * said. An account whose documents are all listed, and this one not among them, has none.
 */
export function examinePreferences(patient: Patient): Preferences {
  const { world, workload } = patient;
  const document = findDocument(patient);
  if (document === undefined) {
    const isAsked =
      world.network.scopes.get(workload.scope)?.kind === "account" &&
      findGap(world.network, "sessionDocuments", workload.scope) === undefined;
    return isAsked ? { examined: passes(subject, "the account has none"), inputs: none } : assumed(settles);
  }
  if (!document.inputs.known) return assumed(document.inputs.settledBy);
  const inputs = document.inputs.value;
  return { examined: passes(subject, textOf(inputs), formatOrigin(document.origin)), inputs };
}

const settles = `aws ssm get-document --name ${preferencesDocument}`;

const none: SessionInputs = {
  s3BucketName: "",
  s3EncryptionEnabled: false,
  cloudWatchLogGroupName: "",
  cloudWatchEncryptionEnabled: false,
  kmsKeyId: "",
};

function assumed(settledBy: string): Preferences {
  const fact: MissingFact = {
    fact: "the session preferences name no KMS key, log group or bucket",
    settledBy,
  };
  const examined = cannotTell(subject, [
    { ...fact, fact: "whether the session preferences name a KMS key, log group or bucket" },
  ]);
  return { examined: { ...examined, assumptions: [fact] }, inputs: undefined };
}

/** Of the Region and account of the workload: those of another input may name no account. */
function findDocument({ world, region, account }: Patient): SessionDocument | undefined {
  const { network } = world;
  return [...network.sessionDocuments.values()].find((one) => {
    const owner = network.scopes.get(one.scope)?.account ?? "";
    const isOwn = owner === account || account === "*" || !/^\d{12}$/.test(owner);
    return one.documentName === preferencesDocument && regionOf(network, one) === region && isOwn;
  });
}

function textOf({ kmsKeyId, cloudWatchLogGroupName, s3BucketName }: SessionInputs): string {
  const named = [
    ...(kmsKeyId === "" ? [] : [`KMS key ${kmsKeyId}`]),
    ...(cloudWatchLogGroupName === "" ? [] : [`log group ${cloudWatchLogGroupName}`]),
    ...(s3BucketName === "" ? [] : [`bucket ${s3BucketName}`]),
  ];
  return named.length === 0 ? "no KMS key, log group or bucket" : named.join(", ");
}
