/** Runs inside an instance, as a process of its own: tries what it is asked for over its channel. */
import { answerParent } from "../enclosure/letter.ts";
import { tryProbe } from "./datagram.ts";
import type { ProberQuestion } from "./probers.ts";
import { makeVisit } from "./visit.ts";

answerParent((body) => {
  const question = body as ProberQuestion;
  return question.kind === "probe"
    ? Promise.all(question.probes.map(tryProbe))
    : Promise.all(question.visits.map(makeVisit));
});
