/**
 * As whom a session runs. Without "Run As", as whoever the agent's programs are in the instance: a lab without root has no second
 * user, so there is no `ssm-user` to make.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-run-as.html (read 2026-11-29)
 */
import { startCommand } from "../program/command.ts";
import type { AgentPlace } from "../place.ts";

export type RunAs =
  | { readonly kind: "prefix"; readonly prefix: readonly string[] }
  | { readonly kind: "refused"; readonly why: string };

/** Of the command to run as that user. */
export async function runAs(place: AgentPlace, user: string | undefined): Promise<RunAs> {
  if (user === undefined) return { kind: "prefix", prefix: [] };
  if (user.trim() === "") return { kind: "refused", why: "please set the RunAs default user" };
  const [own, uid, gid] = await Promise.all([
    numberFrom(place, ["id", "-u"]),
    numberFrom(place, ["id", "-u", "--", user]),
    numberFrom(place, ["id", "-g", "--", user]),
  ]);
  if (uid === undefined || gid === undefined) {
    return { kind: "refused", why: `failed to start pty since RunAs user ${user} does not exist` };
  }
  if (uid === own) return { kind: "prefix", prefix: [] };
  if (own !== 0) return { kind: "refused", why: "the agent must run as root to use RunAs" };
  return { kind: "prefix", prefix: ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--init-groups", "--"] };
}

async function numberFrom(place: AgentPlace, command: readonly string[]): Promise<number | undefined> {
  let said = "";
  const { ended } = startCommand(place, {
    command,
    onOutput: (bytes) => (said += bytes.toString()),
    onError: () => undefined,
  });
  const ending = await ended;
  const number = Number(said.trim());
  return ending.kind === "exit" && ending.status === 0 && Number.isInteger(number) ? number : undefined;
}
