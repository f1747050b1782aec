/** The SSM Agent of an instance of a lab, in words. */
export interface AgentShown {
  readonly workload: string;
  readonly agent:
    | {
        readonly state: string;
        readonly sessions: number;
        readonly commands: number;
        readonly log: readonly string[];
      }
    | undefined;
}

export function agentLines({ workload, agent }: AgentShown): string {
  if (agent === undefined) {
    return `${workload}: no agent of denat's here; the real one writes to /var/log/amazon/ssm of the instance\n`;
  }
  const { state, sessions, commands, log } = agent;
  return [
    `${workload}: ${state}, ${counted(sessions, "session")}, ${counted(commands, "command")}`,
    ...log.map((line) => `  ${line}`),
    "",
  ].join("\n");
}

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;
