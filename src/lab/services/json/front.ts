/**
 * The front of a service that speaks JSON 1.1: whose request it is, which operation, what its input says; and its answer or
 * refusal on the wire.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html (read 2026-11-29)
 */
import { createHash } from "node:crypto";
import { operationsOf } from "../../schema/shape.ts";
import type { Operation as Model } from "../../schema/shape.ts";
import type { Call } from "../call.ts";
import { ServiceFault } from "../fault.ts";
import type { Answer } from "../wire/answer.ts";
import { toFailureAnswer } from "../wire/failure.ts";
import { readBody } from "../wire/read-body.ts";
import type { OpenOperation, Operations } from "./operation.ts";
import { mustCredential, toAsked } from "./prove.ts";
import { parseBody, readInput } from "./read-input.ts";
import { writeOutput } from "./write-output.ts";

export interface JsonService {
  /** Of `X-Amz-Target`, before the dot. */
  readonly target: string;
  readonly signingName: string;
  /** Loaded when the first request comes. */
  readonly loadSdk: () => Promise<object>;
  readonly operations: Operations;
  /** Of operations that the SDK does not know: agents alone call them. */
  readonly models?: ReadonlyMap<string, Pick<Model, "input">>;
  readonly open?: Readonly<Record<string, OpenOperation>>;
}

const maxBody = 4 * 1024 * 1024;
const contentType = "application/x-amz-json-1.1";

export function createJsonService(service: JsonService): (call: Call) => Promise<Answer> {
  let sdk: Promise<ReadonlyMap<string, Model>> | undefined;
  const models = () => (sdk ??= service.loadSdk().then(operationsOf));
  return async (call) => {
    // An agent's first ping needs no SDK; the user who comes after it should not have to wait for one.
    models().catch(() => undefined);
    try {
      const output = await answer(service, call, models);
      const headers = { "content-type": contentType, "x-amzn-requestid": call.requestId };
      return { status: 200, headers, body: writeOutput(output) };
    } catch (error) {
      if (!(error instanceof ServiceFault)) throw error;
      return refusalOf(error, call.requestId);
    }
  };
}

function refusalOf({ code, message, status, rule }: ServiceFault, requestId: string): Answer {
  const headers = rule === undefined ? {} : { "x-denat-rule": rule };
  const wire = { family: "json", requestId, contentType, namespace: "" } as const;
  return toFailureAnswer({ code, message, status, headers }, wire);
}

async function answer(
  service: JsonService,
  call: Call,
  models: () => Promise<ReadonlyMap<string, Model>>,
): Promise<object> {
  const body = await readBody(call.request, maxBody);
  if (body === undefined)
    throw new ServiceFault("RequestEntityTooLargeException", `the body has more than ${maxBody} bytes`, {
      status: 413,
    });
  const bodyHash = createHash("sha256").update(body).digest("hex");
  const [target, name = ""] = String(call.request.headers["x-amz-target"] ?? "").split(".");
  const open = Object.hasOwn(service.open ?? {}, name) ? service.open?.[name] : undefined;
  if (target === service.target && open !== undefined) {
    const input = readInput(open.input, parseBody(body));
    return open.run(input as never, { call, body, bodyHash });
  }
  const credential = mustCredential(service.signingName, call, bodyHash);
  const operation = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
  const model = service.models?.get(name) ?? (await models()).get(name);
  if (target !== service.target || model === undefined)
    throw new ServiceFault("UnknownOperationException", `${service.signingName} has no operation ${name}`);
  if (operation === undefined)
    throw new ServiceFault(
      "UnsupportedOperationException",
      `denat's lab does not support ${name} of ${service.signingName}`,
    );
  const input = readInput(model.input(), parseBody(body));
  return operation(input as never, toAsked(call, credential));
}
