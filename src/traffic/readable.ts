/**
 * Records in a form that the engine reads: what a first scan could not make sense of is mended, and everything read again.
 * Rare, so that the files of every day are read once.
 */
import { groupFiles } from "./format/group.ts";
import type { LogFile } from "./format/group.ts";
import { fates } from "./query/judged.ts";
import type { TrafficQuestion } from "./question.ts";
import { wayOf } from "./scan.ts";
import type { Scanned } from "./scan.ts";

interface Read<T extends Scanned> {
  readonly question: TrafficQuestion;
  readonly scanned: T;
}

/** `scan` is asked at most twice. */
export async function scanReadable<T extends Scanned>(
  question: TrafficQuestion,
  scan: (question: TrafficQuestion) => Promise<T>,
): Promise<Read<T>> {
  const { mend } = question;
  if (mend === undefined) return { question, scanned: await scan(question) };
  const scanned = await scan(question);
  const broken = brokenFiles(question, scanned);
  if (broken.length === 0) return { question, scanned };
  const mended = await mend(broken);
  const again = {
    ...question,
    files: [...question.files.filter((file) => !broken.includes(file)), ...mended.files],
    skipped: [...question.skipped, ...mended.skipped],
    malformed: question.malformed + mended.malformed,
  };
  return { question: again, scanned: await scan(again) };
}

/** Files with lines that do not have the fields of their header, and those of groups with a header among the records. */
function brokenFiles({ files }: TrafficQuestion, { rejected, covered }: Scanned): readonly LogFile[] {
  const groups = groupFiles(files);
  const headed = new Set(covered.filter(({ leg }) => wayOf(leg) === fates.heading).map(({ log }) => log));
  const paths = new Set([
    ...rejected.map(({ path }) => path),
    ...groups.flatMap((group, log) => (headed.has(log) ? group.paths : [])),
  ]);
  return files.filter(({ path, format }) => format === "text" && paths.has(path));
}
