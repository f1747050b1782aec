/** A setting that somebody changed. */

export interface CustomSetting {
  readonly value: string;
  readonly modifiedAtMs: number;
  /** ARN of who did. */
  readonly modifiedBy: string;
}

/** Default Host Management Configuration: which role instances get that have none. */
export const hostManagementRole = "/ssm/managed-instance/default-ec2-instance-management-role";
