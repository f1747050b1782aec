/** The front of IAM: whose request it is, which operation, what its input says; and its answer in the Query protocol. */
import { createHash } from "node:crypto";
import { operationsOf } from "../../schema/shape.ts";
import type { Operation as Model } from "../../schema/shape.ts";
import { parseQuery, refuse, splitUrl, verifySignature } from "../../sigv4/index.ts";
import { askPolicies } from "../call.ts";
import type { Call } from "../call.ts";
import { ServiceFault } from "../fault.ts";
import { readInput } from "../query/read-input.ts";
import { writeOutput } from "../query/write-output.ts";
import type { Answer } from "../wire/answer.ts";
import { toFailureAnswer } from "../wire/failure.ts";
import { readBody } from "../wire/read-body.ts";
import { formatXml } from "../wire/xml.ts";
import type { Asked } from "./context.ts";
import { operations } from "./operations.ts";
import type { IamStore } from "./store.ts";

const maxBody = 1024 * 1024;
const version = "2010-05-08";
const namespace = `https://iam.amazonaws.com/doc/${version}/`;

export interface FrontOptions {
  readonly store: IamStore;
  readonly onChange: () => Promise<void>;
}

export function createFront({ store, onChange }: FrontOptions): (call: Call) => Promise<Answer> {
  let sdk: Promise<ReadonlyMap<string, Model>> | undefined;
  const models = () => (sdk ??= import("@aws-sdk/client-iam").then(operationsOf));
  return async (call) => {
    try {
      const { name, model, input, asked } = await read(call, store, models);
      const own = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (own === undefined)
        throw new ServiceFault("UnsupportedOperation", `denat's lab does not support ${name} of iam`);
      const output = own.run(input as never, asked);
      if (own.changes) await onChange();
      return toAnswer(call, name, writeOutput(model.output(), output));
    } catch (error) {
      if (!(error instanceof ServiceFault)) throw error;
      return refusalOf(call, error);
    }
  };
}

function toAnswer({ requestId }: Call, name: string, result: ReturnType<typeof writeOutput>): Answer {
  const hasResult = Object.keys(result).length > 0;
  const content = {
    ...(hasResult ? { [`${name}Result`]: result } : {}),
    ResponseMetadata: { RequestId: requestId },
  };
  return {
    status: 200,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: formatXml(`${name}Response`, content, namespace),
  };
}

function refusalOf({ requestId }: Call, { code, message, status, rule }: ServiceFault): Answer {
  const headers = rule === undefined ? {} : { "x-denat-rule": rule };
  // Query calls by its own name what the services of JSON call an exception.
  const own = code === "ValidationException" ? "ValidationError" : code;
  const wire = { family: "query", requestId, contentType: "text/xml", namespace } as const;
  return toFailureAnswer({ code: own, message, status, headers }, wire);
}

interface Read {
  readonly name: string;
  readonly model: Model;
  readonly input: Record<string, unknown>;
  readonly asked: Asked;
}

async function read(
  call: Call,
  store: IamStore,
  models: () => Promise<ReadonlyMap<string, Model>>,
): Promise<Read> {
  const body = await readBody(call.request, maxBody);
  if (body === undefined)
    throw new ServiceFault("RequestEntityTooLarge", `the body has more than ${maxBody} bytes`, {
      status: 413,
    });
  const asked = toAsked(call, store, body);
  const parameters = parseQuery([splitUrl(call.url).query, body.toString("utf8")].join("&"));
  const named = new Map(parameters);
  const name = named.get("Action") ?? "";
  const model = (await models()).get(name);
  if (model === undefined || named.get("Version") !== version)
    throw new ServiceFault(
      "InvalidAction",
      `Could not find operation ${name || "NO_OPERATION"} for version ${named.get("Version") ?? "NO_VERSION_SPECIFIED"}`,
    );
  return { name, model, input: readInput(model.input(), parameters), asked };
}

function toAsked(call: Call, store: IamStore, body: Buffer): Asked {
  const { request, url, options, nowMs, target } = call;
  const bodyHash = createHash("sha256").update(body).digest("hex");
  const signature = verifySignature(
    { method: request.method ?? "POST", url, headers: request.headers, bodyHash },
    options.credentials,
    { nowMs, family: "query", services: ["iam"], region: target.region },
  );
  if (signature.kind !== "verified") {
    const { code, message, status } = signature.kind === "refused" ? signature : refuse("query", "unsigned");
    throw new ServiceFault(code, message, { status });
  }
  const { credential } = signature;
  return {
    store,
    facts: options.facts,
    account: options.account,
    partition: target.partition,
    nowMs,
    permit: (action, resource) => {
      const denial = askPolicies(call, { credential, need: { action, resources: [resource] } });
      if (denial !== undefined)
        throw new ServiceFault("AccessDenied", denial.message, { status: 403, rule: denial.rule });
    },
  };
}
