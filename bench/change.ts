/** `npm run bench -- change [INTERFACES]`: the change of a large estate, of which the answers of the API tell, written as Terraform. */
import { measureChange } from "./change-run.ts";
import type { Time } from "./change-run.ts";
import { services } from "./estate/endpoint.ts";
import { against, number, table } from "./measure.ts";

const limits = { seconds: { most: 4, unit: "s" } } as const;

export function reportChange(interfaces: number): void {
  const run = measureChange(interfaces);
  console.log(`\n(m) plan --out: ${number(interfaces)} interfaces × ${services.length} services`);
  if (run === undefined) return console.log("stopped");
  const { read, plan, change, phases, statuses, inputMb } = run;
  const sum = [read, plan, change].reduce(added);
  const rowOf = (name: string, { seconds, cpuSeconds }: Time, note = "") => [
    name,
    number(seconds, 2),
    number(cpuSeconds, 2),
    note,
  ];
  console.log(
    table([
      ["", "seconds", "CPU s", ""],
      rowOf("the whole", sum, against(sum.seconds, limits.seconds)),
      rowOf("  the answers read", read, `${number(inputMb)} MB`),
      rowOf("  plan alone", plan),
      rowOf("  the change", change, `${number(change.cpuSeconds / plan.cpuSeconds, 1)} plans`),
      ...phases.flatMap(({ number: phase, text, proof }) => [
        rowOf(`    phase ${phase}`, text, "written and read back"),
        rowOf("      its proof", proof),
      ]),
      ["peak memory, MB", number(run.peakRssMb), "", "with the answers and what made them"],
    ]),
  );
  for (const status of statuses) console.log(`phase ${status}`);
}

const added = (one: Time, other: Time): Time => ({
  seconds: one.seconds + other.seconds,
  cpuSeconds: one.cpuSeconds + other.cpuSeconds,
});
