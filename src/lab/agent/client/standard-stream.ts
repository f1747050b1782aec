/** A port carried over the client's standard streams: what `ssh -o ProxyCommand` wants of AWS-StartSSHSession. */
import { print, terminate } from "./front.ts";
import type { Front, FrontStart } from "./front.ts";

export function carryStreams(start: FrontStart): Front {
  const { client, screen } = start;
  const { input, output } = screen;
  let isOver = false;
  const carry = (bytes: Buffer): void => {
    client.send("output", bytes);
    if (client.isFull()) input.pause();
  };
  const end = (): void => void terminate(start);
  input.on("data", carry);
  input.once("end", end);
  output.on("drain", client.retry);
  return {
    onPayload: (type, payload) => print(screen, type, payload),
    onRoom: () => void (isOver || input.resume()),
    onInterrupt: end,
    close: () => {
      isOver = true;
      input.off("data", carry);
      input.off("end", end);
      input.pause();
      output.off("drain", client.retry);
    },
  };
}
