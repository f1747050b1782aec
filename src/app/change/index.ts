/** `denat plan --out`: the change that a plan means, in the user's own tool, in a directory of its own. */
import type { Conceived } from "../../advice/index.ts";
import { editsOf, faultsOf, foreseenOf, migrationOf, pagesOf, proofLine } from "../../emit/index.ts";
import type { Conception, Migration, PageAid, TargetName, WrittenPhase } from "../../emit/index.ts";
import type { Facts } from "../../facts/index.ts";
import { AppError } from "../../model/app-error.ts";
import { groupBy } from "../../model/group-by.ts";
import type { Network } from "../../model/network.ts";
import { kindsAmong } from "../../readers/index.ts";
import type { InputKind } from "../../readers/index.ts";
import type { ChangeReport } from "../../report/index.ts";
import type { Source } from "../reading.ts";
import { writeDirectory } from "./directory.ts";
import { writePhases } from "./phases.ts";
import type { ProvedPhase } from "./phases.ts";

/** How the phases are written. */
export interface PhaseChoice {
  /** Narrows the policies of new endpoints to what is needed. */
  readonly leastPrivilege: boolean;
  /** Left out, that of the input. */
  readonly target: TargetName | undefined;
  /** Where Terraform's sources lie; left out, beside the plan. */
  readonly sourceDirectory: string | undefined;
}

export interface ChangeRequest extends PhaseChoice {
  /** Undefined to write nothing. */
  readonly directory: string | undefined;
  readonly verify: boolean;
  /** As the user named them. */
  readonly inputs: readonly string[];
}

interface ProvedPhases {
  readonly as: TargetName;
  readonly phases: readonly ProvedPhase[];
}

/** The phases in a tool's text, each read back and proved. Throws an AppError where none can be written for such an input. */
export async function provePhases(
  { leastPrivilege, target, sourceDirectory }: PhaseChoice,
  source: Source,
  facts: Facts,
  { plan, design, nats, prover, access }: Conceived,
): Promise<ProvedPhases> {
  const chosen = targetFor(await kindsAmong(source.files, source.options.memory), target);
  const policyOf = leastPrivilege ? policiesOf(access) : undefined;
  const migration = migrationOf(source.reading.network, { plan, design, nats, policyOf });
  const phases = await writers[chosen](migration, source, facts, prover, sourceDirectory);
  return { as: chosen, phases };
}

/** Throws an AppError where nothing can be written for such an input, or not there. */
export async function writeChange(
  { directory, verify, inputs, ...choice }: ChangeRequest,
  source: Source,
  facts: Facts,
  conceived: Conceived,
): Promise<ChangeReport> {
  const { plan } = conceived;
  const { as, phases } = await provePhases(choice, source, facts, conceived);
  const aid: PageAid = {
    network: source.reading.network,
    vpcs: plan.vpcs,
    target: as,
    hostOf: (service, region) => facts.hostNames(service, region)[0],
    directory: directory ?? ".",
    serviceNameOf: (service, region) => facts.serviceNameIn(service, region),
  };
  if (directory !== undefined) await writeDirectory(directory, pagesOf(plan, phases, aid, inputs));
  return { directory, as, phases: phases.map(phaseReport), showsProof: verify };
}

/** Open where it is not known what is asked: see `access`. */
function policiesOf(access: Conceived["access"]): NonNullable<Conception["policyOf"]> {
  return (vpc, service) => {
    const statements = access(vpc, service);
    if (statements === undefined) return undefined;
    return {
      Version: "2012-10-17",
      Statement: statements.map(({ sid, actions, resources }) => ({
        Sid: sid,
        Effect: "Allow",
        Principal: "*",
        Action: actions,
        Resource: resources,
      })),
    };
  };
}

export function phaseReport(written: WrittenPhase): ChangeReport["phases"][number] {
  const { phase, status, why, proof, changes, text } = written;
  return {
    number: phase.number,
    title: phase.title,
    status,
    why: [...new Set([...why, ...phase.withheld])],
    readBack: proofLine(written),
    better: proof?.better ?? 0,
    worse: proof === undefined ? [] : faultsOf(proof),
    foreseen: proof === undefined ? [] : foreseenOf(proof),
    proof: proof?.standings ?? [],
    actions: [...groupBy(phase.actions, ({ kind }) => kind)].map(([kind, { length }]) => ({
      kind,
      count: length,
    })),
    edits: editsOf(changes.filter(({ before }) => before !== undefined)),
    created: text.created,
  };
}

type Write = (
  migration: Migration,
  source: Source,
  facts: Facts,
  prover: Conceived["prover"],
  sourceDirectory: string | undefined,
) => Promise<readonly ProvedPhase[]>;

const writers: Readonly<Record<TargetName, Write>> = {
  cloudformation: async (migration, source, facts, prover) => {
    const { templateTool } = await import("./templates.ts");
    return writePhases(
      migration,
      templateTool(source, facts, prefixLists(source.reading.network, facts)),
      prover,
    );
  },
  terraform: async (migration, source, facts, prover, directory) => {
    const { terraformTool } = await import("./terraform.ts");
    const lists = prefixLists(source.reading.network, facts);
    return writePhases(migration, await terraformTool(source, facts, lists, directory), prover);
  },
  cdk: async (migration, source, facts, prover) => {
    const { cdkTool } = await import("./cdk.ts");
    const lists = prefixLists(source.reading.network, facts);
    return writePhases(migration, cdkTool(source, facts, lists), prover);
  },
};

/** The ids of AWS's own lists: those of the input, or those on record. */
function prefixLists({ prefixLists: own }: Network, facts: Facts): (id: string) => string | undefined {
  return (id) => {
    if (/^pl-[0-9a-f]+$/.test(id)) return id;
    const name = own.get(id as never)?.listName ?? facts.prefixListNameOf(id);
    return name === undefined ? undefined : facts.realPrefixListId(name);
  };
}

/** Answers may be written as Terraform; without code, nobody knows whether that is the user's tool. */
function targetFor(kinds: ReadonlySet<InputKind>, asked: TargetName | undefined): TargetName {
  // JSON of other programs may lie beside what makes the VPC.
  const [kind, ...others] = [...kinds].filter((one) => one !== "answers");
  if (kind === undefined) {
    if (kinds.size > 0 && asked === "terraform") return asked;
    throw new AppError(
      "CHANGE_NOT_SUPPORTED",
      kinds.size === 0
        ? "no change is written for a lab: it has no code to change"
        : `no change is written${asked === undefined ? "" : ` as ${asked}`} for an account or its answers: they have no code to change`,
      kinds.size === 0
        ? "give what the lab was made of"
        : "give the template, the cdk.out directory or the Terraform plan that makes the VPC; or --as terraform, which imports what it must change",
    );
  }
  if (others.length > 0)
    throw new AppError(
      "CHANGE_NOT_SUPPORTED",
      `no change is written for inputs of several kinds (${[...kinds].join(", ")})`,
      "give those of one tool",
    );
  const target = asked ?? kind;
  const fits = target === kind || (kind === "cdk" && target === "cloudformation");
  if (fits) return target;
  throw new AppError(
    "CHANGE_NOT_SUPPORTED",
    `--as ${target} is not supported for an input of ${kind}`,
    `leave --as out, and the change is written as ${kind}`,
  );
}
