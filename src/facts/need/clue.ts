/** The rows that a kind of workload or one clue meets, as needs in a Region. */
import { unknownRegion } from "../../model/network.ts";
import type { ImageFamily } from "./image-family.ts";
import type { Knowledge } from "./knowledge.ts";
import { placeImage } from "./image.ts";
import { needsOfHosts } from "./named-host.ts";
import { internet } from "./need.ts";
import type { ImageFact, Need, TriggerKind } from "./need.ts";
import { policyNameOf } from "./policy.ts";
import { commandsIn, imagesPulledBy } from "./script.ts";
import { isLineWord, lineWords, toNeed } from "./table.ts";
import type { NeedRow, Placeholders } from "./table.ts";

export interface Clue {
  readonly trigger: TriggerKind;
  readonly text: string;
  readonly region: string;
  /** Of the image that a script runs on. */
  readonly family?: ImageFamily;
}

export function needsOfClue(clue: Clue, knowledge: Knowledge): readonly Need[] {
  if (clue.trigger === "image") return needsOfImage(clue.text, knowledge, clue.region);
  const own = needsOfRows(clue, knowledge);
  return clue.trigger === "managed-policy" ? [...own, ...needsOfPolicy(clue, own, knowledge)] : own;
}

/** Needs hold for the Region of the registry; `fallback` is that of the client, for registries without one. */
export function readImage(
  reference: string,
  knowledge: Knowledge,
  fallback: string = unknownRegion,
): ImageFact {
  const { repository, isLikelyCache, ...image } = placeImage(reference, knowledge.images);
  const region = image.region ?? fallback;
  const known = { ACCOUNT: image.account, REPOSITORY: repository };
  const kinds = [image.registry, ...(isLikelyCache ? ["pull-through-cache"] : [])];
  const needs = kinds.flatMap((text) => needsOfRows({ trigger: "image", text, region }, knowledge, known));
  return { ...image, needs };
}

/** A registry outside AWS is dialled by its own name, and one of another Region is there, where no endpoint of this one leads. */
function needsOfImage(reference: string, knowledge: Knowledge, region: string): readonly Need[] {
  const image = readImage(reference, knowledge, region);
  const elsewhere = image.region === undefined || image.region === region ? undefined : image.region;
  const named = needsOfRows({ trigger: "image-name", text: reference, region }, knowledge);
  const pulled = image.needs.map((need) => {
    if (knowledge.services.findService(need.service) === undefined)
      return need.necessity === "required" && image.host !== "" ? { ...need, host: image.host } : need;
    if (elsewhere === undefined) return need;
    const registry = knowledge.hosts.classifyHost(image.host);
    const isRegistry = registry.kind === "aws" && registry.service === need.service;
    const [name] = isRegistry ? [image.host] : knowledge.services.hostNames(need.service, elsewhere);
    return { ...need, region: elsewhere, host: name };
  });
  return [...pulled, ...named];
}

function needsOfRows(
  { trigger, text, region, family = "unknown" }: Clue,
  knowledge: Knowledge,
  known?: Placeholders,
): readonly Need[] {
  const { needs, regions } = knowledge;
  const read = trigger === "user-data" ? commandsIn(text) : text;
  const rows = needs.filter(
    (row) =>
      row.trigger === trigger &&
      row.holdsIn(regions.regionNamed(region)) &&
      row.holdsFor(family) &&
      row.match.test(read),
  );
  return distinct(
    rows.flatMap((row) =>
      isLineWord(row.service)
        ? needsOfLines(row, read, region, knowledge)
        : [toNeed(row, region, regions, known)],
    ),
  );
}

function needsOfLines(row: NeedRow, text: string, region: string, knowledge: Knowledge): readonly Need[] {
  const lines = text.split("\n").filter((line) => row.match.test(line));
  if (row.service !== lineWords.image) return needsOfHosts(row, lines, region, knowledge);
  const images = lines.map(imagesPulledBy);
  const open = images.some((found) => found.length === 0 || found.some((one) => one.startsWith("$")));
  return [...new Set(images.flat().filter((one) => !one.startsWith("$")))]
    .flatMap((image) =>
      needsOfImage(image, knowledge, region).map((need) => ({
        ...need,
        why: `${row.why} ${image}: ${need.why}`,
      })),
    )
    .concat(open ? [unnamedImage(row, region, knowledge)] : []);
}

/** An image that a variable of the script names. */
function unnamedImage(row: NeedRow, region: string, { regions }: Knowledge): Need {
  const need = toNeed(row, region, regions);
  const when = "an image that the script pulls is not in a private registry of Amazon ECR";
  return { ...need, service: internet, necessity: "doubtful", when, why: "the script pulls images" };
}

/**
 * What a managed policy allows bounds what its holder calls, as any policy document does: each service is a need, save
 * where a row says that the permission alone proves less (`iam-action`).
 */
function needsOfPolicy({ text, region }: Clue, own: readonly Need[], knowledge: Knowledge): readonly Need[] {
  const name = policyNameOf(text);
  const policy = knowledge.policies.get(name);
  if (policy === undefined) return [];
  const open = policy.services.filter((service) => own.every((need) => need.service !== service));
  return open.flatMap((service): readonly Need[] => {
    const lesser = needsOfRows({ trigger: "iam-action", text: `${service}:*`, region }, knowledge);
    if (lesser.length > 0) return lesser;
    const why = `managed policy ${name} allows calls to it`;
    const { source, date } = policy;
    const bare = { host: undefined, region: undefined, when: "", actions: [], resources: [] } as const;
    return [{ ...bare, service, necessity: "required", why, source, date }];
  });
}

function distinct(needs: readonly Need[]): readonly Need[] {
  const byContent = needs.map((need): [string, Need] => [
    `${need.service} ${need.host ?? ""} ${need.necessity} ${need.why} ${need.when}`,
    need,
  ]);
  return [...new Map(byContent).values()];
}
