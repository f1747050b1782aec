/**
 * How a verb asks the process that keeps a lab: a socket in the lab's directory, which is this user's alone. One question on a
 * connection, one answer, each a line of JSON.
 */
import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import type { AgentStatus } from "../../lab/agent/index.ts";
import { AppError } from "../../model/app-error.ts";
import { labDirectory } from "./directory.ts";

export type Asked =
  /** To the agent of the instance that has a namespace. */
  | { readonly kind: "agent"; readonly namespace: string; readonly order: AgentOrder }
  /** Which network it is now. */
  | { readonly kind: "network" };

/** Each is answered with how the agent fares afterwards. */
export type AgentOrder = "tell" | "restart" | "stop";

/** What comes back, by what was asked. */
export interface Told {
  readonly agent: {
    /** Undefined where the instance has no agent that could tell. */
    readonly agent: AgentStatus | undefined;
  };
  readonly network: {
    /** In base64, as `v8.serialize` writes it: maps and large numbers are no JSON. */
    readonly network: string;
  };
}

type AnyTold = Told[keyof Told];
type Line = AnyTold | { readonly failure: string };

const longestQuestion = 4096;
const pathOf = (lab: string): string => join(labDirectory(lab), "control");

export async function listenForControl(
  lab: string,
  answer: (asked: Asked) => Promise<AnyTold>,
): Promise<Server> {
  const path = pathOf(lab);
  rmSync(path, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => serve(socket, answer));
  server.listen(path);
  await once(server, "listening");
  return server;
}

function serve(socket: Socket, answer: (asked: Asked) => Promise<AnyTold>): void {
  let said = "";
  socket.on("error", () => undefined);
  socket.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (said.length > longestQuestion) socket.destroy();
  });
  socket.on("end", () => {
    void answer(JSON.parse(said) as Asked)
      .catch((error: Error): Line => ({ failure: error.message }))
      .then((line) => socket.end(JSON.stringify(line)));
  });
}

export async function askLab<Kind extends keyof Told>(
  lab: string,
  asked: Extract<Asked, { readonly kind: Kind }>,
): Promise<Told[Kind]> {
  const socket = connect(pathOf(lab));
  socket.end(JSON.stringify(asked));
  try {
    const told = JSON.parse(await text(socket)) as Line;
    if ("failure" in told) throw new Error(told.failure);
    return told as Told[Kind];
  } catch (cause) {
    throw new AppError(
      "LAB_SILENT",
      `lab ${lab} does not answer: ${(cause as Error).message}`,
      "end it with denat lab down, and start it again",
      {
        source: "tool",
        cause,
      },
    );
  }
}
