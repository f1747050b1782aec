/** Traffic as a comment or a ticket: the total, where it goes, for whom, and what that rests on. */
import type { TrafficAnswer } from "../../model/traffic-answer.ts";
import {
  clientColumns,
  clientRows,
  hostColumns,
  hostRows,
  serviceColumns,
  serviceRows,
} from "../text/traffic-rows.ts";
import { basisLines, trafficSentence } from "../text/traffic.ts";
import { meterColumns, meterRows } from "../text/meters.ts";
import { factItem, unknownTitle } from "./items.ts";
import { folded, section, table, text } from "./markup.ts";

export function trafficMarkdown(answer: TrafficAnswer): string {
  return [
    `## denat: ${answer.nat === undefined ? "CANNOT TELL" : "TRAFFIC"}`,
    "",
    text(trafficSentence(answer)),
    ...section("By service", table(serviceColumns, serviceRows(answer))),
    ...section("By client", table(clientColumns, clientRows(answer))),
    ...folded("By host", table(hostColumns, hostRows(answer))),
    ...section("Metered by AWS", table(meterColumns, meterRows(answer))),
    ...section(unknownTitle, answer.unknowns.map(factItem)),
    ...folded(
      "Rests on",
      basisLines(answer).map((line) => `- ${text(line)}`),
    ),
    "",
  ].join("\n");
}
