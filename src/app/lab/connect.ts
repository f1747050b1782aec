/** `denat lab connect`: a shell in an instance by Session Manager, as `aws ssm start-session` with its plugin opens one. */
import { SSMClient, StartSessionCommand } from "@aws-sdk/client-ssm";
import type { Screen } from "../../lab/agent/client/front.ts";
import { runSession } from "../../lab/agent/client/run.ts";
import { createSessionService } from "../../lab/agent/client/service.ts";
import { machineNet } from "../../lab/agent/net/net.ts";
import { AppError } from "../../model/app-error.ts";
import { quietenSdk } from "../aws/client/clients.ts";
import type { Outcome } from "../outcome.ts";
import { mustFindCard } from "./directory.ts";
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
  const card = mustFindCard(request.lab);
  const own = findWorkload(card, request.workload);
  const { endpoint, accessKeyId, secretAccessKey } = card;
  quietenSdk();
  const keys = { accessKeyId, secretAccessKey, sessionToken: undefined };
  const target = instanceIdOf(own);
  const ssm = new SSMClient({
    endpoint,
    region: own.region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });
  const asked = {
    Target: target,
    ...(request.document === undefined ? {} : { DocumentName: request.document }),
    Parameters: request.parameters,
  };
  const session = await ssm.send(new StartSessionCommand(asked)).catch((cause: Error) => {
    throw new AppError(
      "SESSION_REFUSED",
      `no session with ${request.workload}: ${cause.name}: ${cause.message}`,
      `denat lab agent ${request.workload} tells how its agent fares`,
      { source: "aws", cause },
    );
  });
  const net = machineNet(undefined);
  const service = createSessionService({ net, region: own.region, endpoint, keys: async () => keys });
  try {
    const { SessionId = "", TokenValue = "", StreamUrl = "" } = session;
    const status = await runSession({
      session: { SessionId, TokenValue, StreamUrl },
      target,
      net,
      service,
      screen: request.screen,
    });
    return { status, text: "" };
  } finally {
    service.close();
    ssm.destroy();
  }
}
