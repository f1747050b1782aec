/** Where an agent of the lab lives: the instance that it answers for. */
export interface AgentPlace {
  /** Network namespace of the instance. */
  readonly namespace: string;
  /** Addresses of its resolvers, as its /etc/resolv.conf has them. */
  readonly resolvers: readonly string[];
  /** Certificates in PEM that it trusts. */
  readonly ca: string;
  readonly hostName: string;
  /**
   * The program and arguments before a command that make it run inside the instance: with its mounts, processes and names. The
   * command itself follows as further arguments.
   */
  readonly enter: readonly string[];
  /** What its programs find in their environment, beside what a shell of the agent always has. */
  readonly environment?: Readonly<Record<string, string>>;
}
