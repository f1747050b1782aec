/** Answers of the API whose rows may be changed: what AWS would answer once a change was made. */
import { AppError } from "../../../../model/app-error.ts";
import { findAnswers } from "../../../describe/answer/document.ts";
import type { Answer } from "../../../describe/answer/document.ts";
import type { InputFile } from "../../../input.ts";
import { isRow } from "../../document/json.ts";

export type OpenRow = Record<string, unknown>;

export interface Found {
  readonly row: OpenRow;
  readonly answer: Answer;
  /** The list that it stands in. */
  readonly among: unknown[];
}

export interface Answers {
  /** Rows of one key, whose `idKey` is `id`; several where the input tells of it twice. */
  readonly find: (name: string, idKey: string, id: string) => readonly Found[];
  /** Throws an AppError where the input has no such answer for the VPC: a row must not make it look whole. */
  readonly add: (name: string, row: OpenRow, vpc: string) => void;
  /** Answers that are a row as a whole. */
  readonly whole: (key: string) => readonly OpenRow[];
  readonly files: () => readonly InputFile[];
}

export function openAnswers(files: readonly InputFile[]): Answers {
  const parsed = files.map(({ path, text }) => ({ path, text, value: JSON.parse(text) as unknown }));
  const answers = parsed.flatMap(findAnswers);
  const listsOf = (name: string) =>
    answers.flatMap((answer) => {
      const list = at(answer.fields, name);
      return Array.isArray(list) ? [{ answer, list: list as unknown[] }] : [];
    });
  const find: Answers["find"] = (name, idKey, id) =>
    listsOf(name).flatMap(({ answer, list }) =>
      list.filter(isOpen).flatMap((row) => (at(row, idKey) === id ? [{ row, answer, among: list }] : [])),
    );
  return {
    find,
    add: (name, row, vpc) => {
      const [home] = find("Vpcs", "VpcId", vpc);
      const place = home && placeOf(home.answer);
      const own = listsOf(name).find(({ answer }) => placeOf(answer) === place);
      if (own === undefined)
        throw new AppError(
          "DESCRIBE_INCOMPLETE",
          `the input has no answer with ${name} for ${vpc}`,
          "collect it",
        );
      own.list.push(row);
    },
    whole: (key) =>
      answers.flatMap(({ fields }) => (at(fields, key) === undefined ? [] : [fields as OpenRow])),
    files: () => parsed.map(({ path, value }) => ({ path, text: JSON.stringify(value) })),
  };
}

/** Answers come with small initials too. */
export const at = (row: Readonly<OpenRow>, key: string): unknown =>
  row[key] ?? row[key.charAt(0).toLowerCase() + key.slice(1)];

/** The list of a row, made where there is none. */
export function listIn(row: OpenRow, key: string): unknown[] {
  const found = at(row, key);
  if (Array.isArray(found)) return found as unknown[];
  const made: unknown[] = [];
  row[key] = made;
  return made;
}

export const isOpen = (value: unknown): value is OpenRow => isRow(value);

/** The directory, and what stands in the file before the name of the call. */
const placeOf = ({ file, trail }: Answer) =>
  [file.path.split("/").slice(0, -1).join("/"), ...trail.slice(0, -1)].join("|");
