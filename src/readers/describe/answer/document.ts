/** One file becomes the API answers in it, and each answer the rows that it was collected for. */
import type { Unused } from "../../../model/network.ts";
import type { AnswerKey } from "./answer-keys.ts";
import { answerKeys, callKeys, unneededKeys } from "./answer-keys.ts";
import { findFlag, findText, isFields } from "./fields.ts";
import type { Fields } from "./fields.ts";

/** A JSON file as the dispatcher of readers/ has parsed it. */
export interface JsonFile {
  readonly path: string;
  readonly text: string;
  readonly value: unknown;
}

/** One answer of the API. */
export interface Answer {
  readonly file: JsonFile;
  /** Keys that lead to it inside the file: a Region, the name of a call, or nothing. */
  readonly trail: readonly string[];
  readonly fields: Fields;
}

/** The rows of one key of an answer. `broken` says why there are none: the key holds something else than rows. */
export interface Rows {
  readonly name: string;
  readonly call: string;
  readonly global: boolean;
  /** As `Unused` names it: `describe-subnets.json#Subnets`. */
  readonly path: string;
  readonly isList: boolean;
  readonly items: readonly unknown[];
  readonly broken: string | undefined;
  /** The answer says that there is another page after it. */
  readonly truncated: boolean;
}

/**
 * The answers in a file: it is one, wraps one (`{ "status_code": 200, "data": … }`), or is a list or an object of
 * several (pages of one call; one per call or Region).
 */
export function findAnswers(file: JsonFile): readonly Answer[] {
  return answersIn(file, file.value, []);
}

const deepestWrapper = 4;

/** Keys that an answer may stand under: a wrapper's, an account's, a Region's, or the name of a call. */
const wrapperKey =
  /^(?:\d+|data|responses?|results?|pages|[a-z]{2,4}(?:-[a-z]+)+-\d+|(?:[a-z0-9]+[-_. ])?(?:describe|list|get|search)[-_A-Z].*)$/i;

function answersIn(file: JsonFile, value: unknown, trail: readonly string[]): readonly Answer[] {
  if (isFields(value) && Object.keys(value).some((key) => readKey(value, key) !== undefined)) {
    return [{ file, trail, fields: value }];
  }
  if (trail.length >= deepestWrapper || typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => wrapperKey.test(key))
    .flatMap(([key, inner]) => answersIn(file, inner, [...trail, key]));
}

/** Everything in an answer: the rows that denat collects, and the keys that it does not use. */
export function splitAnswer(answer: Answer): {
  readonly rows: readonly Rows[];
  readonly unused: readonly Unused[];
} {
  const rows: Rows[] = [];
  const unused: Unused[] = [];
  const { fields } = answer;
  const truncated = isTruncated(fields);
  for (const key of Object.keys(fields)) {
    const spec = readKey(fields, key);
    const path = [answer.file.path, [...answer.trail, key].join(".")].join("#");
    if (spec !== undefined) rows.push(toRows(fields, key, { spec, path, truncated }));
    else if (!callKeys.has(key) && !isEmptyList(fields[key]))
      unused.push({ path, reason: unneededKeys[key] ?? `denat does not use ${key}` });
  }
  const isWhole = rows.some(({ isList, broken }) => !isList && broken === undefined);
  return { rows: withoutRepeats(rows), unused: isWhole ? [] : unused };
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

interface Found {
  readonly spec: AnswerKey;
  readonly path: string;
  readonly truncated: boolean;
}

function toRows(fields: Fields, key: string, { spec, path, truncated }: Found): Rows {
  const { name, call, global, shape } = spec;
  const value = fields[key];
  const common = { name, call, global, path, truncated, isList: shape === "list" };
  if (shape === "answer") return { ...common, items: [fields], broken: undefined };
  if (shape === "object") {
    return isFields(value)
      ? { ...common, items: [value], broken: undefined }
      : { ...common, items: [], broken: `${key} is no object` };
  }
  return Array.isArray(value)
    ? { ...common, items: value, broken: undefined }
    : { ...common, items: [], broken: `${key} is no list` };
}

/** An answer that is a row as a whole may be known by two of its keys. */
function withoutRepeats(rows: readonly Rows[]): readonly Rows[] {
  return rows.filter(
    (one, index) =>
      one.isList || rows.findIndex(({ isList, name }) => !isList && name === one.name) === index,
  );
}

/** What `key` of `fields` is; undefined when denat does not know it, or it is another program's word. */
function readKey(fields: Fields, key: string): AnswerKey | undefined {
  const spec = answerKeys.get(key) ?? inLowerCamelCase(key);
  const value = fields[key];
  if (spec === undefined || (spec.shape === "list" && isListOfWords(value))) return undefined;
  if (spec.identifiedBy === undefined) return spec;
  const sample = spec.shape === "answer" ? fields : spec.shape === "object" ? value : firstRow(value);
  return isFields(sample) && (spec.identifiedBy in sample || otherCase(spec.identifiedBy) in sample)
    ? spec
    : undefined;
}

/** `"SecurityGroups": ["sg-1"]` is another call's way to name groups. */
const isListOfWords = (value: unknown) => Array.isArray(value) && value.length > 0 && !value.some(isFields);

/** Only lists: `entries` and `routes` are words of many programs. */
function inLowerCamelCase(key: string): AnswerKey | undefined {
  const spec = answerKeys.get(key.charAt(0).toUpperCase() + key.slice(1));
  return spec?.shape === "list" ? spec : undefined;
}

const firstRow = (value: unknown): unknown => (Array.isArray(value) ? value.find(isFields) : undefined);
const otherCase = (key: string) => key.charAt(0).toLowerCase() + key.slice(1);

function isTruncated(fields: Fields): boolean {
  try {
    const tokens = ["NextToken", "nextToken", "NextMarker"].map((key) => findText(fields, key));
    return findFlag(fields, "IsTruncated") ?? tokens.some((token) => token !== undefined && token !== "");
  } catch {
    return true;
  }
}
