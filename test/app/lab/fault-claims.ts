/** What symptoms say, phrase by phrase, and how a lab tells whether it is so. */
import type { Observed } from "./fault-lab.ts";

interface Claim {
  readonly says: RegExp;
  readonly holds: (seen: Observed) => boolean;
}

const logs = (shape: RegExp) => (seen: Observed) => shape.test(seen.agent?.log.join("\n") ?? "");
const isRefused = ({ session }: Observed): boolean =>
  session.kind === "refused" && session.code === "TargetNotConnected";
const ends =
  (shape: RegExp) =>
  ({ session }: Observed): boolean =>
    session.kind === "ended" && shape.test(session.said);

/** Of two ways in which it shows, one. */
const noChannel = (seen: Observed): boolean =>
  (isRefused(seen) && logs(/AccessDeniedException/)(seen)) ||
  ends(/Setting up data channel with id \S+ failed/)(seen);

const claims: readonly Claim[] = [
  { says: /never listed/, holds: (seen) => !seen.isHeardOf && isRefused(seen) },
  { says: /dial tcp …:443: i\/o timeout/, holds: logs(/dial tcp \S+:443: i\/o timeout/) },
  { says: /no such host/, holds: logs(/no such host/) },
  { says: /lookup … on …:53/, holds: logs(/lookup \S+ on \S+:53: .*(i\/o timeout|connection refused)/) },
  { says: /RequestError: send request failed/, holds: logs(/RequestError: send request failed/) },
  {
    says: /the agent ends by itself: Agent failed to assume any identity/,
    holds: (seen) => logs(/Agent failed to assume any identity/)(seen) && seen.agent?.state === "stopped",
  },
  {
    says: /no valid credentials could be retrieved/,
    holds: logs(/no valid credentials could be retrieved for ec2 identity/),
  },
  { says: /AccessDeniedException(?!\))/, holds: logs(/AccessDeniedException/) },
  { says: /listed as Online/, holds: ({ isHeardOf }) => isHeardOf },
  { says: /Online, and start-session answers TargetNotConnected/, holds: isRefused },
  { says: /with its control channel refused/, holds: noChannel },
  {
    says: /CreateControlChannel: Client\.Timeout exceeded/,
    holds: logs(/CreateControlChannel failed[^]*Client\.Timeout exceeded/),
  },
  {
    says: /data key could not be decrypted/,
    holds: ends(/Fetching data key failed: Unable to retrieve data key, Error when decrypting data key/),
  },
  {
    says: /unable to validate encryption on CloudWatch Logs log group/,
    holds: ends(/unable to validate encryption on CloudWatch Logs log group/),
  },
  {
    says: /the session connects, and its prompt comes late/,
    holds: ({ session }) => session.kind === "answered" && session.promptMs > sixTriesMs,
  },
];

/** Two seconds each, which is as short as a limit becomes. */
const sixTriesMs = 12_000;

/** What `symptom` says, each with whether it was so. */
export function judge(
  symptom: string,
  seen: Observed,
): readonly (readonly [claim: string, holds: boolean])[] {
  return claims
    .filter(({ says }) => says.test(symptom))
    .map(({ says, holds }) => [says.source, holds(seen)] as const);
}

/** Everything that any symptom says, and is so. */
export const whatHolds = (seen: Observed): readonly string[] =>
  claims.filter(({ holds }) => holds(seen)).map(({ says }) => says.source);
