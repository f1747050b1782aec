/** The rows that a kind of workload or one clue meets, as needs in a Region. */
import { unknownRegion } from "../../model/network.ts";
import type { Knowledge } from "./knowledge.ts";
import { placeImage } from "./image.ts";
import { needsOfHosts } from "./named-host.ts";
import type { ImageFact, Need, TriggerKind } from "./need.ts";
import { policyNameOf } from "./policy.ts";
import { hostWords, toNeed } from "./table.ts";
import type { Placeholders } from "./table.ts";

export interface Clue {
  readonly trigger: TriggerKind;
  readonly text: string;
  readonly region: string;
}

export function needsOfClue(clue: Clue, knowledge: Knowledge): readonly Need[] {
  if (clue.trigger === "image") return readImage(clue.text, knowledge, clue.region).needs;
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

function needsOfRows(
  { trigger, text, region }: Clue,
  knowledge: Knowledge,
  known?: Placeholders,
): readonly Need[] {
  const { needs, regions, hosts } = knowledge;
  const read = trigger === "user-data" ? withoutComments(text) : text;
  const rows = needs.filter(
    (row) => row.trigger === trigger && row.holdsIn(regions.regionNamed(region)) && row.match.test(read),
  );
  return distinct(
    rows.flatMap((row) =>
      row.service === hostWords.aws || row.service === hostWords.other
        ? needsOfHosts(row, read, hosts)
        : [toNeed(row, region, regions, known)],
    ),
  );
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
    return [{ service, necessity: "required", when: "", why, actions: [], resources: [], source, date }];
  });
}

/** Lines of a script that do nothing; the first line's interpreter and cloud-init's markers stay. */
function withoutComments(script: string): string {
  return script
    .split("\n")
    .filter((line) => !/^\s*#(?!!|cloud-)/.test(line))
    .join("\n");
}

function distinct(needs: readonly Need[]): readonly Need[] {
  const byContent = needs.map((need): [string, Need] => [
    `${need.service} ${need.necessity} ${need.why} ${need.when}`,
    need,
  ]);
  return [...new Map(byContent).values()];
}
