/** Where the client's data channel of a session is opened: at the message gateway of the Region, or where the client came in. */
import type { Call } from "../../call.ts";

export function streamUrl({ target, outside }: Call, sessionId: string): string {
  const path = `/v1/data-channel/${sessionId}?role=publish_subscribe`;
  return outside === undefined
    ? `wss://ssmmessages.${target.region}.${target.dnsSuffix}${path}`
    : `ws://${outside}${path}&region=${target.region}`;
}
