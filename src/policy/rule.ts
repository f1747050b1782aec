/** Statements, the implicit deny and open questions in the words that a person reads. */
import type { MissingFact } from "../model/answer.ts";
import { seeRequests } from "./condition/keys.ts";
import { nameOf } from "./document/statement.ts";
import type { Condition, Patterns, Principal, Statement } from "./document/statement.ts";
import type { Cell, Standing } from "./cell.ts";
import type { AskedRequests } from "./question.ts";

const maxListed = 3;

/** `statement 2 (DenyOthers): Deny s3:* on arn:… if StringNotEquals aws:SourceVpce vpce-1`. */
export function statementRule(statement: Statement): string {
  const { effect, actions, resources, principals, conditions } = statement;
  const texts = principals?.entries.map(textOf) ?? ["*"];
  return [
    `${nameOf(statement)}: ${effect} ${patternWords(actions, "actions")}`,
    isAnything(resources) ? "" : ` on ${patternWords(resources, "resources")}`,
    texts.includes("*") ? "" : ` for ${principals?.negated === true ? "all but " : ""}${list(texts)}`,
    conditions.length === 0 ? "" : ` if ${conditions.map(conditionWords).join(" and ")}`,
  ].join("");
}

/** Why the first of the cells that no statement allows is denied, naming a statement that only just does not apply. */
export function implicitDeny(cells: readonly Cell[], context: Context, isPart: boolean): string {
  const [cell] = cells;
  const { asked, standings } = context;
  const near = standings.flatMap(({ statement, holds }, index) =>
    statement.effect === "Allow" &&
    holds.value === "no" &&
    cell?.action.statements[index] === "yes" &&
    cell.resource.statements[index] === "yes"
      ? [`${nameOf(statement)} would, but ${holds.because}`]
      : [],
  )[0];
  const all = cell?.action.asked ?? list(asked.actions);
  const what = isPart ? `the rest of ${all}` : all;
  const where = asked.resources.length === 0 ? "" : ` on ${cell?.resource.asked ?? list(asked.resources)}`;
  return `no statement allows ${what}${where}: implicit deny${near === undefined ? "" : ` (${near})`}`;
}

interface Context {
  readonly asked: AskedRequests;
  readonly standings: readonly Standing[];
}

/** What would have to be known of requests that are named only in part, and which statements ask it. */
export function openFacts(cells: readonly Cell[], { asked, standings }: Context): readonly MissingFact[] {
  const facts: MissingFact[] = [];
  if (asked.resources.length === 0) {
    const what = asked.actions.length === 0 ? "the client's requests are" : `${list(asked.actions)} is`;
    facts.push({
      fact: `which resources ${what} for: ${limits(cells, "resource", standings)}`,
      settledBy: seeRequests,
    });
  }
  if (asked.actions.length === 0) {
    facts.push({
      fact: `which actions the client asks for: ${limits(cells, "action", standings)}`,
      settledBy: seeRequests,
    });
  }
  return facts;
}

/** The statements that tell some of the cells from others: `statement 1 (Logs) allows only arn:…`. */
function limits(cells: readonly Cell[], side: "action" | "resource", standings: readonly Standing[]): string {
  const dividing = standings.flatMap(({ statement, holds }, index) => {
    const coverages = new Set(cells.map((cell) => cell[side].statements[index]));
    if (holds.value === "no" || coverages.size < 2) return [];
    const patterns = side === "action" ? statement.actions : statement.resources;
    const verb = statement.effect === "Allow" ? "allows only" : "denies";
    return `${nameOf(statement)} ${verb} ${patternWords(patterns, `${side}s`)}`;
  });
  return dividing.length === 0
    ? "the policy does not treat all alike"
    : dividing.slice(0, maxListed).join(", ");
}

function patternWords({ negated, templates }: Patterns, noun: string): string {
  const texts = list(templates.map(({ text }) => text));
  return negated ? `all ${noun} but ${texts}` : texts;
}

function isAnything({ negated, templates }: Patterns): boolean {
  return !negated && templates.some(({ text }) => text === "*");
}

function textOf(principal: Principal): string {
  return principal.kind === "everyone" ? "*" : principal.text;
}

function conditionWords({ written, key, values }: Condition): string {
  return `${written} ${key} ${list(values.map(({ text }) => text))}`;
}

function list(texts: readonly string[]): string {
  const more = texts.length - maxListed;
  return more > 0 ? `${texts.slice(0, maxListed).join(", ")} and ${more} more` : texts.join(", ");
}
