/** A SARIF 2.1.0 log of one run (https://docs.oasis-open.org/sarif/sarif/v2.1.0/, read 2026-11-29). */
import { uriPart } from "./encode.ts";
import type { Place } from "./place.ts";
import { meanings } from "./meanings.ts";

/** Of package.json, which a room that reads no file cannot ask. */
export const version = "0.1.0";

export interface Finding {
  readonly rule: string;
  readonly level: "error" | "warning" | "note";
  readonly message: string;
  readonly place: Place;
  /** What stays the same of it when lines move and words change. */
  readonly identity: readonly string[];
}

/** The rule of a fact that is missing. */
export const cannotTell = "cannot-tell";

const otherRules: Readonly<Record<string, string>> = {
  [cannotTell]: "A fact is missing on which the answer may depend; the message says what would settle it.",
};

export function sarifLog(findings: readonly Finding[], properties: object): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const names = fingerprints(findings);
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "denat", version, semanticVersion: version, rules: rules.map(toRule) } },
        columnKind: "utf16CodeUnits",
        results: findings.map(({ rule, level, message, place }, index) => ({
          ruleId: rule,
          ruleIndex: rules.indexOf(rule),
          level,
          message: { text: message },
          locations: [place],
          partialFingerprints: { "denat/1": names[index] },
        })),
        properties,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function toRule(id: string) {
  const text = meanings[id] ?? otherRules[id] ?? id;
  const page =
    id in meanings ? ` docs/codes/${id}.md of denat says when it is given, and how to mend it.` : "";
  return {
    id,
    shortDescription: { text },
    fullDescription: { text },
    help: { text: `${text}${page}` },
    defaultConfiguration: { level: id === cannotTell ? "warning" : "error" },
  };
}

/** Two findings alike but for their words are told apart by their order. */
function fingerprints(findings: readonly Finding[]): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map(({ rule, identity }) => {
    const name = [rule, ...identity].map(uriPart).join("/");
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name}#${before + 1}`;
  });
}
