/** The rows of needs.csv, and the needs they make in a Region. */
import { unknownRegion } from "../../model/network.ts";
import { datedOf, failAt, mustHold, oneOf, parseTable, wordsIn } from "../csv.ts";
import type { Row } from "../csv.ts";
import type { Dated } from "../dated.ts";
import type { Region, RegionFacts } from "../region.ts";
import { isImageFamily } from "./image-family.ts";
import type { ImageFamily } from "./image-family.ts";
import { necessities, triggerKinds } from "./need.ts";
import type { Necessity, Need, TriggerKind } from "./need.ts";

/** Regions that a row holds in, by a property that the table of Regions has. */
const regionFilters = {
  "": () => true,
  ec2messages: ({ hasEc2Messages }: Region) => hasEc2Messages !== false,
  "no-ec2messages": ({ hasEc2Messages }: Region) => hasEc2Messages === false,
  "ecs-all": ({ ecsNeedsAllEndpoints }: Region) => ecsNeedsAllEndpoints === true,
} as const;

/**
 * In place of a service: the services of the hosts that the matching lines name, `internet` for hosts outside AWS, the same
 * for those of them that are known to be dialled, and what the images need that the lines pull.
 */
export const lineWords = {
  aws: "AWS-HOST",
  other: "OTHER-HOST",
  listed: "LISTED-HOST",
  image: "IMAGE",
} as const;
export const isLineWord = (service: string) => Object.values(lineWords).some((word) => word === service);

export interface NeedRow extends Dated {
  readonly trigger: TriggerKind;
  /** Case does not matter; `^` and `$` are the ends of a line. */
  readonly match: RegExp;
  /** Families of images that the row holds for. */
  readonly holdsFor: (family: ImageFamily) => boolean;
  readonly service: string;
  readonly host: string | undefined;
  readonly necessity: Necessity;
  readonly when: string;
  readonly why: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly holdsIn: (region: Region) => boolean;
}

const columns = [
  "trigger",
  "match",
  "image",
  "service",
  "host",
  "necessity",
  "when",
  "why",
  "actions",
  "resources",
  "only_in",
  "source",
  "date",
] as const;

export function parseNeeds(text: string, isService: (token: string) => boolean): readonly NeedRow[] {
  return parseTable("needs", text, columns).map((row) => {
    const { service, host, when, why, actions, resources } = row.cells;
    const families = wordsIn(row.cells.image);
    mustHold(row, isLineWord(service) || isService(service), `no service ${service}`);
    for (const family of families) mustHold(row, isImageFamily(family), `no family ${family}`);
    const necessity = oneOf(row, "necessity", necessities);
    mustHold(
      row,
      (necessity === "required") === (when === ""),
      "needs that are not required say when, and no others",
    );
    mustHold(row, why !== "", "no why");
    return {
      trigger: oneOf(row, "trigger", triggerKinds),
      match: patternIn(row),
      holdsFor: (family) => families.length === 0 || families.includes(family),
      service,
      host: host || undefined,
      necessity,
      when,
      why,
      actions: wordsIn(actions),
      resources: wordsIn(resources),
      holdsIn: regionFilters[oneOf(row, "only_in", ["", "ec2messages", "no-ec2messages", "ecs-all"])],
      ...datedOf(row),
    };
  });
}

function patternIn(row: Row<(typeof columns)[number]>): RegExp {
  try {
    return new RegExp(row.cells.match, "im");
  } catch {
    return failAt(row, `no regular expression: ${row.cells.match}`);
  }
}

/** What the placeholders of a row stand for; what is not known is `*` in an ARN. */
export interface Placeholders {
  readonly ACCOUNT?: string | undefined;
  readonly REPOSITORY?: string | undefined;
}

export function toNeed(row: NeedRow, region: string, regions: RegionFacts, known: Placeholders = {}): Need {
  const values: Readonly<Record<string, string>> = {
    PARTITION: regions.regionNamed(region).partition.name,
    REGION: region === unknownRegion ? "*" : region,
    ACCOUNT: known.ACCOUNT ?? "*",
    REPOSITORY: known.REPOSITORY ?? "*",
  };
  const filled = (text: string) =>
    text.replaceAll(/PARTITION|REGION|ACCOUNT|REPOSITORY/g, (word) => values[word] ?? word);
  const { service, necessity, when, why, actions, resources, source, date } = row;
  return {
    service,
    host: row.host === undefined ? undefined : filled(row.host),
    region: undefined,
    necessity,
    when,
    why,
    actions,
    resources: resources.map(filled),
    source,
    date,
  };
}
