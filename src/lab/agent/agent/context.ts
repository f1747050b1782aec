/** What everything that an agent does has at hand. */
import type { Net } from "../net/net.ts";
import type { Keys } from "../net/sign.ts";
import type { AgentPlace } from "../place.ts";
import type { Log } from "./log.ts";
import type { Identity } from "./metadata.ts";
import type { Pace } from "./pace.ts";
import type { Services } from "./service.ts";

export interface AgentContext {
  readonly place: AgentPlace;
  readonly net: Net;
  readonly pace: Pace;
  readonly log: Log;
  readonly identity: Identity;
  readonly services: Services;
  /** Good for now. Throws where there are none to be had. */
  readonly keys: () => Promise<Keys>;
  /** Aborted when the agent ends. */
  readonly signal: AbortSignal;
}
