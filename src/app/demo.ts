/** `denat demo`: the main job on the bundled hands-on, with no AWS account: one VPC in four states. */
import { readdir } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { plan } from "../advice/index.ts";
import { protocolNumbers } from "../model/traffic.ts";
import { planFormats, traceLine } from "../report/index.ts";
import type { Page } from "../report/index.ts";
import { readFacts } from "./facts.ts";
import type { Outcome } from "./outcome.ts";
import { hoursPerMonth } from "./plan.ts";
import { readReading } from "./reading.ts";
import { askTrace } from "./trace.ts";

const examples = new URL("../../examples/session-manager/cdk.out/", import.meta.url);
/** What the hands-on is about: a shell on the instance, and a bucket listed from it. */
const services = ["ssm", "ssmmessages", "s3"];
const question = {
  from: "Instance",
  protocol: protocolNumbers.tcp,
  port: 443,
  sourcePort: undefined,
} as const;

export async function runDemo(page: Page): Promise<Outcome> {
  const facts = await readFacts();
  const [first, ...later] = await readStates(facts);
  if (first === undefined) throw new Error("the bundled example holds no template");
  const options = { needs: [], gbMonth: undefined, hoursPerMonth, strict: false };
  const title = (text: string) => page.paint("strong", text);
  return {
    status: 0,
    text: [
      title(`$ denat plan ${first.path}`),
      planFormats.text(plan(first.reading.network, facts, options), page),
      title("The same instance in each state of the hands-on"),
      ...[first, ...later].flatMap(({ path, reading }) => [
        path,
        ...services.flatMap((to) =>
          traceLine(
            askTrace(reading.network, facts, { ...question, to, withoutNat: false, strict: false }),
            page,
          ),
        ),
      ]),
      "",
    ].join("\n"),
  };
}

/** The four templates in the order of the hands-on, as the user would name them. */
async function readStates(facts: Awaited<ReturnType<typeof readFacts>>) {
  const directory = relative("", fileURLToPath(examples)) || ".";
  const names = (await readdir(examples)).filter((name) => name.endsWith(".template.json")).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = `${directory}/${name}`;
      const input = { paths: [path], region: "ap-northeast-1", parameters: new Map(), stdin: none() };
      return { path, reading: await readReading(input, facts) };
    }),
  );
}

async function* none(): AsyncGenerator<Uint8Array> {}
