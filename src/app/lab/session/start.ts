/** Sessions of the owner of a lab's account with its instances, from outside of it. */
import { SSMClient, StartSessionCommand } from "@aws-sdk/client-ssm";
import type { StartSessionCommandInput } from "@aws-sdk/client-ssm";
import type { StartedSession } from "../../../lab/agent/client/connection.ts";
import { createSessionService } from "../../../lab/agent/client/service.ts";
import type { SessionService } from "../../../lab/agent/client/service.ts";
import { machineNet } from "../../../lab/agent/net/net.ts";
import type { Net } from "../../../lab/agent/net/net.ts";
import { quietenSdk } from "../../aws/client/clients.ts";
import type { KeyPair } from "../owner.ts";

/** The one address of a lab's APIs, and who asks there. */
export interface LabApi extends KeyPair {
  readonly endpoint: string;
}

export interface SessionDesk {
  readonly net: Net;
  readonly service: SessionService;
  /** Rejects with what AWS's SDK makes of a refusal. */
  readonly start: (asked: StartSessionCommandInput) => Promise<StartedSession>;
  readonly close: () => void;
}

export function openSessionDesk(
  { endpoint, accessKeyId, secretAccessKey }: LabApi,
  region: string,
): SessionDesk {
  quietenSdk();
  const keys = { accessKeyId, secretAccessKey, sessionToken: undefined };
  const credentials = { accessKeyId, secretAccessKey };
  const ssm = new SSMClient({ endpoint, region, credentials, maxAttempts: 1 });
  const net = machineNet(undefined);
  const service = createSessionService({
    net,
    region,
    endpoint,
    kmsEndpoint: endpoint,
    keys: async () => keys,
  });
  return {
    net,
    service,
    start: async (asked) => {
      const {
        SessionId = "",
        TokenValue = "",
        StreamUrl = "",
      } = await ssm.send(new StartSessionCommand(asked));
      return { SessionId, TokenValue, StreamUrl };
    },
    close: () => {
      service.close();
      ssm.destroy();
    },
  };
}
