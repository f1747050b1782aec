/**
 * In which Region the code of a workload calls AWS: its own, or the one that its environment tells the SDK.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html (read 2026-11-29): AWS_REGION, and AWS_DEFAULT_REGION
 * for the CLI. In Lambda both are set by the service, and cannot be told otherwise.
 */
import type { Facts } from "../../facts/index.ts";
import type { Workload } from "../../model/entity/workload.ts";
import type { Place } from "./clue.ts";
import type { Evidenced, Sign } from "./sign.ts";

const told = /^AWS_(?:DEFAULT_)?REGION=([a-z0-9-]+)$/;

/** Several where containers are told different ones, and the workload's own where one of them is told none. */
export function callRegionsOf({ clues, kind }: Workload, own: string, facts: Facts): readonly string[] {
  if (kind === "lambda") return [own];
  const named = clues.flatMap((clue) =>
    clue.kind === "environment" ? (told.exec(clue.text)?.[1] ?? []) : [],
  );
  const regions = [...new Set(named)].filter((name) => facts.isRegionName(name));
  const containers = clues.filter((clue) => clue.kind === "image").length;
  return regions.length === 0 || containers > named.length ? [...new Set([own, ...regions])] : regions;
}

/** What is called in `region`, for a workload of another one. */
export function calledIn(region: string, { facts, region: own }: Place, found: Evidenced): Evidenced {
  if (region === own) return found;
  const move = (sign: Sign): Sign => {
    if (sign.host !== undefined) return sign;
    const [host] = facts.hostNames(sign.service, region);
    const isElsewhere = host !== undefined && host !== facts.hostNames(sign.service, own)[0];
    const why = `${sign.why} (its environment says ${region})`;
    return isElsewhere ? { ...sign, host, region, why } : sign;
  };
  return { ...found, signs: found.signs.map(move), possible: found.possible.map(move) };
}
