/** Listens on the loopback interface, and nowhere else. */
import { createServer } from "node:net";
import type { Server } from "node:net";
import { AppError } from "../../model/app-error.ts";

/** Port 0 takes any that is free. Throws an AppError where the port cannot be had. */
export function listenOnLoopback(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      reject(
        new AppError("PORT_TAKEN", `--port ${port} cannot be had`, "give another, or leave it out", {
          cause,
        }),
      );
    });
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
