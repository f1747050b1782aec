/**
 * Records in JSON: what a subscription of CloudWatch Logs delivers (objects one after the other, with `logEvents`), and
 * what `aws logs` prints (`events`). Each event's message is a record; they become a text of lines.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html (read 2026-11-29)
 */
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readLines } from "./lines.ts";

/** A message as a JSON string, wherever it stands: whole documents may be larger than one string can be parsed at once. */
const message = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/g;

/** The path of a text in `directory` that has the records of `path` in lines. */
export async function unpackMessages(
  path: string,
  directory: string,
  { isGzip, onDamage }: { readonly isGzip: boolean; readonly onDamage: () => void },
): Promise<string> {
  let text = "";
  for await (const read of readLines(path, isGzip, onDamage)) text += `${read.join("\n")}\n`;
  const lines = [...text.matchAll(message)].map(([, quoted = '""']) => String(JSON.parse(quoted)).trim());
  const unpacked = join(directory, `${randomUUID()}.log`);
  await writeFile(unpacked, lines.map((line) => `${line}\n`).join(""));
  return unpacked;
}
