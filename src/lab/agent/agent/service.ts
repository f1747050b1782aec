/**
 * The services as the agent calls them: by their names in its Region, with the time limits and retries of the AWS SDK in the real
 * one: a call that nobody answers is tried four times.
 */
import type { Http } from "../net/http.ts";
import { callService } from "../net/service.ts";
import type { Called, ServiceCall } from "../net/service.ts";
import type { Keys } from "../net/sign.ts";
import type { Pace } from "./pace.ts";
import { schedule } from "./schedule.ts";

export interface Services {
  readonly region: string;
  /** `ssm`, `kms` and their like: JSON 1.1. */
  readonly json: (call: JsonCall) => Promise<Called>;
  /** Once, as it is told. */
  readonly once: (call: PlainCall) => Promise<Called>;
  readonly hostOf: (service: string) => string;
}

interface JsonCall {
  readonly service: "ssm" | "kms" | "logs";
  /** `AmazonSSM.UpdateInstanceInformation`. */
  readonly target: string;
  readonly body: object;
  readonly keys: Keys | undefined;
  /** How often it is tried where nobody answers. */
  readonly tries?: number;
  readonly countersign?: ServiceCall["countersign"];
}

interface PlainCall extends Pick<
  ServiceCall,
  "service" | "method" | "path" | "query" | "headers" | "body" | "keys"
> {
  /** Where it is another than the service's own name. */
  readonly host?: string;
  readonly timeoutMs?: number;
}

/** By the beginnings of Regions; amazonaws.com for all others (common/identity/endpoint/endpoint.go of the real agent). */
const domains: readonly (readonly [prefix: string, domain: string])[] = [
  ["cn-", "amazonaws.com.cn"],
  ["us-iso-", "c2s.ic.gov"],
  ["us-isob-", "sc2s.sgov.gov"],
  ["us-isof-", "csp.hci.ic.gov"],
  ["eu-isoe-", "cloud.adc-e.uk"],
  ["eusc-", "amazonaws.eu"],
];

export function hostOf(service: string, region: string): string {
  const domain = domains.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "amazonaws.com";
  return `${service}.${region}.${domain}`;
}

export function createServices(http: Http, region: string, pace: Pace, signal: AbortSignal): Services {
  const host = (service: string): string => hostOf(service, region);
  const once = (call: PlainCall): Promise<Called> =>
    callService(http, {
      region,
      host: host(call.service),
      ...call,
      dialTimeoutMs: pace.limit(schedule.dialTimeoutMs),
      timeoutMs: pace.limit(call.timeoutMs ?? schedule.requestTimeoutMs),
    });
  return {
    region,
    hostOf: host,
    once,
    json: async ({ target, body, tries = schedule.callRetriesMs.length + 1, ...call }) => {
      const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
      const plain = { ...call, method: "POST", path: "/", headers, body: JSON.stringify(body) };
      let called = await once(plain);
      for (let tried = 1; tried < tries && called.kind === "unreachable"; tried += 1) {
        const waitMs = schedule.callRetriesMs[Math.min(tried, schedule.callRetriesMs.length) - 1] ?? 0;
        await pace.wait(waitMs * (1 + Math.random() / 2), signal);
        called = await once(plain);
      }
      return called;
    },
  };
}
