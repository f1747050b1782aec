/** A packet on its way: where it stands, whom it is for, and how it came there. */
import type { Leg, Stage } from "../model/answer.ts";
import type { RouteTarget } from "../model/entity/route-table.ts";
import type { VpcEndpoint } from "../model/entity/vpc-endpoint.ts";
import type { VpcEnd } from "./end.ts";
import type { Place } from "./finding.ts";
import type { Flow, Span } from "./flow.ts";
import type { Junction } from "./junction.ts";
import type { Outcome } from "./outcome.ts";
import type { Question } from "./question.ts";
import type { World } from "./world.ts";

/** Whom a packet is for. */
export type Aim =
  /** An interface of the network; `endpoint` when it is one of a VPC endpoint. */
  | { readonly kind: "interface"; readonly end: VpcEnd; readonly endpoint: VpcEndpoint | undefined }
  | { readonly kind: "public"; readonly span: Span }
  /** A private address that nothing in the input has. */
  | { readonly kind: "elsewhere"; readonly span: Span };

export const spanOf = (aim: Aim): Span => (aim.kind === "interface" ? aim.end.span : aim.span);

export interface Hop {
  readonly world: World;
  readonly question: Question;
  /** Who asked; its own groups are asked apart. */
  readonly client: VpcEnd;
  /** Whose address the packet carries: the client, or the NAT that took its place. */
  readonly sender: VpcEnd;
  /** Where the packet stands: its sender, or an attachment of a transit gateway. */
  readonly at: VpcEnd;
  readonly aim: Aim;
  readonly flow: Flow;
  /** How the packet came from the sender's VPC into this one; `vpc` when it did not leave it. */
  readonly junction: Junction;
  /** Where the routes of this VPC have to send the answer. */
  readonly back: RouteTarget;
  /** Where it has stood before. */
  readonly trail: readonly VpcEnd[];
  /** Sends it on from where it stands. */
  readonly onward: (hop: Hop) => Outcome;
}

/** The route target of answers that stay in the VPC. */
export const home: RouteTarget = { kind: "local", id: "local" };

/** What stands behind a route: everything from there to the aim, and the answer's way back to there. */
export type Way = (hop: Hop, target: RouteTarget) => Outcome;

export const at = (leg: Leg, stage: Stage, kind: string, id: string): Place => ({
  leg,
  stage,
  component: { kind, id },
});
