/** The difference as a person reads it: what is lost first, each cause once with all whom it concerns. */
import type {
  Box,
  Cause,
  Change,
  ChangeKind,
  Difference,
  Reached,
  SourceName,
} from "../../model/difference.ts";
import { rangeText, trafficText } from "../../model/traffic-text.ts";
import { sourceText } from "../difference.ts";
import type { DifferenceReport } from "../difference.ts";
import { paragraph, section } from "./layout.ts";
import type { Page, Style } from "./page.ts";
import { count, formatVia, list, missingLines } from "./words.ts";

const answers: Readonly<
  Record<Difference["answer"], { readonly word: string; readonly style: Style; readonly text: string }>
> = {
  same: { word: "SAME", style: "good", text: "nothing that is reached differs" },
  changed: { word: "CHANGED", style: "good", text: "nothing is lost" },
  loses: { word: "LOSES", style: "bad", text: "something that is reached before is not reached after" },
  "cannot-tell": {
    word: "CANNOT TELL",
    style: "doubtful",
    text: "nothing is known to be lost, and not all can be told",
  },
};

const titles: readonly (readonly [ChangeKind, string, Style])[] = [
  ["lost", "Lost", "bad"],
  ["undecided", "Cannot be told", "doubtful"],
  ["rerouted", "By another way", "strong"],
  ["gained", "Gained", "good"],
];

export function differenceText({ asked, difference }: DifferenceReport, page: Page): string {
  const { answer, compared, differences, added, removed } = difference;
  const { word, style, text } = answers[answer];
  const concerned = differences.reduce((sum, { sources }) => sum + sources.length, 0);
  const isApart = compared === 0 && added.length + removed.length > 0;
  const told = isApart ? "no source of the one is found in the other, and so nothing was compared" : text;
  const about = `${asked.before} → ${asked.after}: ${told}. ${count(compared, "source")} compared, ${concerned} of them differ`;
  return [
    ...paragraph(page, { text: `${word}  `, style }, { text: about }),
    ...titles.flatMap(([kind, title, look]) =>
      section(
        page,
        title,
        causesOf(difference, kind).flatMap((one) => causeLines(page, one, look)),
      ),
    ),
    ...section(page, "Only before", sourceLines(page, removed)),
    ...section(page, "Only after", sourceLines(page, added)),
    "",
  ].join("\n");
}

interface Told {
  readonly change: Change;
  readonly sources: SourceName[];
}

/** The same change of several classes of sources is told once. */
function causesOf({ differences }: Difference, kind: ChangeKind): readonly Told[] {
  const told = new Map<string, Told>();
  for (const { sources, changes } of differences) {
    for (const change of changes.filter((one) => one.kind === kind)) {
      const name = nameOf(change);
      const alike = told.get(name);
      if (alike === undefined) told.set(name, { change, sources: [...sources] });
      else alike.sources.push(...sources);
    }
  }
  return [...told.values()];
}

const nameOf = (change: Change): string =>
  JSON.stringify(change, (key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : key === "rule" || key === "fix" ? undefined : value,
  );

const most = { sources: 4, ranges: 4, services: 12 } as const;

function causeLines(page: Page, { change, sources }: Told, style: Style): readonly string[] {
  const { cause, boxes, services, before, after } = change;
  return [
    ...paragraph(
      page,
      { text: `  ${cause.code ?? "·"}  `, style },
      { text: whereText(cause), style: "faint" },
    ),
    ...paragraph(page, { text: "    " }, { text: cause.rule }),
    ...paragraph(
      page,
      { text: "    from: ", style: "faint" },
      { text: some(sources.map(sourceText), most.sources) },
    ),
    ...paragraph(
      page,
      { text: "    was: ", style: "faint" },
      { text: `${reachedText(before)}; is: ${reachedText(after)}` },
    ),
    ...boxes.flatMap((box) => paragraph(page, { text: "    to: ", style: "faint" }, { text: boxText(box) })),
    ...(services.length === 0
      ? []
      : paragraph(page, { text: "    to: ", style: "faint" }, { text: servicesText(change) })),
    ...(change.kind === "lost" && cause.fix !== undefined
      ? paragraph(page, { text: "    fix: ", style: "good" }, { text: cause.fix })
      : []),
    ...missingLines(page, "  ?", "doubtful", cause.unknowns),
  ];
}

const whereText = ({ component, origin }: Cause) =>
  [`${component.kind} ${component.id}`, origin].filter((part) => part !== "").join(", ");

function reachedText({ verdict, via }: Reached): string {
  return via === null ? verdict : `${verdict} by ${formatVia(via)}`;
}

function boxText({ addresses, interfaces, traffic }: Box): string {
  const places = [...interfaces, ...addresses.map(rangeText)];
  return `${some(places, most.ranges)}, ${trafficText(traffic)}`;
}

function servicesText({ services }: Change): string {
  const texts = services.map(({ service, port }) => (port === 443 ? service : `${service}:${port}`));
  return `${some(texts, most.services)}, by name`;
}

function some(texts: readonly string[], most: number): string {
  if (texts.length <= most + 1) return list(texts);
  return `${texts.slice(0, most).join(", ")} and ${texts.length - most} more`;
}

const sourceLines = (page: Page, sources: readonly SourceName[]): readonly string[] =>
  sources.length === 0
    ? []
    : paragraph(page, { text: "  " }, { text: some(sources.map(sourceText), most.services) });
