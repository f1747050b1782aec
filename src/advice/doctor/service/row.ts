/** One service as checks: the row, and below it what its requests meet, part by part. */
import type { MissingFact, Via } from "../../../model/answer.ts";
import { formatAddress } from "../../../model/address.ts";
import type { AgentFailure } from "../../../facts/index.ts";
import { valueOr } from "../../../model/known.ts";
import { cannotTell, fails, isNotNeeded, passes } from "../diagnosis.ts";
import type { Cause, Examined, Subject } from "../diagnosis.ts";
import type { Patient } from "../patient.ts";
import { examine } from "./examine.ts";
import type { Examination, Met } from "./examine.ts";
import type { ServiceNeed } from "./need.ts";
import { failureOf, parts, partTitles } from "./part.ts";
import type { Part } from "./part.ts";

export function examineService(patient: Patient, need: ServiceNeed): readonly Examined[] {
  const { service, bearing, spare } = need;
  const subject: Subject = { id: service, title: service, bearing };
  const examination = examine(patient, need);
  const { trace } = examination;
  if (spare !== undefined && trace.verdict !== "reachable") {
    return [isNotNeeded(subject, `${spare.because}; it is ${words[trace.verdict]}`, spare.settledBy)];
  }
  if (spare !== undefined) return [passes(subject, `${spare.because}; reachable${viaText(trace.via)}`)];
  const below = parts.map((part) => examinePart(patient, need, { part, examination }));
  return [toRow(subject, need, { examination, below }), ...below];
}

const words = {
  reachable: "reachable",
  blocked: "not reachable",
  partial: "reachable now and then",
  unknown: "perhaps not reachable",
} as const;

function viaText(via: Via | null): string {
  if (via === null) return "";
  return via.id === "" || via.id === via.kind ? ` by ${via.kind}` : ` by ${via.kind} ${via.id}`;
}

interface Seen {
  readonly examination: Examination;
  readonly below: readonly Examined[];
}

function toRow(subject: Subject, need: ServiceNeed, { examination, below }: Seen): Examined {
  const { trace, met } = examination;
  const failing = parts.flatMap((part) => met[part].causes.map((cause) => ({ part, cause })));
  const [first] = failing;
  if (trace.verdict === "reachable") {
    return passes(subject, `reachable${viaText(trace.via)}: ${need.why}`, undefined, trace.assumptions);
  }
  if (trace.verdict === "unknown" || first === undefined)
    return cannotTell(subject, missingIn(examination, below));
  const as: AgentFailure = need.mustBeEncrypted ? "unencrypted" : failureOf(first.part, first.cause);
  const causes = failing.map(({ cause }) => cause);
  const nowAndThen = trace.verdict === "partial";
  return fails(subject, causes as [Cause, ...Cause[]], { of: need.service, as, nowAndThen });
}

/** What the walk waits for; a verdict may also hang on facts of a part alone. */
function missingIn({ trace }: Examination, below: readonly Examined[]): readonly MissingFact[] {
  if (trace.unknowns.length > 0) return trace.unknowns;
  return below.flatMap(({ check }) => check.unknowns);
}

interface InPart {
  readonly part: Part;
  readonly examination: Examination;
}

function examinePart(patient: Patient, need: ServiceNeed, { part, examination }: InPart): Examined {
  const { service, bearing } = need;
  const subject: Subject = { id: `${service}.${part}`, title: partTitles[part], bearing };
  const met = settled(examination.met[part], examination.trace.verdict === "unknown");
  const [first, ...others] = met.causes;
  if (first !== undefined && examination.trace.verdict !== "unknown")
    return fails(subject, [first, ...others]);
  if (met.steps.some(({ outcome }) => outcome !== "pass"))
    return inDoubt(subject, met, examination.trace.unknowns);
  const step = met.steps.at(part === "name" ? -1 : 0);
  if (step === undefined) return isNotNeeded(subject, absences[part]);
  const rules = [...new Set(met.steps.map(({ rule }) => rule))];
  const shown =
    part === "name" ? `${rules.at(-1) ?? ""}${addressesText(patient, examination)}` : rules.join("; ");
  return passes(subject, shown, step.origin);
}

/** A step that drops for what is set elsewhere is told there: where the verdict is certain, only doubts are left to tell. */
function settled({ causes, steps }: Met, isOpen: boolean): Met {
  return { causes, steps: isOpen ? steps : steps.filter(({ outcome }) => outcome !== "drop") };
}

/** What it waits for itself, else what the whole walk does: where a name leads, say. */
function inDoubt(subject: Subject, { steps }: Met, all: readonly MissingFact[]): Examined {
  const own = steps.flatMap((step) => step.missing ?? []);
  const missing = own.length > 0 ? own : all;
  const [doubtful] = steps.filter(({ outcome }) => outcome !== "pass");
  return cannotTell(subject, [...new Map(missing.map((one) => [one.fact, one])).values()], doubtful?.rule);
}

/** Why a part is not met at all. */
const absences: Readonly<Record<Part, string>> = {
  name: "no name is asked for",
  "security-groups": "no group is on the way",
  "network-acls": "not crossed: both ends are in one subnet",
  route: "not asked: both ends are in one subnet",
  endpoint: "no endpoint is on the way",
  policy: "no endpoint policy is on the way",
};

/** The addresses that the resolver answers with, where the endpoint has them already. */
function addressesText({ world }: Patient, { endpoint, trace }: Examination): string {
  if (endpoint === undefined || trace.via?.id !== endpoint.id) return "";
  const addresses = valueOr(endpoint.networkInterfaces, []).flatMap((id) =>
    valueOr(world.network.networkInterfaces.get(id)?.addresses ?? { known: true, value: [] }, []),
  );
  return addresses.length === 0 ? "" : `: ${addresses.map(formatAddress).join(", ")}`;
}
