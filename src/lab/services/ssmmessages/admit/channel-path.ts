/** `/v1/control-channel/i-0abc` and `/v1/data-channel/user-0def`: which channel a request is about. */
import { decodePercent, splitUrl } from "../../../sigv4/index.ts";

export interface ChannelPath {
  readonly kind: "control" | "data";
  /** The target of a control channel, the session of a data channel. */
  readonly id: string;
}

const kinds = { "control-channel": "control", "data-channel": "data" } as const;

/** Undefined for any other path. */
export function findChannelPath(url: string): ChannelPath | undefined {
  const parts = /^\/v1\/(control-channel|data-channel)\/([^/]{1,256})$/.exec(splitUrl(url).path);
  if (parts === null) return undefined;
  return { kind: kinds[parts[1] as keyof typeof kinds], id: decodePercent(parts[2] ?? "").toString("utf8") };
}
