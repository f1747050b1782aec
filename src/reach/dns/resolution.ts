/** A query and its answers: what a name may resolve to, and which missing facts would tell. */
import type { Address, Family } from "../../model/address.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import type { Finding } from "../finding.ts";
import type { Span } from "../flow.ts";

export type Target =
  /** Any interface of the endpoint, or only that of one zone when a zonal name was asked. */
  | {
      readonly kind: "endpoint";
      readonly endpoint: VpcEndpoint;
      readonly availabilityZone: string | undefined;
    }
  | { readonly kind: "public"; readonly span: Span }
  | { readonly kind: "addresses"; readonly addresses: readonly Address[] }
  /** No answer: the findings say why. */
  | { readonly kind: "nothing" };

export interface Resolution {
  readonly findings: readonly Finding[];
  readonly target: Target;
}

/** Exactly one of `alternatives` is true; `doubts` say which facts would tell. */
export interface Resolutions {
  readonly doubts: readonly Finding[];
  readonly alternatives: readonly Resolution[];
}

/** The client's side of a query. */
export interface Query {
  readonly vpc: Vpc;
  /** Lower case, no trailing dot. */
  readonly host: string;
  readonly family: Family;
  /** Of the client's subnet: IPv4-only names get an address in 64:ff9b::/96. */
  readonly dns64: boolean;
}
