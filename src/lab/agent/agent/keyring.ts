/** The agent's keys through its life: found again before they end. */
import type { Keys } from "../net/sign.ts";
import { findCredentials } from "./credentials.ts";
import type { CredentialsAsk, Found } from "./credentials.ts";
import type { TimedKeys } from "./metadata.ts";
import { schedule } from "./schedule.ts";

type FoundKeys = Extract<Found, { readonly kind: "keys" }>;

export function createKeyring(ask: CredentialsAsk, first: FoundKeys, now: () => number): () => Promise<Keys> {
  const { refreshMs, marginMs } = schedule.credentials;
  const dueOf = ({ expiresAtMs }: TimedKeys): number =>
    Math.min(now() + refreshMs, Number.isFinite(expiresAtMs) ? expiresAtMs - marginMs : Infinity);
  let found = first;
  let dueAtMs = dueOf(first.keys);
  let renewing: Promise<void> | undefined;
  const renew = async (): Promise<void> => {
    // Keys of a profile are only read again; those of Default Host Management are asked for as the first were.
    const next = found.source === "instance profile" ? await readAgain(ask) : await findCredentials(ask);
    if (next.kind === "keys") {
      found = next;
      dueAtMs = dueOf(next.keys);
    } else if (found.keys.expiresAtMs <= now())
      throw new Error("no valid credentials could be retrieved for ec2 identity");
  };
  return async () => {
    if (dueAtMs <= now()) {
      renewing ??= renew().finally(() => (renewing = undefined));
      await renewing;
    }
    return found.keys;
  };
}

async function readAgain({ metadata }: CredentialsAsk): Promise<Found> {
  const keys = await metadata.roleKeys().catch(() => undefined);
  return keys === undefined
    ? { kind: "none", isRefusal: false }
    : { kind: "keys", keys, source: "instance profile" };
}
