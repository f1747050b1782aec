/**
 * Clues of which the input does not tell all: which part is missing, and whether anything can be said of the rest.
 *
 * A missing part is a doubt wherever it may be a host outside AWS. Names of tables, keys and versions may be missing in any
 * estate, and say nothing about where packets go.
 */
import type { Facts } from "../../facts/index.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { Clue } from "../../model/entity/workload.ts";
import { settledByNeeds } from "./sign.ts";
import type { Doubt } from "./sign.ts";

export interface OpenPart {
  readonly doubt: Doubt;
  /** Nothing can be said of the clue. */
  readonly isWhole: boolean;
}

/** Undefined where what is missing does not matter. */
export function openPart(clue: Clue): OpenPart | undefined {
  const ask = clue.missing === undefined ? undefined : asks[clue.kind];
  return ask?.(clue);
}

type Ask = (clue: Clue) => OpenPart | undefined;

const asks: Partial<Record<Clue["kind"], Ask>> = {
  image: (clue) =>
    hasOpenRegistry(clue.text) ? whole(clue, (who) => `where an image of ${who} is pulled from`) : undefined,
  secret: (clue) =>
    clue.text.startsWith("${") ? whole(clue, (who) => `where a secret of ${who} is read from`) : undefined,
  "eks-cluster": (clue) =>
    whole(clue, (who) => `whether ${who} reaches the API server of its cluster inside the VPC`),
  "eks-addon": (clue) => whole(clue, (who) => `which add-ons run on ${who}`),
  "log-driver": (clue) => whole(clue, (who) => `where ${who} logs to`),
  "user-data": (clue) =>
    isOneHole(clue.text) || clue.text === ""
      ? whole(clue, (who) => `what the user data of ${who} does`)
      : undefined,
  environment: (clue) => {
    const [, name = "", value = ""] = /^([^=]*)=([\s\S]*)$/.exec(clue.text) ?? [];
    const isAddress = addressName.test(name) && !databaseName.test(name);
    return isAddress && (isOneHole(value) || value === "" || /:\/\/\$\{/.test(value))
      ? whole(clue, (who) => `what ${name} of ${who} names`)
      : undefined;
  },
};

/** Variables that are mostly given a URL or a host. */
const addressName = /(?:URL|URI|HOST|HOSTNAME|ENDPOINT|WEBHOOK|DSN|BROKERS?|PROXY|SITE)$/i;
/** A database of the estate stands in the VPC, and its address is known to nobody before it is made. */
const databaseName =
  /DB|DATABASE|POSTGRES|^PG|MYSQL|MARIA|REDIS|VALKEY|CACHE|MEMCACHED|RDS|AURORA|DOCDB|^SQL/i;

function whole({ missing, origin }: Clue, what: (who: string) => string): OpenPart {
  const settledBy = missing === undefined ? settledByNeeds : `${missing.settledBy}; or ${settledByNeeds}`;
  const fact = missing?.fact ?? "";
  return {
    doubt: (who) => ({ fact: `${what(who)}: ${fact} is not known (${formatOrigin(origin)})`, settledBy }),
    isWhole: true,
  };
}

const isOneHole = (text: string) => /^\s*\$\{[^}]*\}\s*$/.test(text);

/** Of `REGISTRY/PATH:TAG` the part that tells the registry: a path without one is Docker Hub's. */
function hasOpenRegistry(reference: string): boolean {
  const [first = ""] = fillPseudo(reference, "us-east-1", "amazonaws.com").split("/");
  const name = first.replace(/:(?!\/).*$/, "");
  return name.includes("${") && !/\.dkr[.-]ecr/.test(first);
}

/** What is dialled for the clue, and the Region that it tells: of an ARN, or of a log driver's options. */
export function placeClue(
  clue: Clue,
  own: string,
  facts: Facts,
): { readonly text: string; readonly region?: string } {
  const { kind, text } = clue;
  if (kind === "image") {
    const { dnsSuffix } = facts.regionNamed(own).partition;
    return { text: fillPseudo(text, own, dnsSuffix).replaceAll(/\$\{[^}]*\}/g, "unknown") };
  }
  const [, name, inRegion] = /^(\S+) in (\S+)$/.exec(text) ?? [];
  if ((kind === "log-driver" || kind === "log-output") && name !== undefined)
    return placedIn(name, inRegion, facts);
  if (kind === "environment") return placedIn(text, wholeArn.exec(text)?.[1], facts);
  return kind === "secret" ? placedIn(text, text.split(":")[3], facts) : { text };
}

/** `NAME=arn:aws:sqs:eu-west-1:…`: what is called by an ARN is called in the Region of the ARN. */
const wholeArn = /^[^=]*=\s*arn:[^:\s]+:[a-z0-9-]+:([a-z0-9-]+):\S+\s*$/;

function placedIn(text: string, region: string | undefined, { isRegionName }: Facts) {
  return region !== undefined && isRegionName(region) ? { text, region } : { text };
}

/** What CloudFormation writes for the place of the stack is the workload's own. */
function fillPseudo(reference: string, region: string, suffix: string): string {
  return reference
    .replaceAll("${AWS::Region}", region)
    .replaceAll("${AWS::AccountId}", "unknown")
    .replaceAll("${AWS::URLSuffix}", suffix);
}
