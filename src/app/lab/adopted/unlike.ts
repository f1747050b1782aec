/** Where the EC2 API says something else of an adopted network than the network itself: said when the lab comes up. */
import type { NotBuilt } from "../../../lab/fabric/plan.ts";
import { findGap, tableNames } from "../../../model/network.ts";
import type { Network, TableName } from "../../../model/network.ts";
import { isUnknown, plain } from "./plain.ts";
import { shown } from "./shown.ts";

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** `first`: what the API answers at first. */
export function unlikeIn(adopted: Network, first: Network): readonly NotBuilt[] {
  return tableNames.flatMap((table) => [
    ...uncollected(adopted, table),
    ...[...(adopted[table].values() as Iterable<unknown> as Iterable<Row>)].flatMap((row) =>
      unlikeRow(table, row, (first[table] as unknown as ReadonlyMap<string, Row>).get(row.id)),
    ),
  ]);
}

/** A call that nobody made has an answer here. */
function uncollected(adopted: Network, table: TableName): readonly NotBuilt[] {
  const noun = shown[table]?.noun;
  if (noun === undefined || table === "roles") return [];
  return [...adopted.scopes.values()]
    .filter(({ id }) => findGap(adopted, table, id) !== undefined)
    .map(({ id }) => ({
      component: { kind: "scope", id },
      why: `what it has of kind ${noun} was not read, and the API tells of none`,
    }));
}

function unlikeRow(table: TableName, row: Row, first: Row | undefined): readonly NotBuilt[] {
  const own = shown[table];
  // Workloads of other kinds are none of EC2's, and roles are IAM's.
  if (own === undefined || table === "roles" || (table === "workloads" && row["kind"] !== "instance"))
    return [];
  const say = (why: string): NotBuilt => ({ component: { kind: own.noun, id: row.id }, why });
  if (first === undefined) return [say("the API does not show it")];
  const fields = own.fields as readonly string[];
  const lacking = fields.filter((field) => !isTold(row[field], first[field]));
  const standIns = lacking.filter((field) => isUnknown(row[field]) && !isUnknown(first[field]));
  const others = lacking.filter((field) => !standIns.includes(field));
  return [
    ...standIns.map((field) => say(`${factOf(row[field])}: not known, and the API tells of a stand-in`)),
    ...(others.length === 0
      ? []
      : [say(`the API does not tell its ${others.map(words).join(", ")} in full`)]),
  ];
}

const factOf = (value: unknown): string => (value as { readonly fact: string }).fact;

const words = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Whether `told` says all of `own`, and no more. What has no value of its own can be told anyhow. */
function isTold(own: unknown, told: unknown): boolean {
  if (own === undefined || own === "planned") return true;
  if (isUnknown(own)) return isUnknown(told);
  if (Array.isArray(own) && Array.isArray(told)) return isSameList(own, told);
  if (isFields(own) && isFields(told)) return Object.keys(own).every((key) => isToldPart(key, own, told));
  return own === told;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** In the parts of a value there are facts that nobody needs: the zone of an address. */
const isToldPart = (key: string, own: Fields, told: Fields): boolean =>
  key === "origin" || own[key] === undefined || isUnknown(own[key]) || isTold(own[key], told[key]);

/** In any order. */
function isSameList(own: readonly unknown[], told: readonly unknown[]): boolean {
  const [a, b] = [own, told].map((list) => list.map(plain).toSorted());
  if (a?.join("\n") === b?.join("\n")) return true;
  return own.length === told.length && own.every((one) => told.some((other) => isTold(one, other)));
}
