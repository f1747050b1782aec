/** What denat understood of its input, and what it did not use. */
import { countNames } from "../reading.ts";
import type { CountName, ReadingSummary } from "../reading.ts";
import { paragraph, section, table } from "./layout.ts";
import type { Cell } from "./layout.ts";
import type { Page } from "./page.ts";
import { count, missingLines } from "./words.ts";

export function readText(summary: ReadingSummary, page: Page): string {
  const { scopes, gaps, unresolved, unused } = summary;
  return [
    ...paragraph(page, { text: "" }, { text: headline(summary), style: "strong" }),
    ...scopes.flatMap(({ id, kind, region, account }) =>
      paragraph(
        page,
        { text: "  " },
        { text: `${kind} ${id}, ${region}, account ${account}`, style: "faint" },
      ),
    ),
    ...section(page, "Understood", countRows(summary, page)),
    ...section(page, "Not collected", missingLines(page, "?", "doubtful", gaps)),
    ...section(
      page,
      "References that leave the input",
      missingLines(
        page,
        "?",
        "doubtful",
        unresolved.map(({ symbol, fact, settledBy }) => ({
          fact: symbol === fact ? symbol : `${symbol}: ${fact}`,
          settledBy,
        })),
      ),
    ),
    ...section(
      page,
      "Not used",
      unused.flatMap(({ path, reason }) =>
        paragraph(page, { text: "  · ", style: "faint" }, { text: `${path}: ${reason}` }),
      ),
    ),
    "",
  ].join("\n");
}

function headline({ counts, gaps, unresolved, unused }: ReadingSummary): string {
  const doubts = [
    ...(gaps.length === 0 ? [] : [`${count(gaps.length, "table")} not collected`]),
    ...(unresolved.length === 0 ? [] : [`${count(unresolved.length, "reference")} unresolved`]),
    unused.length === 0 ? "every part of it used" : `${count(unused.length, "part")} not used`,
  ];
  return `${count(counts.vpcs, "VPC")} with ${count(counts.subnets, "subnet")}; ${doubts.join(", ")}.`;
}

const columns = [
  { title: "", align: "left" },
  { title: "", align: "right" },
  { title: "", align: "left" },
] as const;

function countRows({ counts, implied }: ReadingSummary, page: Page): readonly string[] {
  const rows = countNames
    .filter((name) => counts[name] > 0 || implied[name] !== undefined)
    .map((name): readonly Cell[] => [
      { text: wordsOf(name) },
      { text: String(counts[name]) },
      { text: noteOn(name, counts, implied), style: "faint" },
    ]);
  return table(page, columns, rows);
}

function noteOn(
  name: CountName,
  counts: ReadingSummary["counts"],
  implied: ReadingSummary["implied"],
): string {
  const services = Object.entries(counts.vpcEndpointsByService).map(([service, number]) =>
    number === 1 ? service : `${service} × ${number}`,
  );
  const own = implied[name];
  return [
    ...(name === "vpcEndpoints" ? services : []),
    ...(own === undefined ? [] : [`and ${own} that AWS makes by itself`]),
  ].join(", ");
}

/** `natGateways` → `NAT gateways`. */
function wordsOf(name: CountName): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).split(" ");
  const upper: Readonly<Record<string, string>> = {
    vpcs: "VPCs",
    vpc: "VPC",
    nat: "NAT",
    acls: "ACLs",
    ecs: "ECS",
    eks: "EKS",
    vpn: "VPN",
    dhcp: "DHCP",
    dns: "DNS",
    lambda: "Lambda",
  };
  return words.map((word) => upper[word] ?? word).join(" ");
}
