/** `POST /v1/control-channel/ID` and `POST /v1/data-channel/SESSION`: a token for the WebSocket at the same path. */
import { createHash } from "node:crypto";
import type { Call } from "../../call.ts";
import type { Answer } from "../../wire/answer.ts";
import { readBody } from "../../wire/read-body.ts";
import { formatXml } from "../../wire/xml.ts";
import { parseFields } from "../../../channel/fields.ts";
import { limits } from "../timing.ts";
import type { ChannelPath } from "./channel-path.ts";
import { judgeCreation } from "./judge.ts";
import type { Question } from "./judge.ts";
import { refusals, toRefusal } from "./refusal.ts";
import type { Tokens } from "./token.ts";

const roots = { control: "CreateControlChannelResponse", data: "CreateDataChannelResponse" } as const;

export async function createChannel(
  call: Call,
  path: ChannelPath,
  means: Pick<Question, "findSession" | "onOrphan"> & { readonly tokens: Tokens },
): Promise<Answer> {
  const body = await readBody(call.request, limits.body);
  if (body === undefined) return toRefusal(refusals.tooLarge);
  const bodyHash = createHash("sha256").update(body).digest("hex");
  const judgement = judgeCreation({ call, path, bodyHash, ...means });
  if (judgement.kind === "refused") return toRefusal(judgement);
  if (parseFields(body) === undefined) return toRefusal(refusals.notJson);
  const content = { MessageSchemaVersion: "1.0", TokenValue: means.tokens.issue(judgement.grant) };
  return {
    status: 201,
    headers: { "content-type": "application/xml", "x-amzn-requestid": call.requestId },
    body: formatXml(roots[path.kind], content),
  };
}
