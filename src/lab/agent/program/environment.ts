/** What programs of a session or of a command find around them. */
import type { AgentPlace } from "../place.ts";

const common = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
  LANG: "C.UTF-8",
} as const;

export const environmentOf = (
  place: AgentPlace,
  more: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv => ({
  ...common,
  ...place.environment,
  ...more,
});

/** The program and the arguments that run a command inside the instance. */
export function commandIn(
  { enter }: AgentPlace,
  command: readonly string[],
): { readonly program: string; readonly args: readonly string[] } {
  const [program = "sh", ...args] = [...enter, ...command];
  return { program, args };
}
