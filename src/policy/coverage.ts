/**
 * Into which classes the statements of a policy divide the asked actions, or the asked resources, by their patterns.
 *
 * A statement speaks of an action and a resource independently of each other, so two such divisions and their cross
 * product hold every case that the policy tells apart.
 */
import type { MissingFact } from "../model/answer.ts";
import { findVariable } from "./condition/keys.ts";
import { unfilledFact } from "./condition/judge.ts";
import { findClasses } from "./glob/classes.ts";
import type { GlobClass } from "./glob/classes.ts";
import { toGlob } from "./glob/glob.ts";
import type { Glob } from "./glob/glob.ts";
import type { Patterns, Policy } from "./document/statement.ts";
import { fillTemplate, isFixed } from "./document/template.ts";
import type { AskedRequests } from "./question.ts";
import type { Ternary } from "./ternary.ts";

/** Whether a statement's patterns match: `unknown` where only a pattern with a hole does. */
export type Coverage = Ternary["value"];

/** Strings that every statement treats alike. */
export interface CoverageClass {
  /** The asked pattern that they come from. */
  readonly asked: string;
  /** By the order of the statements. */
  readonly statements: readonly Coverage[];
}

export interface Division {
  /** Undefined when there are too many to tell apart. */
  readonly classes: readonly CoverageClass[] | undefined;
  /** Facts that the patterns of each statement wait for, by the order of the statements. */
  readonly holes: readonly (readonly MissingFact[])[];
  /** By the order of the statements: variables that cannot be filled, which may make the statement invalid. */
  readonly unfilled: readonly (readonly MissingFact[])[];
}

export type Element = "actions" | "resources";

interface FilledPattern {
  readonly glob: Glob;
  readonly holes: readonly MissingFact[];
}

interface FilledPatterns {
  readonly negated: boolean;
  readonly patterns: readonly FilledPattern[];
  readonly unfilled: readonly MissingFact[];
}

export function divide(policy: Policy, element: Element, asked: AskedRequests): Division {
  const families = familiesOf(element, asked);
  const elements = policy.statements.map((statement) => statement[element]);
  const fixed = elements.every(({ templates }) => templates.every(isFixed));
  return fixed
    ? remembered(policy, JSON.stringify([element, families.map((family) => family.asked)]), () =>
        toDivision(elements, families, asked),
      )
    : toDivision(elements, families, asked);
}

/** Divisions that are the same for every request, by policy; forgotten with it. */
const memory = new WeakMap<Policy, Map<string, Division>>();
const maxRemembered = 1000;

function remembered(policy: Policy, key: string, make: () => Division): Division {
  const divisions = memory.get(policy) ?? new Map<string, Division>();
  memory.set(policy, divisions);
  const division = divisions.get(key) ?? make();
  if (divisions.size < maxRemembered) divisions.set(key, division);
  return division;
}

interface Family {
  readonly asked: string;
  readonly glob: Glob;
}

function familiesOf(element: Element, asked: AskedRequests): readonly Family[] {
  const { actions, resources, resourcesAmong = ["*"] } = asked;
  const texts = element === "actions" ? actions : resources.length > 0 ? resources : resourcesAmong;
  return (texts.length > 0 ? texts : ["*"]).map((text) => ({
    asked: text,
    // The patterns of actions are in lower case too.
    glob: toGlob(element === "actions" ? text.toLowerCase() : text),
  }));
}

function toDivision(
  elements: readonly Patterns[],
  families: readonly Family[],
  asked: AskedRequests,
): Division {
  const filled = elements.map((patterns) => fill(patterns, asked));
  const globs = filled.flatMap(({ patterns }) => patterns.map(({ glob }) => glob));
  const classes = new Map<string, CoverageClass>();
  let complete = true;
  for (const family of families) {
    const found = findClasses(family.glob, globs);
    if (found === undefined) complete = false;
    for (const matches of found ?? []) {
      const statements = toCoverages(matches, filled);
      const key = statements.join();
      if (!classes.has(key)) classes.set(key, { asked: family.asked, statements });
    }
  }
  return {
    classes: complete ? [...classes.values()] : undefined,
    holes: filled.map(({ patterns }) => patterns.flatMap(({ holes }) => holes)),
    unfilled: filled.map(({ unfilled }) => unfilled),
  };
}

function fill({ negated, templates }: Patterns, asked: AskedRequests): FilledPatterns {
  const filled = templates.map((template) => fillTemplate(template, (key) => findVariable(asked, key)));
  return {
    negated,
    patterns: filled.flatMap((pattern) => (pattern.kind === "glob" ? pattern : [])),
    unfilled: filled.flatMap((pattern) =>
      pattern.kind === "void" ? unfilledFact(pattern.variable) : pattern.doubts,
    ),
  };
}

/** The matches of all patterns, in one row, folded into one coverage per statement. */
function toCoverages(matches: GlobClass, filled: readonly FilledPatterns[]): readonly Coverage[] {
  let start = 0;
  return filled.map(({ negated, patterns }) => {
    const matching = patterns.filter((_, index) => matches[start + index] === true);
    start += patterns.length;
    if (matching.some(({ holes }) => holes.length === 0)) return negated ? "no" : "yes";
    if (matching.length > 0) return "unknown";
    return negated ? "yes" : "no";
  });
}
