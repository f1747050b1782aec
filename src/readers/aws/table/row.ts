/** One row of the table of calls: what is asked, of what, and how its pages hang together. */
import type { Fields, Service } from "../call.ts";

export interface CallRow {
  /** As the AWS CLI writes it: `ec2 describe-vpcs`. */
  readonly call: string;
  readonly service: Service;
  /** As the API and IAM write it: `DescribeVpcs`. */
  readonly operation: string;
  /** The lists that an answer holds, which an answer without them holds empty. Pages of them are joined. */
  readonly lists: readonly string[];
  /** The object that an answer holds in their place. */
  readonly object: string | undefined;
  /** From which field of an answer each field of the question after it comes; the first one missing ends the pages. */
  readonly next: readonly (readonly [input: string, output: string])[];
  /** Which items of the lists stay; the rest is known from elsewhere. */
  readonly keeps: (item: Fields) => boolean;
  /** IAM and Route 53 answer for the account, whatever Region they are asked in. */
  readonly perAccount: boolean;
  /** Whether the answer is kept, or is only there to tell what to ask next. */
  readonly kept: boolean;
  /** The finest `Resource` that IAM knows for it, below `arn:PARTITION:`. */
  readonly resource: string | undefined;
  /** Calls whose answers tell what to ask. */
  readonly after: readonly string[];
  readonly questions: (made: Made, place: Place) => readonly Question[];
}

export interface Question {
  readonly input: Fields;
  /** Put into the answer, which does not say what it is about. */
  readonly about?: Fields;
  /** Gives the answer a file of its own, with this in the name. */
  readonly fileSuffix?: string;
}

export interface Place {
  readonly region: string;
}

export interface Answered {
  readonly question: Question;
  readonly output: Fields;
}

/** The answers so far, by call. */
export type Made = ReadonlyMap<string, readonly Answered[]>;

type Given = Partial<Omit<CallRow, "call" | "service" | "questions">> & {
  readonly input?: Fields;
  readonly questions?: CallRow["questions"];
};

const tokens: Readonly<Record<Service, CallRow["next"]>> = {
  ec2: [["NextToken", "NextToken"]],
  autoscaling: [["NextToken", "NextToken"]],
  lambda: [["Marker", "NextMarker"]],
  ecs: [["nextToken", "nextToken"]],
  eks: [["nextToken", "nextToken"]],
  kafka: [["NextToken", "NextToken"]],
  mq: [["NextToken", "NextToken"]],
  docdb: [["Marker", "Marker"]],
  route53: [["Marker", "NextMarker"]],
  route53resolver: [["NextToken", "NextToken"]],
  iam: [["Marker", "Marker"]],
  ssm: [["NextToken", "NextToken"]],
};

/** A row of which only the unusual need be said. */
export function row(call: string, given: Given): CallRow {
  const [service = "", verb = ""] = call.split(" ");
  const { input = {}, ...more } = given;
  return {
    call,
    service: service as Service,
    operation: verb.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    lists: [],
    object: undefined,
    keeps: () => true,
    next: tokens[service as Service],
    perAccount: false,
    kept: true,
    resource: undefined,
    after: [],
    questions: () => [{ input }],
    ...more,
  };
}

/** The objects that `call` has listed under `key`. */
export function itemsOf(made: Made, call: string, key: string): readonly Fields[] {
  return (made.get(call) ?? []).flatMap(({ output }) => asList(output[key]) as readonly Fields[]);
}

export function textsOf(items: readonly Fields[], key: string): readonly string[] {
  return [...new Set(items.flatMap((item) => asText(item[key])))];
}

/** The object under `key`, empty where there is none. */
export function objectAt(item: Fields, key: string): Fields {
  const value = item[key];
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

export function asText(value: unknown): readonly string[] {
  return typeof value === "string" && value !== "" ? [value] : [];
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** `items` in lots of at most `size`. */
export function lotsOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
