/** `denat read`: the network as denat understood it, and what it did not use. */
import { readFormats, summarize } from "../report/index.ts";
import { readFacts } from "./facts.ts";
import type { InputRequest, Look, Outcome } from "./outcome.ts";
import { readReading } from "./reading.ts";

export async function runRead(input: InputRequest, { format, page }: Look): Promise<Outcome> {
  const facts = await readFacts();
  const reading = await readReading(input, facts);
  return { status: 0, text: readFormats[format](summarize(reading), page) };
}
