/** Live accounts, read through: who is asked, in which Regions, and what came of it. */
import { AppError } from "../../model/app-error.ts";
import { readAccount } from "../../readers/aws/index.ts";
import type { Snapshot } from "../../readers/aws/index.ts";
import { createCaller } from "./client/caller.ts";
import { defaultRegion, signIn } from "./client/sign-in.ts";

export interface LiveRequest {
  readonly profile: string | undefined;
  /** None: the Region of the profile or the environment. */
  readonly regions: readonly string[];
  /** Each names an account to read in place of the one that is signed in to. */
  readonly roles: readonly string[];
  /** Told what is being read; "" when nothing is any more. */
  readonly progress: (line: string) => void;
}

export interface LiveReading extends Snapshot {
  /** Accounts of which nothing was read: the role, and why. */
  readonly closed: readonly AppError[];
}

/** Throws an AppError where nothing at all could be read. */
export async function readLive(request: LiveRequest): Promise<LiveReading> {
  const { profile, roles, progress } = request;
  const regions = request.regions.length > 0 ? request.regions : [await defaultRegion(profile)];
  const [first = ""] = regions;
  const accounts: Snapshot[] = [];
  const closed: AppError[] = [];
  try {
    for (const role of roles.length > 0 ? roles : [undefined]) {
      try {
        const identity = await signIn({ profile, role, region: first });
        accounts.push(await readRegions(identity, regions, progress));
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "AWS_ROLE_REFUSED") throw error;
        closed.push(error);
      }
    }
  } finally {
    progress("");
  }
  return mustHold({
    files: accounts.flatMap(({ files }) => files),
    refused: accounts.flatMap(({ refused }) => refused),
    closed,
  });
}

async function readRegions(
  { account, credentials }: Awaited<ReturnType<typeof signIn>>,
  regions: readonly string[],
  progress: LiveRequest["progress"],
): Promise<Snapshot> {
  let replies = 0;
  const callers = regions.map((region) => ({
    region,
    ...createCaller({ region, credentials }, () => {
      replies += 1;
      progress(`reading account ${account}: ${replies} calls`);
    }),
  }));
  try {
    return await readAccount({ account, regions: callers });
  } finally {
    for (const { close } of callers) await close();
  }
}

function mustHold(reading: LiveReading): LiveReading {
  if (reading.files.length > 0) return reading;
  const [closed] = reading.closed;
  if (closed !== undefined) throw closed;
  const [refused] = reading.refused;
  throw new AppError(
    "AWS_NOTHING_READ",
    `nothing could be read of account ${refused?.account ?? ""} in ${refused?.region ?? ""} (${refused?.message ?? ""})`,
    refused?.because === "denied"
      ? "denat snapshot --policy prints the permissions that it takes"
      : "check the Region's name, and that the account has enabled it",
    { source: "aws" },
  );
}
