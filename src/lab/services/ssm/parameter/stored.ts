/** Parameters, with all their versions. */
import type { ParameterTier, ParameterType } from "@aws-sdk/client-ssm";

export interface StoredParameter {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  /** The first is version 1; old ones go when there are too many. */
  readonly versions: readonly ParameterVersion[];
}

export interface ParameterVersion {
  readonly number: number;
  readonly type: ParameterType;
  /** Of a SecureString, what KMS made of it, in base64. */
  readonly value: string;
  readonly keyId: string | undefined;
  readonly tier: ParameterTier;
  readonly dataType: string;
  readonly modifiedAtMs: number;
}
