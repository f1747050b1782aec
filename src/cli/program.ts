/** The verbs and their options, as CONTRACT promises them. */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { usageError } from "../app/failure.ts";
import type { Outcome } from "../app/outcome.ts";
import { addCost, addFacts } from "./cost.ts";
import { answerFormats, anyInput, formats, inputOf, lookOf, withInput } from "./input.ts";
import type { Add, AnswerOptions, InputOptions } from "./input.ts";
import { addLab } from "./lab.ts";
import { addPlan, targets } from "./plan.ts";
import { addReport } from "./report.ts";
import type { Terminal } from "./terminal.ts";
import { addTraffic } from "./traffic.ts";
import { names, oneOf, protocolNumber, regions, roles, wholeNumber } from "./values.ts";

const rehearsalFormats = [...formats, "html"] as const;

/** The program; `done` is given what a verb answers. */
export function makeProgram(terminal: Terminal, done: (outcome: Outcome) => void): Command {
  const program = new Command("denat")
    .description("Can this VPC lose its NAT gateway? What breaks, which endpoints mend it, what it costs.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({
      writeOut: terminal.write,
      writeErr: () => {},
      getOutHelpWidth: () => terminal.page.width,
    })
    .addHelpText(
      "after",
      "\nINPUT is a file, a directory, or - for standard input: CloudFormation templates, a cdk.out directory, a Terraform\nplan or state as JSON, or the JSON of aws ec2 describe-… calls; or aws: for a live account (aws:REGION, aws:PROFILE@REGION),\nor lab: for a lab that runs (lab:NAME).\n" +
        "Exit status: 0 yes, 1 no, 2 cannot tell, 3 could not run.\n\n" +
        "Try it without an AWS account: denat demo",
    );
  addTrace(program, terminal, done);
  addPlan(program, terminal, done);
  addReport(program, terminal, done);
  addTraffic(program, terminal, done);
  addCost(program, terminal, done);
  addDiff(program, terminal, done);
  addDoctor(program, terminal, done);
  addRead(program, terminal, done);
  addSnapshot(program, terminal, done);
  addFacts(program, terminal, done);
  addLab(program, terminal, done);
  addRehearse(program, terminal, done);
  addDemo(program, terminal, done);
  return program;
}

const addTrace: Add = (program, terminal, done) => {
  const verb = program
    .command("trace")
    .description("may SOURCE open a connection to DESTINATION, and which rule decides")
    .requiredOption("--from <source>", "instance, interface, function, service, subnet or private IP")
    .requiredOption("--to <destination>", "service (s3, ssm, ecr.api …), host name, IP address or interface")
    .option("--port <port>", "destination port (default: 443)", wholeNumber("--port", "a port", 1, 65535))
    .option("--protocol <protocol>", "tcp, udp, icmp or a number (default: tcp)", protocolNumber)
    .option("--source-port <port>", "the client's port", wholeNumber("--source-port", "a port", 1, 65535))
    .option("--without-nat", "ask it of the network with every NAT taken away")
    .option("--strict", "turn every assumption into an unknown");
  withInput(verb, anyInput, answerFormats).action(async (paths: string[], options: TraceOptions) => {
    const { from, to, withoutNat = false, strict = false } = options;
    const asked = { from, to, withoutNat, strict, ...trafficOf(options) };
    const { runTrace } = await import("../app/trace.ts");
    done(await runTrace({ input: inputOf(paths, options, terminal), asked }, lookOf(options, terminal)));
  });
};

const addDiff: Add = (program, terminal, done) => {
  const verb = program
    .command("diff")
    .argument("<before>", "a network, as any INPUT")
    .description("what every source reaches in one network and not in the other, exactly")
    .option("--strict", "turn every assumption into an unknown");
  withInput(verb, "<after>").action(
    async (before: string, after: string, options: InputOptions & Pick<TraceOptions, "strict">) => {
      const { runDiff } = await import("../app/diff.ts");
      const of = (path: string) => inputOf([path], options, terminal);
      // One plan has both networks in it.
      const was = before === after ? { ...of(before), side: "before" as const } : of(before);
      const request = { before: was, after: of(after), strict: options.strict ?? false };
      done(await runDiff(request, lookOf(options, terminal)));
    },
  );
};

const addDoctor: Add = (program, terminal, done) => {
  const doctor = program
    .command("doctor")
    .description("what keeps a service from working in a workload, check by check");
  const verb = doctor
    .command("ssm")
    .argument("<workload>", "an EC2 instance, by id, name, private address or interface")
    .description(
      "does Session Manager connect to WORKLOAD: the instance, its role, and each service on the way",
    )
    .option("--without-nat", "ask it of the network with every NAT taken away")
    .option("--strict", "turn every assumption into an unknown");
  withInput(verb).action(async (workload: string, paths: string[], options: InputOptions & DoctorOptions) => {
    const { withoutNat = false, strict = false } = options;
    const { runDoctor } = await import("../app/doctor.ts");
    const request = { input: inputOf(paths, options, terminal), workload, withoutNat, strict };
    done(await runDoctor(request, lookOf(options, terminal)));
  });
};

const addRead: Add = (program, terminal, done) => {
  const verb = program
    .command("read")
    .description("the network as denat understood it, and what it did not use");
  withInput(verb).action(async (paths: string[], options: InputOptions) => {
    const { runRead } = await import("../app/read.ts");
    done(await runRead(inputOf(paths, options, terminal), lookOf(options, terminal)));
  });
};

const addSnapshot: Add = (program, terminal, done) => {
  program
    .command("snapshot")
    .description("a live AWS account as a directory of answers, for the other verbs to read")
    .option("--out <dir>", "where to write it (default: denat-snapshot)")
    .option("--region <region>", "a Region to read; may be repeated (default: the profile's)", regions)
    .option("--role <arn>", "a role to assume, of an account to read; may be repeated", roles)
    .option("--profile <name>", "a profile of the AWS configuration")
    .option("--policy", "print the IAM policy that this takes, and do nothing else")
    .action(async (options: SnapshotOptions) => {
      const { out = "denat-snapshot", region = [], role = [], profile, policy = false } = options;
      const { runPolicy, runSnapshot } = await import("../app/snapshot.ts");
      const progress = terminal.progress ?? (() => {});
      const request = { directory: out, regions: region, roles: role, profile, progress };
      done(policy ? runPolicy(region) : await runSnapshot(request, terminal.page));
    });
};

const addRehearse: Add = (program, terminal, done) => {
  const verb = program
    .command("rehearse")
    .description("the plan put to packets in a lab: today, without NAT, and with the proposal applied")
    .option("--needs <services>", "services that the workloads need, as in s3,ssm", names("--needs"))
    .option(
      "--phases",
      "today and after each phase of the change that plan --out writes, then undone one by one from the last",
    )
    .option(
      "--as <tool>",
      "of --phases: terraform, cloudformation or cdk (default: that of the input)",
      oneOf("--as", "rehearse", targets),
    )
    .option(
      "--source <dir>",
      "of --phases: where the .tf files of a Terraform plan lie (default: beside it)",
    );
  withInput(verb, anyInput, rehearsalFormats).action(async (paths: string[], options: RehearseOptions) => {
    const { needs = [] } = options;
    const phases = phasesOf(options);
    const { runRehearse } = await import("../app/rehearse.ts");
    const request = { input: inputOf(paths, options, terminal), needs, phases };
    done(await runRehearse(request, lookOf(options, terminal)));
  });
};

function phasesOf({ phases = false, as, source }: RehearseOptions) {
  if (phases) return { target: as, sourceDirectory: source, leastPrivilege: false };
  const name = as !== undefined ? "--as" : source !== undefined ? "--source" : undefined;
  if (name === undefined) return undefined;
  throw usageError(`${name} says how the phases are written, and there is no --phases`, "add --phases");
}

const addDemo: Add = (program, terminal, done) => {
  program
    .command("demo")
    .description("the plan and the walks of a bundled example")
    .action(async () => {
      const { runDemo } = await import("../app/demo.ts");
      done(await runDemo(terminal.page));
    });
};

interface TraceOptions extends AnswerOptions {
  readonly from: string;
  readonly to: string;
  readonly port?: number;
  readonly protocol?: number;
  readonly sourcePort?: number;
  readonly withoutNat?: boolean;
  readonly strict?: boolean;
}

type DoctorOptions = Pick<TraceOptions, "withoutNat" | "strict">;

interface RehearseOptions extends Omit<InputOptions, "format"> {
  readonly format?: (typeof rehearsalFormats)[number];
  readonly needs?: readonly string[];
  readonly phases?: boolean;
  readonly as?: (typeof targets)[number];
  readonly source?: string;
}

interface SnapshotOptions {
  readonly out?: string;
  readonly region?: readonly string[];
  readonly role?: readonly string[];
  readonly profile?: string;
  readonly policy?: boolean;
}

/** For ICMP the port axis holds type and code: an echo request, in the form of either family. */
const echoRequests: Readonly<Record<number, number>> = { 1: 8 * 256, 58: 128 * 256 };
const portProtocols = [6, 17];

function trafficOf({ protocol = 6, port, sourcePort }: TraceOptions) {
  if (portProtocols.includes(protocol)) return { protocol, port: port ?? 443, sourcePort };
  if (port !== undefined || sourcePort !== undefined) {
    throw usageError(`protocol ${protocol} has no ports`, "leave --port and --source-port out");
  }
  return { protocol, port: echoRequests[protocol] ?? 0, sourcePort };
}

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
