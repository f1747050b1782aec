/**
 * Systems Manager's control plane: which nodes are managed, and what sessions, commands, documents, parameters and settings
 * there are. How bytes get to agents and back is the message gateway's matter, which is on the other side of `Gateway`.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html (read 2026-11-29)
 *
 * All state is in memory. Agents register and ping again by themselves.
 */
import { messageTypes } from "../../channel/type.ts";
import type { Call } from "../call.ts";
import { createJsonService } from "../json/front.ts";
import type { OpenOperation } from "../json/operation.ts";
import type { GatewayEvents } from "../ssmmessages/gateway.ts";
import type { Answer } from "../wire/answer.ts";
import { agentModels, registerModel, roleTokenModel } from "./agent-models.ts";
import { deliverTo } from "./command/deliver.ts";
import { noteAcknowledged, noteReply } from "./command/reply.ts";
import type { Plane, SsmOptions } from "./context.ts";
import { createGiving } from "./given.ts";
import type { GivenAccount } from "./given.ts";
import { registerManagedInstance } from "./node/register.ts";
import { requestRoleToken } from "./node/role-token.ts";
import { operationsOf } from "./operations.ts";
import { noteSession, noteTask } from "./session/end.ts";
import { createState } from "./state.ts";

export interface Ssm {
  readonly answer: (call: Call) => Promise<Answer>;
  /** For the gateway to tell what comes up from the agents. */
  readonly events: GatewayEvents;
  readonly give: (accounts: readonly GivenAccount[]) => void;
}

export function openSsm(options: SsmOptions): Ssm {
  const plane: Plane = { ...options, state: createState() };
  const open: Readonly<Record<string, OpenOperation>> = {
    RegisterManagedInstance: {
      input: registerModel,
      run: (input, unproven) => registerManagedInstance(plane, input, unproven),
    },
    RequestManagedInstanceRoleToken: {
      input: roleTokenModel,
      run: (input, unproven) => requestRoleToken(plane, input, unproven),
    },
  };
  return {
    answer: createJsonService({
      target: "AmazonSSM",
      signingName: "ssm",
      loadSdk: () => import("@aws-sdk/client-ssm"),
      operations: operationsOf(plane),
      models: agentModels,
      open,
    }),
    events: eventsOf(plane),
    give: createGiving(plane),
  };
}

function eventsOf(plane: Plane): GatewayEvents {
  const notes: Readonly<Record<string, (target: string, message: Parameters<typeof noteTask>[2]) => void>> = {
    [messageTypes.taskComplete]: (target, message) => noteTask(plane, target, message),
    [messageTypes.jobAcknowledge]: (target, message) => noteAcknowledged(plane, target, message),
    [messageTypes.jobReply]: (target, message) => noteReply(plane, target, message),
  };
  return {
    onChannel: (target, isOpen) => {
      if (!isOpen) return;
      for (const { commands } of plane.state.all()) deliverTo(plane, commands, target);
    },
    onMessage: (target, message) => notes[message.type]?.(target, message),
    onSession: (id, state) => noteSession(plane, id, state),
  };
}
