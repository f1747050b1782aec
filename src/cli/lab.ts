/** The verbs of the lab and their options. */
import type { Command } from "commander";
import type { AgentChoice } from "../app/lab/residents.ts";
import type { Outcome } from "../app/outcome.ts";
import { addInstanceVerbs } from "./lab-instance.ts";
import { inputOf, withInput } from "./input.ts";
import type { Terminal } from "./terminal.ts";
import { account, keyPair, labName, oneOf, ssmAgent, wholeNumber } from "./values.ts";
import type { KeyPair } from "./values.ts";

interface UpOptions {
  readonly name?: string;
  readonly account?: string;
  readonly port?: number;
  readonly credentials?: KeyPair;
  readonly allowReset?: boolean;
  readonly state?: string;
  readonly ssmAgent?: AgentChoice;
  readonly region?: string;
  readonly parameter?: ReadonlyMap<string, string>;
}

interface NameOption {
  readonly name?: string;
}

interface WatchOptions extends NameOption {
  readonly format?: (typeof watchFormats)[number];
}

interface PcapOptions extends NameOption {
  readonly out?: string;
  readonly seconds?: number;
}

const watchFormats = ["text", "json"] as const;
const firstName = "default";
const mostSeconds = 86_400;

export function addLab(program: Command, terminal: Terminal, done: (outcome: Outcome) => void): void {
  const lab = program
    .command("lab")
    .description("the VPC rehearsed on this machine, with real packets and unmodified clients");
  const up = lab
    .command("up")
    .description(
      "build it, with an EC2 API of its own, and keep it until Ctrl-C or denat lab down; without INPUT, an empty account",
    );
  up.option("--ssm-agent <agent>", "of its instances: own, none, or the path of amazon-ssm-agent", ssmAgent);
  withInput(withApi(named(up)), "[input...]").action(async (paths: string[], options: UpOptions) => {
    const { runLabUp } = await import("../app/lab/up.ts");
    const { name = firstName, account: id, ssmAgent: agent = { kind: "own" } } = options;
    const asked = { input: inputOf(paths, options, terminal), name, account: id, agent, api: apiOf(options) };
    done(await runLabUp({ ...asked, say: terminal.write, dismissed: dismissal() }));
  });
  withApi(lab.command("serve"))
    .description("the APIs of an account alone, without packets, until Ctrl-C")
    .action(async (options: UpOptions) => {
      const { runLabServe } = await import("../app/lab/serve.ts");
      const asked = { account: options.account, api: apiOf(options) };
      done(await runLabServe({ ...asked, say: terminal.write, dismissed: dismissal() }));
    });
  addInstanceVerbs({ lab, named, firstName, done });
  addLooking(lab, terminal, done);
  lab
    .command("status")
    .description("the labs that run, with their workloads")
    .action(async () => {
      const { runLabStatus } = await import("../app/lab/status.ts");
      done(runLabStatus());
    });
  named(lab.command("down"))
    .description("end it; nothing of it stays")
    .action(async ({ name = firstName }: NameOption) => {
      const { runLabDown } = await import("../app/lab/status.ts");
      done(await runLabDown(name));
    });
}

/** The verbs that look on while a lab runs. */
function addLooking(lab: Command, terminal: Terminal, done: (outcome: Outcome) => void): void {
  const { write: say, writeError: note } = terminal;
  named(lab.command("watch <workload>"))
    .description("the packets of WORKLOAD that are dropped, as they happen, each with the rule that decides")
    .option(
      "--format <format>",
      "text or json, an object on each line (default: text)",
      oneOf("--format", "watch", watchFormats),
    )
    .action(async (workload: string, { name = firstName, format = "text" }: WatchOptions) => {
      const { runLabWatch } = await import("../app/lab/watch.ts");
      done(await runLabWatch({ lab: name, workload, format, say, note, dismissed: dismissal() }));
    });
  named(lab.command("pcap <workload>"))
    .description("what passes the interface of WORKLOAD, as a file for Wireshark; needs tcpdump or dumpcap")
    .option("--out <file>", "where to write it, - for standard output (default: WORKLOAD.pcap)")
    .option(
      "--seconds <number>",
      "how long (default: until Ctrl-C)",
      wholeNumber("--seconds", "a time", 1, mostSeconds),
    )
    .action(async (workload: string, { name = firstName, out, seconds }: PcapOptions) => {
      const { runLabPcap } = await import("../app/lab/pcap.ts");
      const { stdout } = process;
      done(await runLabPcap({ lab: name, workload, out, seconds, note, stdout, dismissed: dismissal() }));
    });
}

const named = (verb: Command): Command =>
  verb.option("--name <name>", `of the lab (default: ${firstName})`, labName);

const withApi = (verb: Command): Command =>
  verb
    .option("--account <id>", "the account it is (default: the input's, else 123456789012)", account)
    .option(
      "--port <port>",
      "of the EC2 API on 127.0.0.1 (default: any that is free)",
      wholeNumber("--port", "a port", 1, 65535),
    )
    .option("--credentials <key:secret>", "of the account's owner (default: made up)", keyPair)
    .option(
      "--allow-reset",
      "POST /_denat/reset takes the account back to its beginning: to INPUT, if there is one",
    )
    .option("--state <dir>", "keep the account's state there, and begin with what is there");

const apiOf = ({ port = 0, credentials, allowReset = false, state }: UpOptions) => ({
  port,
  credentials,
  allowReset,
  stateDirectory: state,
});

/** When the user or the machine ends it. */
function dismissal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => resolve());
  });
}
