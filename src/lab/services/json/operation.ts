/** What one operation of a JSON service is told, and how a service lists its operations. */
import type { Structure } from "../../schema/shape.ts";
import type { Call } from "../call.ts";
import type { Credential } from "../../credential.ts";
import type { KeyValues } from "../authorise/keys.ts";

export interface Asked {
  readonly call: Call;
  readonly credential: Credential;
  readonly region: string;
  /** Whose the lab is. */
  readonly account: string;
  readonly partition: string;
  readonly nowMs: number;
  /** Puts an action on one resource to every policy on the way; throws AWS's refusal. `*` for actions that know no resource. */
  readonly permit: (action: string, resource: string, terms?: PermitTerms) => void;
}

export interface PermitTerms {
  readonly keys?: KeyValues;
  readonly resourcePolicy?: unknown;
  /** In place of the caller's. */
  readonly credential?: Credential;
}

/** Asks for permission itself, of the resources that its input names. */
export type Operation = (input: never, asked: Asked) => object | Promise<object>;

export type Operations = Readonly<Record<string, Operation>>;

/** What came, for an operation that tells by itself who asks. */
export interface Unproven {
  readonly call: Call;
  readonly body: Buffer;
  readonly bodyHash: string;
}

/** An operation that is signed otherwise than SigV4 signs, or not at all. */
export interface OpenOperation {
  readonly input: Structure;
  readonly run: (input: never, unproven: Unproven) => object | Promise<object>;
}
