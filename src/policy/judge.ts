/**
 * One policy put to one family of requests.
 *
 * The family is cut into cells that every statement treats alike, each cell is decided, and the cells are counted. So
 * `all`, `none` and `some` are exact wherever no fact is missing. Two conditions on one unknown key are judged apart,
 * which can cost an answer (`unknown` for what holds either way) and never gives a wrong one.
 */
import { decide } from "./cell.ts";
import type { Cell, Standing } from "./cell.ts";
import { judgeConditions } from "./condition/judge.ts";
import { seeRequests } from "./condition/keys.ts";
import { divide } from "./coverage.ts";
import type { Division } from "./coverage.ts";
import type { Policy, Statement } from "./document/statement.ts";
import { judgePrincipals } from "./principal.ts";
import type { AskedRequests, PolicyAnswer } from "./question.ts";
import { implicitDeny, openFacts, statementRule } from "./rule.ts";
import { distinctFacts, every, unsure } from "./ternary.ts";

export function judge(policy: Policy, asked: AskedRequests): PolicyAnswer {
  const actions = divide(policy, "actions", asked);
  const resources = divide(policy, "resources", asked);
  if (actions.classes === undefined || resources.classes === undefined) return tooMany;
  const standings = policy.statements.map((statement, index) =>
    stand(statement, asked, { index, actions, resources }),
  );
  const cells = actions.classes.flatMap((action) =>
    (resources.classes ?? []).map((resource) => decide(standings, action, resource)),
  );
  const groups = groupCells(cells, asked);
  const [outcome = "unknown", ...others] = new Set(groups.map(outcomeOf));
  return others.length === 0 && outcome !== "unknown"
    ? { outcome, rule: ruleOf(outcome, cells, { asked, standings }), missing: [] }
    : unknownAnswer(cells, { asked, standings, mixed: others.length > 0 });
}

const tooMany: PolicyAnswer = {
  outcome: "unknown",
  rule: "the patterns of the policy and of the requests have too many combinations to tell apart",
  missing: [{ fact: "which requests the client makes, by name", settledBy: seeRequests }],
};

interface Place {
  readonly index: number;
  readonly actions: Division;
  readonly resources: Division;
}

function stand(statement: Statement, asked: AskedRequests, { index, actions, resources }: Place): Standing {
  const unfilled = [...(actions.unfilled[index] ?? []), ...(resources.unfilled[index] ?? [])];
  const valid = unfilled.map((fact) => unsure(fact));
  return {
    statement,
    holds: every([judgePrincipals(statement, asked), judgeConditions(statement, asked), ...valid]),
    holes: [...(actions.holes[index] ?? []), ...(resources.holes[index] ?? [])],
  };
}

/**
 * The sets of cells of which one is real. All cells are asked for together, but of unknown resources (or actions) any
 * may turn out to be the only ones: there each class stands alone, and an answer must be that of each.
 */
function groupCells(
  cells: readonly Cell[],
  { actions, resources }: AskedRequests,
): readonly (readonly Cell[])[] {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = [
      actions.length === 0 ? cell.action.statements.join() : "",
      resources.length === 0 ? cell.resource.statements.join() : "",
    ].join(" ");
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()];
}

/** `some` needs no unknown settled: one request that is allowed and one that is not are enough. */
function outcomeOf(cells: readonly Cell[]): PolicyAnswer["outcome"] {
  const outcomes = new Set(cells.map(({ outcome }) => outcome));
  if (outcomes.has("allowed") && outcomes.has("denied")) return "some";
  if (outcomes.has("unknown")) return "unknown";
  return outcomes.has("allowed") ? "all" : "none";
}

interface Context {
  readonly asked: AskedRequests;
  readonly standings: readonly Standing[];
}

function ruleOf(outcome: "all" | "none" | "some", cells: readonly Cell[], context: Context): string {
  const allowed = firstOf(cells.filter((cell) => cell.outcome === "allowed"));
  const denied = cells.filter((cell) => cell.outcome === "denied");
  const deny = firstOf(denied);
  const refusal =
    deny === undefined ? implicitDeny(denied, context, outcome === "some") : statementRule(deny.statement);
  if (outcome === "none" || allowed === undefined) return refusal;
  const permission = statementRule(allowed.statement);
  return outcome === "all" ? permission : `${permission}; but ${refusal}`;
}

function unknownAnswer(cells: readonly Cell[], context: Context & { readonly mixed: boolean }): PolicyAnswer {
  const unknown = cells.filter((cell) => cell.outcome === "unknown");
  const facts = unknown.flatMap(({ by }) =>
    by.flatMap(({ holds, holes }) => [...(holds.value === "unknown" ? holds.missing : []), ...holes]),
  );
  const open = context.mixed ? openFacts(cells, context) : [];
  const first = firstOf(unknown);
  const rule =
    first === undefined
      ? `it depends on what is not known: ${open.map(({ fact }) => fact).join("; ")}`
      : `${statementRule(first.statement)}, which cannot be told`;
  return { outcome: "unknown", rule, missing: distinctFacts([...facts, ...open]) };
}

/** The first statement, in the order of the policy, that decided any of the cells. */
function firstOf(cells: readonly Cell[]): Standing | undefined {
  return cells
    .flatMap(({ by }) => by)
    .reduce<Standing | undefined>(
      (first, standing) =>
        first === undefined || standing.statement.position < first.statement.position ? standing : first,
      undefined,
    );
}
