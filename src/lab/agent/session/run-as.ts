/**
 * As whom a session runs: `ssm-user`, made on the spot where there is none, or the user that the preferences name.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-run-as.html and
 * session-manager-getting-started-ssm-user-permissions.html (read 2026-11-29)
 *
 * A lab without root has no second user: there the agent's own takes the place of `ssm-user`.
 */
import { startCommand } from "../program/command.ts";
import type { AgentPlace } from "../place.ts";

export type RunAs =
  | { readonly kind: "prefix"; readonly prefix: readonly string[] }
  | { readonly kind: "refused"; readonly why: string };

const asOwn: RunAs = { kind: "prefix", prefix: [] };

/** Of the command to run as that user. */
export async function runAs(place: AgentPlace, user: string | undefined): Promise<RunAs> {
  if (user === undefined) return asDefaultUser(place);
  if (user.trim() === "") return { kind: "refused", why: "please set the RunAs default user" };
  const [own, found] = await Promise.all([ask(place, ["id", "-u"]), findUser(place, user)]);
  if (found === undefined) {
    return { kind: "refused", why: `failed to start pty since RunAs user ${user} does not exist` };
  }
  if (found.uid === own) return asOwn;
  if (own !== "0") return { kind: "refused", why: "the agent must run as root to use RunAs" };
  return prefixFor(user, found);
}

interface User {
  readonly uid: string;
  readonly gid: string;
  readonly home: string;
}

const defaultUser = "ssm-user";

/** Makes a user in the home of an instance alone, never on a machine, and finds out whether one can become it. */
const welcome = `
[ -d /etc/denat ]
id -u ${defaultUser} || useradd --create-home --shell /bin/sh ${defaultUser}
setpriv --reuid=${defaultUser} --regid=${defaultUser} --init-groups -- true
`;

async function asDefaultUser(place: AgentPlace): Promise<RunAs> {
  const isWelcome = (await ask(place, ["sh", "-e", "-c", welcome])) !== undefined;
  const found = isWelcome ? await findUser(place, defaultUser) : undefined;
  return found === undefined ? asOwn : prefixFor(defaultUser, found);
}

function prefixFor(user: string, { uid, gid, home }: User): RunAs {
  const become = ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--init-groups", "--"];
  return {
    kind: "prefix",
    prefix: [...become, "env", `HOME=${home}`, `USER=${user}`, `LOGNAME=${user}`],
  };
}

async function findUser(place: AgentPlace, user: string): Promise<User | undefined> {
  const row = await ask(place, ["getent", "passwd", "--", user]);
  const [, , uid, gid, , home] = row?.split(":") ?? [];
  return uid === undefined || gid === undefined || home === undefined ? undefined : { uid, gid, home };
}

/** What a command printed, without the end of its line; undefined where it failed. */
async function ask(place: AgentPlace, command: readonly string[]): Promise<string | undefined> {
  let said = "";
  const { ended } = startCommand(place, {
    command,
    onOutput: (bytes) => (said += bytes.toString()),
    onError: () => undefined,
  });
  const ending = await ended;
  return ending.kind === "exit" && ending.status === 0 ? said.trim() : undefined;
}
