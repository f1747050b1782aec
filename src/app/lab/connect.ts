/** `denat lab connect`: a shell in an instance by Session Manager, as `aws ssm start-session` with its plugin opens one. */
import type { Screen } from "../../lab/agent/client/front.ts";
import { runSession } from "../../lab/agent/client/run.ts";
import { AppError } from "../../model/app-error.ts";
import type { Outcome } from "../outcome.ts";
import { mustFindCard } from "./directory.ts";
import { openSessionDesk } from "./session/start.ts";
import { findWorkload, instanceIdOf } from "./workloads.ts";

export interface ConnectRequest {
  readonly lab: string;
  readonly workload: string;
  readonly document: string | undefined;
  readonly parameters: Readonly<Record<string, string[]>>;
  readonly screen: Screen;
}

/** Status of the command, for a session that runs one. */
export async function runLabConnect(request: ConnectRequest): Promise<Outcome> {
  const { workload, document, parameters, screen } = request;
  const card = mustFindCard(request.lab);
  const own = findWorkload(card, workload);
  const target = instanceIdOf(own);
  const { start, net, service, close } = openSessionDesk(card, own.region);
  const named = document === undefined ? {} : { DocumentName: document };
  try {
    const session = await start({ Target: target, ...named, Parameters: parameters }).catch(
      (cause: Error) => {
        throw refusal(workload, cause);
      },
    );
    const status = await runSession({ session, target, net, service, screen });
    return { status, text: "" };
  } finally {
    close();
  }
}

const refusal = (workload: string, cause: Error): AppError =>
  new AppError(
    "SESSION_REFUSED",
    `no session with ${workload}: ${cause.name}: ${cause.message}`,
    `denat lab agent ${workload} tells how its agent fares`,
    { source: "aws", cause },
  );
