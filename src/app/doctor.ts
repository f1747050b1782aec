/** `denat doctor ssm`: does Session Manager open a session in this workload, and what keeps it from it. */
import { diagnose } from "../advice/doctor/index.ts";
import { withSeen } from "../advice/doctor/seen.ts";
import type { LabSession } from "../advice/doctor/seen.ts";
import type { Check, Diagnosis, Overall } from "../advice/doctor/diagnosis.ts";
import { withoutNat } from "../reach/index.ts";
import { doctorFormats } from "../report/index.ts";
import { usageError } from "./failure.ts";
import { readFacts } from "./facts.ts";
import type { ExitStatus, InputRequest, Look, Outcome } from "./outcome.ts";
import { findLab, readReading } from "./reading.ts";

export interface DoctorRequest {
  readonly input: InputRequest;
  /** A name of the instance, or of an interface or address of it. */
  readonly workload: string;
  readonly withoutNat: boolean;
  readonly strict: boolean;
}

const statuses: Readonly<Record<Overall, ExitStatus>> = {
  connects: 0,
  "does-not-connect": 1,
  "cannot-tell": 2,
};

export async function runDoctor(
  { input, workload, strict, ...asked }: DoctorRequest,
  { format, page }: Look,
): Promise<Outcome> {
  if (/^mi-[0-9a-f]+$/.test(workload)) {
    throw usageError(
      `${workload} is a machine outside AWS`,
      "hybrid activations are not supported: name an EC2 instance",
    );
  }
  const facts = await readFacts();
  const examine = async (): Promise<Diagnosis> => {
    const { network } = await readReading(input, facts);
    return diagnose(asked.withoutNat ? withoutNat(network) : network, facts, { workload, strict });
  };
  const told = await examine();
  const lab = findLab(input);
  // Of another network its packets tell nothing.
  const seen = lab === undefined || asked.withoutNat ? undefined : await seeInLab(lab, workload, told);
  // Meanwhile an agent that had just started was heard of.
  const diagnosis = seen === undefined ? told : withSeen(await examine(), seen);
  const report = { asked: { workload, withoutNat: asked.withoutNat }, diagnosis };
  return { status: statusOf(diagnosis), text: doctorFormats[format](report, page) };
}

const shellMs = { usual: 10_000, late: 200_000 } as const;

async function seeInLab(
  lab: string,
  workload: string,
  { checks }: Diagnosis,
): Promise<LabSession | undefined> {
  const { seeInLab: see } = await import("./lab/session/doctor.ts");
  const isLate = checks.some(({ id, status }) => id === "logs" && status === "fail");
  return see(lab, workload, isLate ? shellMs.late : shellMs.usual);
}

/** A session that opens late, or leaves no log where it should, is nothing to report as well. */
function statusOf({
  overall,
  checks,
}: {
  readonly overall: Overall;
  readonly checks: readonly Check[];
}): ExitStatus {
  return overall === "connects" && checks.some(({ status }) => status === "fail") ? 1 : statuses[overall];
}
