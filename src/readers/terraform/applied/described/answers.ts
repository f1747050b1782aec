/**
 * Answers of the API whose rows may be changed: what AWS would answer once a change was made. A row is copied before anybody changes
 * it, so that what was given stays as it is, and all that nobody touched is the same object in what comes of it.
 */
import { AppError } from "../../../../model/app-error.ts";
import { findAnswers } from "../../../describe/answer/document.ts";
import type { Answer, JsonFile } from "../../../describe/answer/document.ts";
import type { InputFile } from "../../../input.ts";
import { isRow } from "../../document/json.ts";
import { openList } from "./list.ts";
import type { Found, OpenList } from "./list.ts";
import { at } from "./row.ts";
import type { OpenRow } from "./row.ts";

export interface Answers {
  /** Rows of one key, whose `idKey` is `id`, for whoever only reads them. */
  readonly told: (name: string, idKey: string, id: string) => readonly Readonly<OpenRow>[];
  /** The same, to be changed; several where the input tells of it twice. */
  readonly find: (name: string, idKey: string, id: string) => readonly Found[];
  /** Throws an AppError where the input has no such answer for the VPC: a row must not make it look whole. */
  readonly add: (name: string, row: OpenRow, vpc: string) => void;
  /** Answers that are a row as a whole. */
  readonly whole: (key: string) => readonly OpenRow[];
  readonly files: () => readonly InputFile[];
}

/** An answer, with what of it was opened. */
interface Opened {
  readonly answer: Answer;
  readonly lists: Map<string, OpenList>;
  fields: OpenRow | undefined;
}

export function openAnswers(files: readonly JsonFile[]): Answers {
  const opened = files
    .flatMap(findAnswers)
    .map((answer): Opened => ({ answer, lists: new Map(), fields: undefined }));
  const listsOf = (name: string) =>
    opened.flatMap((one) => {
      const list = listOf(one, name);
      return list === undefined ? [] : [{ answer: one.answer, list }];
    });
  return {
    told: (name, idKey, id) => listsOf(name).flatMap(({ list }) => list.told(idKey, id)),
    find: (name, idKey, id) => listsOf(name).flatMap(({ list }) => list.find(idKey, id)),
    add: (name, row, vpc) => {
      const home = listsOf("Vpcs").find(({ list }) => list.told("VpcId", vpc).length > 0);
      const place = home && placeOf(home.answer);
      const own = listsOf(name).find(({ answer }) => placeOf(answer) === place);
      if (own === undefined)
        throw new AppError(
          "DESCRIBE_INCOMPLETE",
          `the input has no answer with ${name} for ${vpc}`,
          "collect it",
        );
      own.list.add(row);
    },
    whole: (key) =>
      opened.flatMap((one) => {
        if (at(one.answer.fields, key) === undefined) return [];
        one.fields ??= structuredClone(one.answer.fields);
        return [one.fields];
      }),
    files: () =>
      files.map((file) =>
        withOpened(
          file,
          opened.filter(({ answer }) => answer.file === file),
        ),
      ),
  };
}

function listOf({ answer, lists }: Opened, name: string): OpenList | undefined {
  const known = lists.get(name);
  if (known !== undefined) return known;
  const rows = at(answer.fields, name);
  if (!Array.isArray(rows)) return undefined;
  const list = openList(rows);
  lists.set(name, list);
  return list;
}

/** The file itself where nothing of it was changed. */
function withOpened(file: JsonFile, opened: readonly Opened[]): InputFile {
  let { value } = file;
  for (const { answer, lists, fields } of opened) {
    const changed = [...lists].filter(([, { isChanged }]) => isChanged());
    if (fields === undefined && changed.length === 0) continue;
    const base: OpenRow = { ...(fields ?? answer.fields) };
    for (const [name, list] of changed) base[keyIn(base, name)] = list.rows();
    value = withAt(value, answer.trail, base);
  }
  return value === file.value ? file : { ...file, value };
}

const keyIn = (row: OpenRow, name: string) =>
  Object.hasOwn(row, name) ? name : name.charAt(0).toLowerCase() + name.slice(1);

/** The value with another one where these keys lead. */
function withAt(value: unknown, [key, ...others]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  if (Array.isArray(value))
    return (value as readonly unknown[]).map((one, index) =>
      String(index) === key ? withAt(one, others, put) : one,
    );
  return isRow(value) ? { ...value, [key]: withAt(value[key], others, put) } : value;
}

/** The directory, and what stands in the file before the name of the call. */
const placeOf = ({ file, trail }: Answer) =>
  [file.path.split("/").slice(0, -1).join("/"), ...trail.slice(0, -1)].join("|");
