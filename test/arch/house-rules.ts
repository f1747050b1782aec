/** The rules of DESIGN.md that a machine can check, each as a function from sources to violations. */
import { builtinModules } from "node:module";
import type { SourceFile } from "./source-tree.ts";
import { withoutComments } from "./source-tree.ts";

/** Who may import whom; `types of advice` admits `import type` alone. */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  model: [],
  facts: ["model"],
  policy: ["model"],
  readers: ["model", "facts"],
  reach: ["model", "facts", "policy"],
  traffic: ["model", "facts"],
  pricing: ["model"],
  advice: ["model", "facts", "policy", "reach", "traffic", "pricing"],
  emit: ["model", "types of advice"],
  report: ["model", "types of advice"],
  lab: ["model", "facts", "policy"],
  app: [
    "model",
    "facts",
    "policy",
    "readers",
    "reach",
    "traffic",
    "pricing",
    "advice",
    "emit",
    "report",
    "lab",
  ],
  cli: ["app", "report"],
  web: ["app", "report"],
};

/** Below app nothing touches the machine, save the lab, whose work that is. */
const pureRooms = [
  "model",
  "facts",
  "policy",
  "readers",
  "reach",
  "traffic",
  "pricing",
  "advice",
  "emit",
  "report",
];

/** Packages, and the only rooms that know of each. */
const packages: Readonly<Record<string, readonly string[]>> = {
  commander: ["cli"],
  yaml: ["readers"],
  "@cdktn/hcl2json": ["readers"],
  "@aws-sdk/client-ec2": ["app", "lab"],
  "@aws-sdk/client-athena": ["app"],
  "@aws-sdk/client-auto-scaling": ["app"],
  "@aws-sdk/client-ecs": ["app"],
  "@aws-sdk/client-eks": ["app"],
  "@aws-sdk/client-cloudwatch-logs": ["lab"],
  "@aws-sdk/client-docdb": ["app"],
  "@aws-sdk/client-kafka": ["app"],
  "@aws-sdk/client-mq": ["app"],
  "@aws-sdk/client-iam": ["app", "lab"],
  "@aws-sdk/client-kms": ["lab"],
  "@aws-sdk/client-lambda": ["app"],
  "@aws-sdk/client-route-53": ["app"],
  "@aws-sdk/client-route53resolver": ["app"],
  "@aws-sdk/client-s3": ["app"],
  "@duckdb/node-api": ["app"],
  "@aws-sdk/client-ssm": ["app", "lab"],
  "@aws-sdk/client-sts": ["app"],
  "@aws-sdk/credential-providers": ["app"],
  "@peculiar/x509": ["lab"],
  "dns-packet": ["lab"],
  "fast-xml-parser": ["lab"],
  fflate: ["readers"],
  koffi: ["lab"],
  ws: ["lab"],
  preact: ["web"],
  vite: ["app"],
  "@smithy/signature-v4": ["app", "lab"],
  "reflect-metadata": ["lab"],
};

const maxLines = 300;

export function wrongImports(sources: readonly SourceFile[]): readonly string[] {
  return sources.flatMap(({ path, room, imports }) => {
    const allowed = rooms[room];
    if (allowed === undefined) return [`${path}: no room of this name in the house`];
    return imports.flatMap(({ specifier, target, typeOnly }) => {
      const to = target?.split("/")[1];
      if (target === undefined) return packageViolations(path, room, specifier);
      if (!target.startsWith("src/")) return [`${path}: imports ${target}, outside src`];
      if (!/\.(?:tsx?|css)$/.test(specifier)) return [`${path}: imports ${specifier} without its .ts`];
      if (to === undefined || to === room || allowed.includes(to)) return [];
      if (typeOnly && allowed.includes(`types of ${to}`)) return [];
      return [`${path}: ${room} imports ${to}`];
    });
  });
}

function packageViolations(path: string, room: string, specifier: string): readonly string[] {
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  if (name.startsWith("node:") || builtinModules.includes(name)) {
    return pureRooms.includes(room) ? [`${path}: ${room} imports ${specifier}`] : [];
  }
  return packages[name]?.includes(room) === true ? [] : [`${path}: ${room} imports ${specifier}`];
}

/** Each circle of imports once, written from its first file by name. Types count: a circle is hard to read either way. */
export function circles(sources: readonly SourceFile[]): readonly string[] {
  const next = new Map(
    sources.map(({ path, imports }) => [path, imports.flatMap(({ target }) => target ?? [])]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(" → "));
    if (start >= 0 || done.has(path)) return;
    for (const target of next.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of [...next.keys()].sort()) visit(path, []);
  return found;
}

const machineWords = [
  /\bprocess\./,
  /\bglobalThis\b/,
  /\bDate\.now\(/,
  /\bnew Date\(\s*\)/,
  /\bperformance\./,
  /\bMath\.random\(/,
  /\bset(?:Timeout|Interval|Immediate)\(/,
  /\bfetch\(/,
  /\bconsole\./,
];

/** Clock, chance, environment and network by their global names. */
export function impurities(sources: readonly SourceFile[]): readonly string[] {
  return sources
    .filter(({ room }) => pureRooms.includes(room))
    .flatMap(({ path, text }) => {
      const code = withoutComments(text).replaceAll(/"(?:\\.|[^"\\\n])*"/g, '""');
      return machineWords.flatMap((word) => {
        const [found] = word.exec(code) ?? [];
        return found === undefined ? [] : [`${path}: ${found}`];
      });
    });
}

export function longFiles(sources: readonly SourceFile[]): readonly string[] {
  return sources.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split("\n").length;
    return lines > maxLines ? [`${path}: ${lines} lines`] : [];
  });
}

/** What is loaded before any dynamic import when `entry` starts. */
export function loadedAtStart(sources: readonly SourceFile[], entry: string): readonly string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const loaded = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { target, typeOnly, dynamic } of byPath.get(path)?.imports ?? []) {
      if (target !== undefined && !typeOnly && !dynamic) load(target);
    }
  };
  load(entry);
  return [...loaded].sort();
}

const codeWord = /"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"/g;

/** The codes of explanations: capital words that stand as strings in what follows `code:`, up to the next comma or brace. */
export function codesIn(sources: readonly SourceFile[]): readonly string[] {
  const values = sources.flatMap(({ text }) => [...withoutComments(text).matchAll(/\bcode:\s*([^,;}]*)/g)]);
  return distinct(values.flatMap(([, value = ""]) => wordsIn(value)));
}

const judgingRooms = ["policy", "reach", "advice"];

/** Capital words in the judges that `codesIn` would miss: neither after `code:` nor the code of an AppError. */
export function strayCodes(sources: readonly SourceFile[]): readonly string[] {
  const judges = sources.filter(({ room }) => judgingRooms.includes(room));
  const known = codesIn(judges);
  const all = judges.flatMap(({ text }) =>
    wordsIn(withoutComments(text).replaceAll(/\bAppError\(\s*"\w+"/g, "")),
  );
  return distinct(all).filter((word) => !known.includes(word));
}

function wordsIn(text: string): readonly string[] {
  return [...text.matchAll(codeWord)].map(([, word = ""]) => word);
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort();
}
