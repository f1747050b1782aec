/** What Systems Manager knows of an account and Region: settings, the preferences of sessions, and who reports to it. */
import type { Known } from "../known.ts";
import type { Entity } from "./entity.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ServiceSetting.html (read 2026-11-29) */
export interface ServiceSetting extends Entity<string> {
  /** Without the ARN around it: `/ssm/managed-instance/default-ec2-instance-management-role`. */
  readonly settingId: string;
  readonly value: Known<string>;
}

/**
 * A document of type Session. https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
 * (read 2026-11-29)
 */
export interface SessionDocument extends Entity<string> {
  readonly documentName: string;
  readonly inputs: Known<SessionInputs>;
}

/** Empty text: none is named. */
export interface SessionInputs {
  readonly s3BucketName: string;
  readonly s3EncryptionEnabled: boolean;
  readonly cloudWatchLogGroupName: string;
  readonly cloudWatchEncryptionEnabled: boolean;
  readonly kmsKeyId: string;
}

/** The document that `start-session` takes when none is named: the account's own preferences. */
export const preferencesDocument = "SSM-SessionManagerRunShell";

/** The setting of Default Host Management Configuration: the name of its role, or `$None`. */
export const hostManagementSetting = "/ssm/managed-instance/default-ec2-instance-management-role";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_InstanceInformation.html (read 2026-11-29) */
export interface ManagedInstance extends Entity<string> {
  readonly pingStatus: Known<string>;
  readonly agentVersion: Known<string>;
}
