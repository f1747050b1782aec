/**
 * Refusals of the gateway: XML, whose root is the code. An agent looks for `<AccessDeniedException>` in the text and then
 * asks ec2messages for its jobs, and for `Session is already terminated`, after which it asks no more.
 */
import type { Answer } from "../../wire/answer.ts";
import type { Failure } from "../../wire/failure.ts";
import { formatXml } from "../../wire/xml.ts";

export const toRefusal = ({ code, message, status, headers = {} }: Failure): Answer => ({
  status,
  headers: { "content-type": "application/xml", "x-amzn-errortype": code, ...headers },
  body: formatXml(code, { Message: message }),
});

export const refusals = {
  noSuchChannel: {
    status: 404,
    code: "UnknownOperationException",
    message: "There is no channel at this path",
  },
  wrongMethod: {
    status: 405,
    code: "UnknownOperationException",
    message: "A channel is opened by POST, and joined by a WebSocket",
  },
  noWebSocket: {
    status: 426,
    code: "BadRequestException",
    message: "A channel is joined by a WebSocket",
    headers: { upgrade: "websocket" },
  },
  notJson: { status: 400, code: "BadRequestException", message: "The body is no JSON object" },
  tooLarge: { status: 413, code: "BadRequestException", message: "The body is too large" },
  terminated: { status: 400, code: "BadRequestException", message: "Session is already terminated" },
  busy: {
    status: 503,
    code: "ServiceUnavailableException",
    message: "Too many connections have not shown their token",
  },
} as const satisfies Record<string, Failure>;
