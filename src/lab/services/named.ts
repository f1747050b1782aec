/**
 * What session preferences name is there, as they demand it: an input tells the names, and seldom the key or log group itself.
 * Buckets are left to the user.
 */
import type { SessionInputs } from "../../model/entity/systems-manager.ts";
import type { Kms } from "./kms/index.ts";
import type { KeyPlace } from "./kms/key.ts";
import type { Logs } from "./logs/index.ts";

interface Giver {
  readonly place: KeyPlace;
  readonly kms: Pick<Kms, "give">;
  readonly logs: Pick<Logs, "give">;
  readonly nowMs: number;
}

export function giveNamed(
  { kmsKeyId, cloudWatchLogGroupName: group, cloudWatchEncryptionEnabled }: SessionInputs,
  { place, kms, logs, nowMs }: Giver,
): void {
  if (kmsKeyId !== "") kms.give(place, kmsKeyId, nowMs);
  const key = `arn:${place.partition}:kms:${place.region}:${place.account}:alias/aws/logs`;
  if (group !== "")
    logs.give(place, { name: group, kmsKeyId: cloudWatchEncryptionEnabled ? key : undefined }, nowMs);
}
