/**
 * What a plain YAML word means to CloudFormation.
 *
 * CloudFormation reads YAML 1.1 without the timestamp and binary tags
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html, read 2026-11-24), so `yes` is a
 * boolean and `2012-10-17` is text.
 */
type Meaning = string | number | boolean | null;

interface Rule {
  readonly pattern: RegExp;
  readonly toValue: (word: string) => Meaning;
}

const digits = (word: string) => word.replaceAll("_", "");

const rules: readonly Rule[] = [
  { pattern: /^(?:~|null|Null|NULL|)$/, toValue: () => null },
  { pattern: /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/, toValue: () => true },
  { pattern: /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/, toValue: () => false },
  { pattern: /^[-+]?0[0-7_]+$/, toValue: (word) => signed(word, (rest) => Number.parseInt(rest, 8)) },
  { pattern: /^[-+]?0x[0-9a-fA-F_]+$/, toValue: (word) => signed(word, Number) },
  { pattern: /^[-+]?(?:0|[1-9][0-9_]*)$/, toValue: (word) => signed(word, Number) },
  {
    pattern: /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9_]+)(?:[eE][-+][0-9]+)?$/,
    toValue: (word) => signed(word, Number),
  },
];

function signed(word: string, toNumber: (rest: string) => number): number {
  const rest = digits(word).replace(/^[-+]/, "");
  return word.startsWith("-") ? -toNumber(rest) : toNumber(rest);
}

/** The value of an unquoted word. A number too large to be exact stays text, as account numbers and the like are names. */
export function toPlainValue(word: string): Meaning {
  const rule = rules.find(({ pattern }) => pattern.test(word));
  const value = rule === undefined ? word : rule.toValue(word);
  return typeof value === "number" && !Number.isSafeInteger(Math.trunc(value)) ? word : value;
}
