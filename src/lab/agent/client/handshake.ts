/** The client's answers in a handshake (src/datachannel and src/message of session-manager-plugin, read 2026-11-29). */
import { fieldsAt, isFields, listAt, textAt } from "../../channel/fields.ts";
import type { Fields } from "../../channel/fields.ts";
import { createCipher } from "../session/cipher.ts";
import type { Cipher } from "../session/cipher.ts";
import { sessionTypes } from "../session/task.ts";
import type { SessionType } from "../session/task.ts";
import type { SessionService } from "./service.ts";
import { clientVersion } from "./version.ts";

export interface SessionKind {
  readonly type: SessionType;
  readonly properties: Fields;
  readonly agentVersion: string;
}

export interface HandshakeResponse {
  readonly response: object;
  readonly kind: SessionKind | undefined;
  readonly cipher: Cipher | undefined;
}

export interface HandshakeAsk {
  readonly sessionId: string;
  readonly target: string;
  readonly service: SessionService | undefined;
}

const status = { success: 1, failed: 2, unsupported: 3 } as const;

interface Action {
  readonly ActionType: string;
  readonly ActionStatus: number;
  readonly ActionResult?: object;
  readonly Error?: string;
}

export async function answerHandshake(request: Fields, ask: HandshakeAsk): Promise<HandshakeResponse> {
  let kind: SessionKind | undefined;
  let cipher: Cipher | undefined;
  const handlers: Readonly<Record<string, (parameters: Fields) => Promise<object | undefined>>> = {
    SessionType: (parameters) => {
      const type = sessionTypes.find((one) => one === textAt(parameters, "SessionType"));
      if (type === undefined) throw new Error(`Invalid session type ${textAt(parameters, "SessionType")}`);
      const properties = fieldsAt(parameters, "Properties");
      kind = { type, properties, agentVersion: textAt(request, "AgentVersion") };
      return Promise.resolve(undefined);
    },
    KMSEncryption: async (parameters) => {
      const { service, sessionId, target } = ask;
      if (service === undefined) throw new Error("there are no credentials to ask KMS for a data key with");
      const context = { "aws:ssm:SessionId": sessionId, "aws:ssm:TargetId": target };
      const { plain, encrypted } = await service.dataKey(textAt(parameters, "KMSKeyId"), context);
      cipher = createCipher(plain, "client");
      return { KMSCipherTextKey: encrypted };
    },
  };
  const actions: Action[] = [];
  for (const action of listAt(request, "RequestedClientActions").filter(isFields)) {
    const ActionType = textAt(action, "ActionType");
    actions.push(await process(ActionType, fieldsAt(action, "ActionParameters"), handlers[ActionType]));
  }
  const errors = actions.flatMap((action) => action.Error ?? []);
  const response = { ClientVersion: clientVersion, ProcessedClientActions: actions, Errors: errors };
  return { response, kind, cipher };
}

async function process(
  ActionType: string,
  parameters: Fields,
  handler: ((parameters: Fields) => Promise<object | undefined>) | undefined,
): Promise<Action> {
  if (handler === undefined) {
    return { ActionType, ActionStatus: status.unsupported, Error: `Unsupported action ${ActionType}` };
  }
  try {
    const result = await handler(parameters);
    return {
      ActionType,
      ActionStatus: status.success,
      ...(result === undefined ? {} : { ActionResult: result }),
    };
  } catch (error) {
    const why = (error as Error).message;
    return {
      ActionType,
      ActionStatus: status.failed,
      Error: `Failed to process action ${ActionType}: ${why}`,
    };
  }
}
