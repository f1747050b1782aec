/**
 * `npm run bench`: the figures of the README, measured on this machine.
 *
 * (a) one plan of 10,000 interfaces, 20 services, three answers each; (b) how that grows with the estate; (c) one
 * question in a process that has the network loaded; (d) the start of the command line; (e) the lab;
 * (f) its EC2 API beside moto's; (g) its message gateway. `npm run bench -- plan 5000` is one plan, as JSON;
 * `npm run bench -- lab` is (e) and (f) alone, `npm run bench -- session` is (g), `npm run bench -- diff` is (h), two
 * estates compared, `npm run bench -- terraform` is (i), a large plan of Terraform, `npm run bench -- designs` is (j), the
 * search for the cheapest design, `npm run bench -- traffic [RECORDS]` is (k), flow logs, `npm run bench -- report` is (l), the
 * page of a plan in a browser, `npm run bench -- change [INTERFACES]` is (m), a change written and proved; `npm run bench -- example` writes the day of examples/flow-logs again. A figure over its limit is said so and is no error: exit status 1 means that something broke.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { interfacesPerVpc } from "./estate.ts";
import { services } from "./estate/endpoint.ts";
import { against, describeMachine, number, startMs, table } from "./measure.ts";
import { measurePlan, patienceSeconds, runPlan } from "./plan-run.ts";
import type { PlanRun } from "./plan-run.ts";
import { measureTraces } from "./trace-run.ts";
import type { TrafficOrder } from "./traffic-run.ts";

const limits = {
  planSeconds: { most: 2, unit: "s" },
  planMemory: { most: 600, unit: "MB" },
  trace: { most: 1, unit: "ms" },
  start: { most: 150, unit: "ms" },
} as const;
const wholeEstate = 10_000;
const wholeLogs = 20_000_000;
const sizes = [1250, 2500, 5000, wholeEstate, 20_000];
const timesEach = 3;
const traceQuestions = 5000;
const starts = 20;

function reportPlan(run: PlanRun | undefined): void {
  if (run === undefined) {
    console.log(
      `\n(a) plan: ${number(wholeEstate)} interfaces: over the limit, stopped after ${patienceSeconds} s`,
    );
    return;
  }
  const vpcs = Math.ceil(run.interfaces / interfacesPerVpc);
  console.log(
    `\n(a) plan: ${number(run.interfaces)} interfaces in ${vpcs} VPCs × ${services.length} services × 3 answers`,
  );
  console.log(
    table([
      ["seconds", number(run.seconds, 2), against(run.seconds, limits.planSeconds)],
      ["peak memory, MB", number(run.peakRssMb), against(run.peakRssMb, limits.planMemory)],
      ["  before the plan", number(run.startRssMb), "Node with its loader, the facts, the estate"],
      ["answers", number(run.needs * 3), `the plan says ${run.answer}`],
    ]),
  );
}

function reportCurve(runs: readonly PlanRun[]): void {
  const [base] = runs;
  if (base === undefined) return;
  const ratio = ({ interfaces, seconds }: PlanRun) =>
    (seconds / base.seconds) * (base.interfaces / interfaces);
  const head = ["interfaces", "seconds", "peak MB", "times linear"];
  const rows = runs.map((run) => [
    number(run.interfaces),
    number(run.seconds, 2),
    number(run.peakRssMb),
    number(ratio(run), 2),
  ]);
  console.log(`\n(b) the same for other sizes; linear is drawn from the smallest`);
  console.log(table([head, ...rows]));
  const [stopped] = sizes.slice(runs.length);
  if (stopped !== undefined) console.log(`${number(stopped)} and more: stopped after ${patienceSeconds} s`);
}

/** From the smallest on, as far as patience goes: a larger estate would not be quicker. */
function measureSizes(): readonly PlanRun[] {
  const runs: PlanRun[] = [];
  for (const interfaces of sizes) {
    const run = measurePlan(interfaces, timesEach);
    if (run === undefined) break;
    runs.push(run);
  }
  return runs;
}

async function reportTrace(): Promise<void> {
  const { questions, medianMs, slowMs, verdicts } = await measureTraces(wholeEstate, traceQuestions);
  console.log(
    `\n(c) one trace in process, ${number(questions)} questions to ${number(wholeEstate)} interfaces`,
  );
  const said = [...verdicts].map(([verdict, count]) => `${number(count)} ${verdict}`).join(", ");
  console.log(
    table([
      ["median, ms", number(medianMs, 3), against(medianMs, limits.trace)],
      ["99 in 100, ms", number(slowMs, 3), said],
    ]),
  );
}

function reportStart(): void {
  console.log(`\n(d) start: median of ${starts}`);
  const bare = startMs(["-e", "0"], starts);
  const entry = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
  const rows = [["node -e 0, ms", number(bare), ""]];
  if (existsSync(entry)) {
    const help = startMs([entry, "--help"], starts);
    rows.push(["denat --help, ms", number(help), against(help, limits.start)]);
  } else rows.push(["denat --help, ms", "", "not measured: dist/ is missing, run npm run build first"]);
  console.log(table(rows));
}

async function main([verb, size, more]: readonly string[]): Promise<void> {
  if (verb === "plan") {
    console.log(JSON.stringify(await runPlan(Number(size ?? wholeEstate))));
    return;
  }
  if (verb === "diff-run") {
    const { runDiff } = await import("./diff-run.ts");
    const { changes } = await import("./estate/change.ts");
    const change = changes.find((one) => one === size) ?? "nothing";
    console.log(JSON.stringify(await runDiff(change, Number(more ?? wholeEstate))));
    return;
  }
  if (verb === "change-run") {
    const { runChange } = await import("./change-run.ts");
    console.log(JSON.stringify(await runChange(Number(size ?? wholeEstate))));
    return;
  }
  if (verb === "traffic-run") {
    const { runTraffic } = await import("./traffic-run.ts");
    console.log(JSON.stringify(await runTraffic(JSON.parse(size ?? "") as TrafficOrder)));
    return;
  }
  if (verb === "lab-sink") return (await import("./lab/sink.ts")).runSink();
  if (verb === "lab-client") return (await import("./lab/client.ts")).runClient(size ?? "");
  if (verb === "session-ends") return (await import("./session/ends.ts")).runEnds(size ?? "");
  if (verb === "example") return (await import("./flow-logs/example.ts")).writeExample("examples/flow-logs");
  console.log(describeMachine());
  if (verb === "lab") return reportWholeLab();
  if (verb === "session") return reportGateway();
  if (verb === "diff") return (await import("./diff.ts")).reportDiff();
  if (verb === "terraform") return (await import("./terraform.ts")).reportTerraform();
  if (verb === "report") return (await import("./report.ts")).reportPage(wholeEstate);
  if (verb === "change") return (await import("./change.ts")).reportChange(Number(size ?? wholeEstate));
  if (verb === "designs") return (await import("./designs.ts")).reportDesigns();
  if (verb === "traffic") return (await import("./traffic.ts")).reportTraffic(Number(size ?? wholeLogs));
  const runs = measureSizes();
  reportPlan(runs.find(({ interfaces }) => interfaces === wholeEstate));
  reportCurve(runs);
  await reportTrace();
  reportStart();
  await reportWholeLab();
  await reportGateway();
  (await import("./diff.ts")).reportDiff();
  await (await import("./terraform.ts")).reportTerraform();
  (await import("./designs.ts")).reportDesigns();
}

async function reportGateway(): Promise<void> {
  const { reportLabSessions, reportSessions } = await import("./session-report.ts");
  await reportSessions();
  await reportLabSessions();
}

/** Loaded here, so that a plan is measured without it. */
async function reportWholeLab(): Promise<void> {
  const { reportLab } = await import("./lab-report.ts");
  const { reportApi } = await import("./api-report.ts");
  await reportLab(timesEach);
  await reportApi();
}

await main(process.argv.slice(2));
