/** What `denat doctor ssm` reports: the diagnosis, with the question in the words of the person who asked it. */
import type { Diagnosis } from "../advice/doctor/diagnosis.ts";

export interface DoctorReport {
  readonly asked: { readonly workload: string; readonly withoutNat: boolean };
  readonly diagnosis: Diagnosis;
}
