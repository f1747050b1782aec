/** Calls of AWS services: signed, and answered by values, for a refusal and a service out of reach are news like any other. */
import { parseFields, textAt } from "../../channel/fields.ts";
import type { Fields } from "../../channel/fields.ts";
import type { Http, HttpAnswer } from "./http.ts";
import { signRequest } from "./sign.ts";
import type { Keys } from "./sign.ts";

export interface ServiceCall {
  /** Under which the request is signed. */
  readonly service: string;
  readonly region: string;
  readonly host: string;
  /** 443 where it is left out. */
  readonly port?: number;
  /** False for a service beside its client that speaks no TLS. */
  readonly isSecure?: boolean;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
  /** Undefined for a call that is not signed. */
  readonly keys: Keys | undefined;
  readonly dialTimeoutMs: number;
  readonly timeoutMs: number;
  /** More headers, of what the signature became. */
  readonly countersign?: (authorization: string) => Readonly<Record<string, string>>;
}

export type Called =
  | { readonly kind: "answer"; readonly answer: HttpAnswer }
  /** It said no. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
  /** Nobody answered. */
  | { readonly kind: "unreachable"; readonly message: string };

export async function callService(http: Http, call: ServiceCall): Promise<Called> {
  const {
    host,
    port = 443,
    isSecure = true,
    method,
    query = {},
    body,
    keys,
    dialTimeoutMs,
    timeoutMs,
  } = call;
  const name = port === (isSecure ? 443 : 80) ? host : `${host}:${port}`;
  const unsigned = { ...call, host: name };
  const signed =
    keys === undefined ? { ...call.headers, host: name } : await signRequest(unsigned, { ...call, keys });
  const headers = { ...signed, ...call.countersign?.(signed["authorization"] ?? "") };
  const asked = new URLSearchParams(query).toString();
  const path = asked === "" ? call.path : `${call.path}?${asked}`;
  try {
    const request = { method, isSecure, host, port, path, headers, body, dialTimeoutMs, timeoutMs };
    const answer = await http.ask(request);
    return answer.status < 300 ? { kind: "answer", answer } : { kind: "refused", ...refusalOf(answer) };
  } catch (error) {
    const verb = method[0] + method.slice(1).toLowerCase();
    const cause = `${verb} "https://${host}${path}": ${(error as Error).message}`;
    return { kind: "unreachable", message: `RequestError: send request failed\ncaused by: ${cause}` };
  }
}

/** JSON services say `__type`; the message gateway and S3 answer in XML. */
function refusalOf({ status, body }: HttpAnswer): { readonly code: string; readonly message: string } {
  const fields = parseFields(body);
  if (fields !== undefined) {
    const message = textAt(fields, "Message") || textAt(fields, "message");
    return { code: textAt(fields, "__type").split("#").at(-1) ?? "", message };
  }
  const code = /<Code>([^<]*)<\/Code>/.exec(body)?.[1] ?? /<(\w+Exception)\b/.exec(body)?.[1];
  const message = /<Message>([^<]*)<\/Message>/i.exec(body)?.[1] ?? body.slice(0, 300);
  return { code: code ?? `HTTP ${status}`, message };
}

/** The words of a call that brought nothing. */
export const failureOf = (called: Exclude<Called, { readonly kind: "answer" }>): string =>
  called.kind === "refused" ? `${called.code}: ${called.message}` : called.message;

/** What a JSON service answered. */
export const bodyOf = ({ body }: HttpAnswer): Fields => parseFields(body) ?? {};
