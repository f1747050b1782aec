/** What reading back has shown, in a line. */
import type { Loss } from "../../advice/prove/prover.ts";
import type { Setback } from "../../advice/prove/setback.ts";
import type { Change } from "../../model/difference.ts";
import { rangeText, trafficText } from "../../model/traffic-text.ts";
import type { Found, WrittenPhase } from "../written.ts";

export function proofLine({ proof, status, why, phase }: WrittenPhase): string {
  if (phase.number === 4) return "changes nothing";
  if (proof === undefined) return status === "empty" ? "as before" : (why[0] ?? "not read");
  const [fault] = faultsOf(proof);
  if (fault !== undefined) return fault;
  const asked = proof.standings.reduce((sum, { workloads }) => sum + workloads, 0);
  return `as promised: ${asked} ${asked === 1 ? "need" : "needs"} walked, nothing worse than before`;
}

/** Why the phase is not to be had, each in a line: needs first, and then whatever else worked. */
export const faultsOf = ({ worse, broken, setbacks }: Found): readonly string[] => [
  ...new Set([
    ...[...worse, ...broken].map(lossText),
    ...setbacks.filter(({ foreseen }) => foreseen === undefined).map(setbackText),
  ]),
];

/** What works no more and need not: told, so that nobody is surprised. */
export const foreseenOf = ({ setbacks }: Found): readonly string[] => [
  ...new Set(setbacks.flatMap((one) => (one.foreseen === undefined ? [] : [foreseenText(one)]))),
];

function lossText({ workloads, service, expected, found }: Loss): string {
  return `${service} from ${someText(workloads)} would be ${wayText(found)}, not ${wayText(expected)}`;
}

function setbackText({ sources, change }: Setback): string {
  const who = someText(sources);
  if (change === undefined) return `${who} would be there no more`;
  const { before, after, cause } = change;
  return `${toText(change)} from ${who} would be ${reachedText(after)}, not ${reachedText(before)}: ${cause.rule}`;
}

function foreseenText({ sources, change }: Setback): string {
  const [who, to] = [someText(sources), change === undefined ? "" : toText(change)];
  return `${to} from ${who}, where nobody is: whoever is put there later has to be in a group that the endpoints admit`;
}

const someText = ([first = "", ...others]: readonly string[]): string =>
  others.length === 0 ? first : `${first} and ${others.length} more`;

/** The names, or where there are none the first of the addresses. */
function toText({ services, boxes }: Change): string {
  if (services.length > 0) return someText(services.map(({ service }) => service));
  const [box] = boxes;
  if (box === undefined) return "nothing";
  return `${trafficText(box.traffic)} to ${someText([...box.interfaces, ...box.addresses.map(rangeText)])}`;
}

const wayText = ({ verdict, via }: Loss["found"]) => (via === undefined ? verdict : `${verdict} by ${via}`);
const reachedText = ({ verdict, via }: Change["before"]) => wayText({ verdict, via: via?.kind });
