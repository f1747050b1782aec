/** Asks for differences between two estates, and holds every answer to what CONTRACT.md promises of it. */
import { denat, parseAnswer } from "./ask.ts";
import { template } from "./estate.ts";

interface Reached {
  readonly verdict: string;
  readonly via: { readonly kind: string; readonly id: string } | null;
}

export interface Change {
  readonly kind: "lost" | "gained" | "rerouted" | "undecided";
  readonly before: Reached;
  readonly after: Reached;
  readonly cause: {
    readonly code: string | null;
    readonly component: { readonly kind: string; readonly id: string };
    readonly rule: string;
  };
  readonly unknowns: readonly { readonly fact: string; readonly settledBy: string }[];
  readonly destinations: readonly {
    readonly addresses: readonly string[];
    readonly interfaces: readonly string[];
    readonly traffic: readonly {
      readonly protocols: readonly string[];
      readonly ports: readonly string[] | null;
      readonly types: readonly string[] | null;
    }[];
  }[];
  readonly services: readonly { readonly service: string; readonly port: number }[];
}

interface Name {
  readonly id: string;
  readonly workload: string | null;
}

export interface Difference {
  readonly answer: "same" | "changed" | "loses" | "cannot-tell";
  readonly compared: number;
  readonly differences: readonly { readonly sources: readonly Name[]; readonly changes: readonly Change[] }[];
  readonly added: readonly Name[];
  readonly removed: readonly Name[];
}

const statusOf: Readonly<Record<Difference["answer"], number>> = {
  same: 0,
  changed: 0,
  loses: 1,
  "cannot-tell": 2,
};

/** From the estate with the first changes to that with the second. */
export const diff = (before: string, after: string): Promise<Difference> =>
  diffFiles({ "template.yaml": template(before) }, { "template.yaml": template(after) });

type Files = Readonly<Record<string, string>>;

export async function diffFiles(before: Files, after: Files): Promise<Difference> {
  const placed = [...inDirectory("before", before), ...inDirectory("after", after)];
  const result = await denat(["diff"], Object.fromEntries(placed), undefined, ["before", "after"]);
  const answer = parseAnswer<Difference>(result, "denat.diff/1");
  const broken = brokenPromises(answer, result.status);
  if (broken.length > 0) throw new Error(`${answer.answer}: ${broken.join(", ")}`);
  return answer;
}

const inDirectory = (name: string, files: Files) =>
  Object.entries(files).map(([path, text]) => [`${name}/${path}`, text] as const);

function brokenPromises(answer: Difference, status: number): readonly string[] {
  const changes = answer.differences.flatMap((one) => one.changes);
  const has = (kind: Change["kind"]) => changes.some((change) => change.kind === kind);
  const promises: readonly (readonly [string, boolean])[] = [
    ["the exit status is that of the answer", status === statusOf[answer.answer]],
    ["it loses where anything is lost", (answer.answer === "loses") === has("lost")],
    [
      "it cannot tell where nothing is lost and not all can be told",
      (answer.answer === "cannot-tell") === (has("undecided") && !has("lost")),
    ],
    ["the same has no changes", (answer.answer === "same") === (changes.length === 0)],
    [
      "a change is of something",
      changes.every(({ destinations, services }) => destinations.length + services.length > 0),
    ],
    ["what is lost says why", changes.every(({ kind, cause }) => kind !== "lost" || cause.code !== null)],
    [
      "what cannot be told says what is missing",
      changes.every(({ kind, unknowns }) => kind !== "undecided" || unknowns.length > 0),
    ],
  ];
  return promises.flatMap(([promise, kept]) => (kept ? [] : [promise]));
}

/** The changes of one kind that a workload has, in short: `lost tcp 443 to 10.0.0.0/16 (SUBNET_ACL_RESTRICTION)`. */
export function changesOf(answer: Difference, kind: Change["kind"], workload = "App"): readonly Change[] {
  return answer.differences
    .filter(({ sources }) => sources.some((source) => source.workload === workload || source.id === workload))
    .flatMap(({ changes }) => changes)
    .filter((change) => change.kind === kind);
}

export const servicesIn = (changes: readonly Change[]): readonly string[] =>
  changes.flatMap(({ services }) => services.map(({ service }) => service));

export function trafficIn(changes: readonly Change[]): readonly string[] {
  const all = changes.flatMap(({ destinations }) => destinations.flatMap(({ traffic }) => traffic));
  return [
    ...new Set(
      all.map(({ protocols, ports, types }) => [protocols.join("/"), ...(ports ?? types ?? [])].join(" ")),
    ),
  ];
}

export const placesIn = (changes: readonly Change[]): readonly string[] => [
  ...new Set(
    changes.flatMap(({ destinations }) =>
      destinations.flatMap(({ addresses, interfaces }) => [...addresses, ...interfaces]),
    ),
  ),
];

export const codesIn = (changes: readonly Change[]): readonly (string | null)[] => [
  ...new Set(changes.map(({ cause }) => cause.code)),
];
