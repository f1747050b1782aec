/**
 * Image references, and the registries that they are pulled from.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html (read 2026-11-24)
 */
import { datedOf, failAt, oneOf, parseTable } from "../csv.ts";
import type { Dated } from "../dated.ts";
import { compilePattern } from "../host/pattern.ts";
import type { HostPattern } from "../host/pattern.ts";
import type { RegionFacts } from "../region.ts";
import type { ImageFact } from "./need.ts";

export interface Registries {
  readonly registries: readonly RegistryRow[];
  /** Namespaces that pull-through cache rules are often given. */
  readonly cachePrefixes: readonly string[];
  /** The registry of references that name none. */
  readonly defaultHost: string;
}

interface RegistryRow extends Dated {
  readonly pattern: HostPattern;
  readonly registry: ImageFact["registry"];
}

const kinds = ["private-ecr", "ecr-public", "other"] as const;

export function parseImages(text: string, regions: RegionFacts): Registries {
  const rows = parseTable("images", text, ["kind", "pattern", "registry", "source", "date", "note"]);
  const ofKind = (wanted: "registry" | "prefix" | "default") =>
    rows.filter((row) => oneOf(row, "kind", ["registry", "prefix", "default"]) === wanted);
  const [fallback] = ofKind("default");
  return {
    registries: ofKind("registry").map((row) => ({
      pattern: compilePattern(row.cells.pattern, regions),
      registry: oneOf(row, "registry", kinds),
      ...datedOf(row),
    })),
    cachePrefixes: ofKind("prefix").map(({ cells }) => cells.pattern),
    defaultHost: fallback?.cells.pattern ?? failAt({ table: "images", line: 1 }, "no default registry"),
  };
}

export type PlacedImage = Omit<ImageFact, "needs"> & {
  /** Without tag and digest. */
  readonly repository: string;
  readonly isLikelyCache: boolean;
};

/** Reads `[HOST[:PORT]/]PATH[:TAG][@DIGEST]`: a first part with a dot or a port is a host, as Docker reads it. */
export function placeImage(
  reference: string,
  { registries, cachePrefixes, defaultHost }: Registries,
): PlacedImage {
  const [first = "", ...rest] = reference
    .trim()
    .replace(/^[a-z]+:\/\//, "")
    .split("/");
  const namesHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const host = namesHost ? (first.split(":")[0] ?? "").toLowerCase() : defaultHost;
  const repository = (namesHost ? rest : [first, ...rest])
    .join("/")
    .replace(/@.*$/, "")
    .replace(/:[^/:]*$/, "");
  for (const { pattern, registry, source, date } of registries) {
    const parts = pattern.match(host);
    if (parts === undefined) continue;
    const isLikelyCache =
      registry === "private-ecr" && cachePrefixes.includes(repository.split("/")[0] ?? "");
    return {
      registry,
      host,
      account: parts.account,
      region: parts.region,
      repository,
      isLikelyCache,
      source,
      date,
    };
  }
  const [unlisted] = registries;
  const date = unlisted?.date ?? "";
  const source = "no registry of AWS in data/images.csv";
  return {
    registry: "other",
    host,
    account: undefined,
    region: undefined,
    repository,
    isLikelyCache: false,
    source,
    date,
  };
}
