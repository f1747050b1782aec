/** What reading back has shown, in a line. */
import type { Loss } from "../../advice/prove/prover.ts";
import type { WrittenPhase } from "../written.ts";

export function proofLine({ proof, status, why, phase }: WrittenPhase): string {
  if (phase.number === 4) return "changes nothing";
  if (proof === undefined) return status === "empty" ? "as before" : (why[0] ?? "not read");
  const [loss] = [...proof.worse, ...proof.broken];
  if (loss !== undefined) return lossText(loss);
  const asked = proof.standings.reduce((sum, { workloads }) => sum + workloads, 0);
  return `as promised: ${asked} ${asked === 1 ? "need" : "needs"} walked, none worse than before`;
}

export function lossText({ workloads, service, expected, found }: Loss): string {
  const who =
    workloads.length === 1 ? (workloads[0] ?? "") : `${workloads[0]} and ${workloads.length - 1} more`;
  return `${service} from ${who} would be ${wayText(found)}, not ${wayText(expected)}`;
}

const wayText = ({ verdict, via }: Loss["found"]) => (via === undefined ? verdict : `${verdict} by ${via}`);
