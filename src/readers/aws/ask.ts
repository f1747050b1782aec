/** One row of the table asked in one account and Region: every question of it, every page of each answer. */
import { joinPages, toWire } from "./answer.ts";
import type { Call, Fields, Reason } from "./call.ts";
import { objectAt } from "./table/row.ts";
import type { Answered, CallRow, Question } from "./table/row.ts";

/** A call that got no answer. */
export interface Refused {
  readonly call: string;
  /** The action that IAM must allow: `ec2:DescribeVpcs`. */
  readonly action: string;
  readonly because: Reason;
  readonly message: string;
  /** How many questions stay without an answer for this reason. */
  readonly times: number;
}

export interface Asked {
  readonly answered: readonly Answered[];
  readonly refused: readonly Refused[];
}

/** A permission that is missing for the first few things is missing for all of them. */
const probes = 3;

export async function askAll(row: CallRow, questions: readonly Question[], call: Call): Promise<Asked> {
  const first = await askEach(row, questions.slice(0, probes), call);
  const rest = questions.slice(probes);
  const [refused] = first;
  const isHopeless =
    refused !== undefined && first.every((one) => one.kind === "refused" && one.because !== "gone");
  const others =
    isHopeless && refused.kind === "refused" ? rest.map(() => refused) : await askEach(row, rest, call);
  const outcomes = [...first, ...others];
  return {
    answered: outcomes.flatMap((one) => (one.kind === "answered" ? [one.answer] : [])),
    refused: inTotal(
      outcomes.flatMap((one) => (one.kind === "refused" ? [one] : [])),
      row,
    ),
  };
}

type Outcome = { readonly kind: "answered"; readonly answer: Answered } | Refusal;

interface Refusal {
  readonly kind: "refused";
  readonly because: Reason;
  readonly message: string;
}

function askEach(row: CallRow, questions: readonly Question[], call: Call): Promise<readonly Outcome[]> {
  return Promise.all(questions.map((question) => ask(row, question, call)));
}

/** An answer of which a page is missing is none. */
async function ask(row: CallRow, question: Question, call: Call): Promise<Outcome> {
  const { service, operation, next } = row;
  const pages: Fields[] = [];
  const seen = new Set<string>();
  for (let more: Fields | undefined = {}; more !== undefined;) {
    const reply = await call(service, operation, { ...question.input, ...more });
    if (reply.kind === "refused") return reply;
    if (!isAnswerOf(row, reply.output)) return { kind: "refused", because: "failed", message: strange };
    const page = toWire(reply.output);
    pages.push(page);
    more = nextPage(page, next);
    const token = JSON.stringify(more);
    if (more !== undefined && seen.has(token))
      return { kind: "refused", because: "failed", message: endless };
    seen.add(token);
  }
  const output = { ...joinPages(row, pages), ...question.about };
  return { kind: "answered", answer: { question, output } };
}

/**
 * Client libraries read a page of some proxy as an answer with nothing in it. AWS numbers what it answers, so one that holds
 * neither what was asked for nor a number is nobody's.
 */
function isAnswerOf({ lists, object }: CallRow, output: Fields): boolean {
  const isThere = [...lists, object ?? []].flat().some((key) => output[key] !== undefined);
  return isThere || typeof objectAt(output, "$metadata")["requestId"] === "string";
}

const strange = "the answer is not the service's";
const endless = "its pages lead round in a circle";

/** What to ask with for the page after this one; undefined after the last. */
function nextPage(page: Fields, next: CallRow["next"]): Fields | undefined {
  const [first] = next;
  const token = first === undefined ? undefined : page[first[1]];
  if (token === undefined || token === "" || page["IsTruncated"] === false) return undefined;
  return Object.fromEntries(
    next.flatMap(([input, output]) => (page[output] === undefined ? [] : [[input, page[output]]])),
  );
}

function inTotal(refusals: readonly Refusal[], { call, service, operation }: CallRow): readonly Refused[] {
  const byReason = new Map<Reason, Refused>();
  for (const { because, message } of refusals) {
    const earlier = byReason.get(because);
    byReason.set(because, {
      call,
      action: `${service}:${operation}`,
      because,
      message: earlier?.message ?? message,
      times: (earlier?.times ?? 0) + 1,
    });
  }
  return [...byReason.values()];
}
