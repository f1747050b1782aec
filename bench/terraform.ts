/** `npm run bench -- terraform`: a large plan of Terraform read to a network. */
import { readFacts } from "../src/app/facts.ts";
import { readNetwork } from "../src/readers/index.ts";
import { terraformPlan } from "./estate/terraform-plan.ts";
import { against, number, peakRssMb, table } from "./measure.ts";

const limit = { most: 3, unit: "s" } as const;
const size = 50_000_000;

export async function reportTerraform(): Promise<void> {
  const facts = await readFacts();
  const text = terraformPlan(size);
  const options = { region: undefined, parameters: new Map<string, string>(), findBeside: () => undefined };
  const [start, before] = [performance.now(), process.cpuUsage()];
  const { network } = await readNetwork([{ path: "plan.json", text }], options, facts);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  console.log(
    `\n(i) a Terraform plan of ${number(text.length / 1e6)} MB: ${number(network.workloads.size)} workloads in ${number(network.subnets.size)} subnets`,
  );
  console.log(
    table([
      ["seconds, the first time", number(seconds, 2), against(seconds, limit)],
      ["  of the processor", number((user + system) / 1e6, 2), "on all threads"],
      ["peak memory, MB", number(peakRssMb()), "with the text and what made it"],
    ]),
  );
}
