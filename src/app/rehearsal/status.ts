/** The exit status of a rehearsal. */
import type { Rehearsal } from "../../report/index.ts";
import type { ExitStatus } from "../outcome.ts";

export const statusOf: Readonly<Record<Rehearsal["answer"], ExitStatus>> = {
  works: 0,
  fails: 1,
  disagrees: 1,
  "cannot-tell": 2,
};
