/** ResumeSession, TerminateSession, and what the gateway and the agents tell of sessions. */
import type {
  ResumeSessionRequest,
  ResumeSessionResponse,
  TerminateSessionRequest,
  TerminateSessionResponse,
} from "@aws-sdk/client-ssm";
import { parseFields, textAt } from "../../../channel/fields.ts";
import type { Message } from "../../../channel/message.ts";
import { ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { ssmArn, stateOf } from "../context.ts";
import type { Plane } from "../context.ts";
import type { RegionState } from "../state.ts";
import { isOver } from "./session.ts";
import type { Session } from "./session.ts";
import { streamUrl } from "./stream-url.ts";

/** A session that is over is answered without a token: clients take that for its end. */
export function resumeSession(
  plane: Plane,
  { SessionId: id = "" }: ResumeSessionRequest,
  asked: Asked,
): ResumeSessionResponse {
  asked.permit("ssm:ResumeSession", ssmArn(asked, `session/${id}`));
  const session = stateOf(plane, asked).sessions.get(id);
  if (session === undefined)
    throw new ServiceFault("DoesNotExistException", `Session with the ID ${id} does not exist.`);
  const token = isOver(session) ? undefined : plane.gateway().resume(id);
  return token === undefined
    ? { SessionId: id }
    : { SessionId: id, TokenValue: token, StreamUrl: streamUrl(asked.call, id) };
}

/** Ending what is over, or was never there, is no fault. */
export function terminateSession(
  plane: Plane,
  { SessionId: id = "" }: TerminateSessionRequest,
  asked: Asked,
): TerminateSessionResponse {
  asked.permit("ssm:TerminateSession", ssmArn(asked, `session/${id}`));
  const session = stateOf(plane, asked).sessions.get(id);
  if (session !== undefined && !isOver(session)) {
    change(plane, id, { status: "Terminating" });
    plane.gateway().end(id, "");
  }
  return { SessionId: id };
}

export function noteSession(plane: Plane, id: string, state: "connected" | "ended"): void {
  const session = findSession(plane, id)?.session;
  if (session === undefined || isOver(session)) return;
  if (state === "connected") change(plane, id, { status: "Connected" });
  else change(plane, id, { status: "Terminated", endedAtMs: plane.now() });
}

/** The agent tells how its end went, and where it put the log. */
export function noteTask(plane: Plane, target: string, { payload }: Message): void {
  const told = parseFields(payload) ?? {};
  const id = textAt(told, "TaskId");
  const session = findSession(plane, id)?.session;
  if (session === undefined || session.target !== target || isOver(session)) return;
  const [bucket, key, group] = [
    textAt(told, "S3Bucket"),
    textAt(told, "S3UrlSuffix"),
    textAt(told, "CwlGroup"),
  ];
  const hasFailed = textAt(told, "FinalTaskStatus") === "Failed";
  change(plane, id, {
    ...(hasFailed ? { status: "Failed" as const, endedAtMs: plane.now() } : {}),
    details: textAt(told, "Output") || undefined,
    output: {
      s3: bucket === "" ? undefined : `s3://${bucket}/${key}`,
      logGroup: group === "" ? undefined : group,
    },
  });
}

function findSession(
  { state }: Plane,
  id: string,
): { readonly region: RegionState; readonly session: Session } | undefined {
  for (const region of state.all()) {
    const session = region.sessions.get(id);
    if (session !== undefined) return { region, session };
  }
  return undefined;
}

function change(plane: Plane, id: string, fields: Partial<Session>): void {
  const found = findSession(plane, id);
  found?.region.sessions.set(id, { ...found.session, ...fields });
}
