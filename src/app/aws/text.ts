/** What a snapshot holds, what it lacks and why, and how to go on. */
import type { Page } from "../../report/index.ts";
import { summarize } from "../../report/index.ts";
import { paragraph, section } from "../../report/text/layout.ts";
import { count, list } from "../../report/text/words.ts";
import { readDescribe } from "../../readers/describe/index.ts";
import type { LiveReading } from "./live.ts";
import { whyRefused } from "./refused-text.ts";

export function snapshotText(reading: LiveReading, directory: string, page: Page): string {
  const { files, refused, closed } = reading;
  const lacks = [
    ...closed.flatMap(({ message }) => leftOut(page, message)),
    ...refused.flatMap((one) =>
      leftOut(page, `${one.call} in ${one.account}/${one.region}: ${whyRefused(one)}`),
    ),
  ];
  const isDenied = refused.some(({ because }) => because === "denied");
  const line = (text: string) => paragraph(page, { text: "" }, { text });
  return [
    ...paragraph(page, { text: "" }, { text: headline(reading, directory), style: "strong" }),
    ...paragraph(page, { text: "  " }, { text: contents(files), style: "faint" }),
    ...section(page, "Left out, and so not known", lacks),
    "",
    ...line("It may hold secrets, in user data and environments: keep it as you keep those."),
    ...(isDenied ? line("The permissions that a whole snapshot takes: denat snapshot --policy") : []),
    ...line(`Next: denat plan ${directory}`),
    "",
  ].join("\n");
}

function leftOut(page: Page, text: string): readonly string[] {
  return paragraph(page, { text: "  ? ", style: "doubtful" }, { text });
}

function headline({ files }: LiveReading, directory: string): string {
  const scopes = files.map(({ path }) => path.split("/"));
  const accounts = new Set(scopes.map(([account]) => account));
  const regions = new Set(scopes.map(([, region = ""]) => region));
  return `Wrote ${directory}: ${count(files.length, "answer")} of ${count(accounts.size, "account")} in ${list([...regions])}.`;
}

function contents(files: LiveReading["files"]): string {
  const answers = files.map(({ path, value }) => ({ path, value, text: JSON.stringify(value) }));
  const { counts } = summarize(readDescribe(answers, { region: undefined }));
  const workloads =
    counts.instances +
    counts.autoScalingGroups +
    counts.lambdaFunctions +
    counts.ecsServices +
    counts.ecsTasks +
    counts.eksNodegroups +
    counts.eventSourceMappings;
  return list([
    count(counts.vpcs, "VPC"),
    count(counts.subnets, "subnet"),
    count(counts.natGateways, "NAT gateway"),
    count(counts.vpcEndpoints, "VPC endpoint"),
    count(counts.networkInterfaces, "network interface"),
    count(workloads, "workload"),
    count(counts.roles, "role"),
  ]);
}
