/** Who denat is in AWS: credentials by the SDK's own chain, a profile or a role, and the account that they open. */
import { AppError } from "../../../model/app-error.ts";
import { commonSettings, quietenSdk } from "./clients.ts";
import type { Credential, CredentialProvider } from "./clients.ts";
import { toRefusal } from "./refusal.ts";
import { failureOf } from "./retry.ts";

export interface Identity {
  readonly account: string;
  readonly credentials: CredentialProvider;
}

export interface SignInRequest {
  readonly profile: string | undefined;
  /** Assumed with the credentials that profile or environment give. */
  readonly role: string | undefined;
  readonly region: string;
}

export async function signIn({ profile, role, region }: SignInRequest): Promise<Identity> {
  quietenSdk();
  const { fromNodeProviderChain, fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  const own = remembered(fromNodeProviderChain(profile === undefined ? {} : { profile }));
  const credentials =
    role === undefined
      ? own
      : remembered(
          fromTemporaryCredentials({
            masterCredentials: own,
            params: { RoleArn: role, RoleSessionName: "denat-snapshot" },
            clientConfig: { region },
          }),
        );
  return { account: await accountOf(credentials, { role, region }), credentials };
}

/** STS answers everybody who is somebody, so a refusal is about the credentials, the role or the Region. */
async function accountOf(
  credentials: CredentialProvider,
  { role, region }: Pick<SignInRequest, "role" | "region">,
): Promise<string> {
  const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  let failure: unknown;
  for (const place of new Set([region, homeRegion(region)])) {
    const client = new STSClient(commonSettings({ region: place, credentials }));
    try {
      const { Account } = await client.send(new GetCallerIdentityCommand({}));
      if (Account !== undefined) return Account;
    } catch (error) {
      failure ??= error;
    } finally {
      client.destroy();
    }
  }
  throw toSignInError(failure, role);
}

function toSignInError(error: unknown, role: string | undefined): unknown {
  const { name, message } = failureOf(error);
  // The chain's own error, and any defect, passes through here.
  const refusal = toRefusal(error);
  const isUnreachable = refusal.because === "unavailable";
  const [code, what, hint] = isUnreachable
    ? ["AWS_UNREACHABLE", "AWS cannot be reached", "check the network, and the Region's name"]
    : role === undefined
      ? [
          "AWS_CREDENTIALS_REFUSED",
          "AWS refuses the credentials",
          "sign in again, or name a profile with --profile",
        ]
      : ["AWS_ROLE_REFUSED", `${role} cannot be assumed`, "check its trust policy and your sts:AssumeRole"];
  return new AppError(code, `${what} (${isUnreachable ? refusal.message : `${name}: ${message}`})`, hint, {
    source: "aws",
    cause: error,
  });
}

/** The Region of each partition that nobody can switch off. */
const homes: readonly (readonly [prefix: string, region: string])[] = [
  ["cn-", "cn-north-1"],
  ["us-gov-", "us-gov-west-1"],
  ["us-iso-", "us-iso-east-1"],
  ["us-isob-", "us-isob-east-1"],
  ["eusc-", "eusc-de-east-1"],
];

function homeRegion(region: string): string {
  return homes.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "us-east-1";
}

const marginMs = 5 * 60_000;

/** Many clients share these: a role is assumed once, and again when its time is nearly up. */
function remembered(provider: CredentialProvider): CredentialProvider {
  let held: Promise<Credential> | undefined;
  return async () => {
    const current = await (held ??= provider());
    const left = (current.expiration?.getTime() ?? Infinity) - Date.now();
    if (left > marginMs) return current;
    held = provider();
    return held;
  };
}

/** The Region of the environment or the profile, as both the CLI and the SDK name it. */
export async function defaultRegion(profile: string | undefined): Promise<string> {
  quietenSdk();
  const named = process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];
  if (named !== undefined && named !== "") return named;
  const { STSClient } = await import("@aws-sdk/client-sts");
  const client = new STSClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch (cause) {
    throw new AppError(
      "AWS_NO_REGION",
      "no AWS Region is set",
      "name one with --region, as in --region eu-west-1",
      {
        source: "aws",
        cause,
      },
    );
  } finally {
    client.destroy();
  }
}
