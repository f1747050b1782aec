/**
 * A plan as something to look at: the network as nested boxes, who fares how with what, and every walk. Whatever is the
 * same for many stands once and is pointed at by its place in a list, so that ten thousand workloads fit into a page.
 */
import type { Explanation, MissingFact, Step, Verdict, Via } from "../../model/answer.ts";
import type { Currency } from "../../model/cost-answer.ts";
import type { WorkloadKind } from "../../model/entity/workload.ts";
import type { CurvePoint, Curves } from "../../pricing/index.ts";
import type { Evidence } from "../plan.ts";

export type CostPoint = CurvePoint;
/** Where it is not known how the volume divides between Regions, there are no points either. */
export type CostCurves = Curves;

export interface Picture {
  readonly vpcs: readonly VpcPicture[];
  /** Lists that others point into: distinct needs, answers, walks, steps, blockers, and facts that are missing or assumed. */
  readonly needs: readonly PicturedNeed[];
  readonly answers: readonly PicturedAnswer[];
  readonly walks: readonly PicturedWalk[];
  readonly steps: readonly PicturedStep[];
  readonly explanations: readonly Explanation[];
  readonly facts: readonly MissingFact[];
  readonly cost: CostPicture;
}

export interface VpcPicture {
  readonly id: string;
  /** The VPC, and beside it what stands outside and may be on a way: the internet, AWS, other VPCs. */
  readonly boxes: readonly Box[];
  readonly groups: readonly WorkloadGroup[];
}

export type BoxKind =
  | "vpc"
  | "zone"
  | "subnet"
  | "workloads"
  | "nat-gateway"
  | "nat-instance"
  | "internet-gateway"
  | "egress-only-internet-gateway"
  | "interface-endpoint"
  | "gateway-endpoint"
  /** Of any other type: what is behind it is not modelled. */
  | "endpoint"
  | "transit-gateway"
  | "vpn-gateway"
  | "peering"
  | "internet"
  | "aws";

/** In which of the two networks it stands: `changed` is in both, and is not the same. */
export type Fate = "kept" | "added" | "removed" | "changed";

/** A thing with a place in the drawing. Inside others as AWS nests them: VPC, zone, subnet, what is in it. */
export interface Box {
  /** Unique in the picture. */
  readonly id: string;
  readonly kind: BoxKind;
  /** Empty where the input does not tell it, and of the box of workloads that holds what is left over in a subnet. */
  readonly name: string;
  /** A line below the name: blocks of addresses, the service of an endpoint. Empty where there is nothing to say. */
  readonly note: string;
  /** Of workloads: how many. */
  readonly count?: number | undefined;
  readonly fate: Fate;
  readonly children: readonly Box[];
}

/** Workloads that need the same and fare alike in all three networks. */
export interface WorkloadGroup {
  /** The id of its only member, or what its members have in common. */
  readonly name: string;
  readonly kind: WorkloadKind | "subnet";
  readonly members: readonly string[];
  /** Where they stand in the drawing. */
  readonly boxes: readonly string[];
  /** The one whose walks are told. Others may pass rules of their own, but get the same verdicts by the same ways. */
  readonly walked: string;
  readonly cells: readonly Cell[];
}

/** One group and one service, by places in the lists of the picture. */
export interface Cell {
  readonly need: number;
  readonly today: number;
  readonly withoutNat: number;
  readonly after: number;
}

export interface PicturedNeed {
  readonly service: string;
  readonly why: string;
  readonly evidence: Evidence;
  /** Where the evidence stands: `template.yaml:41`; empty for a declared need. */
  readonly origin: string;
  readonly gbMonth: number | undefined;
}

export interface PicturedAnswer {
  readonly verdict: Verdict;
  readonly via: Via | null;
  /** One for each interface, port and kind of request that is answered otherwise. */
  readonly walks: readonly number[];
}

export interface PicturedWalk {
  readonly verdict: Verdict;
  readonly via: Via | null;
  /** What a person at the client would see. */
  readonly symptom: string | undefined;
  readonly forward: readonly number[];
  readonly return: readonly number[];
  readonly explanations: readonly number[];
  /** Among the facts. */
  readonly unknowns: readonly number[];
  readonly assumptions: readonly number[];
  /** Several where a route table splits the destinations, or some addresses of an endpoint fare otherwise. */
  readonly ways: readonly PicturedWay[];
}

/** How packets go, as far as they come. */
export interface PicturedWay {
  /** Boxes behind the client's, hop by hop; a hop has several where any of them may be met, as the interfaces of an endpoint. */
  readonly hops: readonly (readonly string[])[];
  /**
   * `drop`: the last hop is where they are lost, unless it is the answer that is lost; without hops, they never leave. `some`:
   * so fares a part of them.
   */
  readonly outcome: Step["outcome"] | "some";
}

export interface PicturedStep extends Step {
  /** The boxes that it is about; none where the drawing has none. */
  readonly boxes: readonly string[];
}

/** What both sides cost at any volume. An amount moves in straight lines from point to point, and goes on as between the last two. */
export interface CostPicture {
  readonly currency: Currency;
  readonly hoursPerMonth: number;
  /** What the plan was asked for or what was measured; undefined when nobody said. */
  readonly gbMonth: number | undefined;
  /** The NATs as they stand against the endpoints as they are proposed. */
  readonly asPlanned: CostCurves;
  /** Which of `byZones` is that of the plan; undefined where NATs and endpoints stand in different numbers of zones. */
  readonly zones: number | undefined;
  /** For 1 zone and up: a NAT in each, and an interface of each endpoint. */
  readonly byZones: readonly ZoneCurves[];
}

export interface ZoneCurves extends Curves {
  readonly zones: number;
}
