/** A server that takes whatever it is sent, and says at the end how much that was. Runs inside a namespace. */
import { createServer } from "node:net";

export const sinkPort = 5001;

export function runSink(): void {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let bytes = 0;
    socket.on("data", (data) => (bytes += data.length));
    socket.on("end", () => socket.end(`${bytes}`));
    socket.on("error", () => socket.destroy());
  });
  server.listen(sinkPort, "0.0.0.0", 1024, () => console.log("ready"));
}
