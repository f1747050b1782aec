/** All that the page of a plan is made of, as it is put into it. */
import type { Picture } from "../../../advice/picture/picture.ts";
import type { Plan, VpcPlan } from "../../../advice/plan.ts";
import type { ChangeReport } from "../../change.ts";
import type { Drawing } from "../drawing/drawing.ts";

export type { Drawing, PlacedBox } from "../drawing/drawing.ts";
export type {
  BoxKind,
  CostCurves,
  CostPicture,
  CostPoint,
  Fate,
  PicturedAnswer,
  PicturedNeed,
  PicturedStep,
  PicturedWalk,
  PicturedWay,
  VpcPicture,
  WorkloadGroup,
} from "../../../advice/picture/picture.ts";
export type { ChangeReport, PhaseEdit, PhaseReport } from "../../change.ts";

export type Language = "en" | "ja";

export interface PageData extends Omit<Plan, "vpcs"> {
  readonly language: Language;
  /** As the user named them. */
  readonly inputs: readonly string[];
  /** What is told of workloads is in the picture. */
  readonly vpcs: readonly Omit<VpcPlan, "workloads">[];
  readonly picture: Picture;
  /** One for each VPC of the picture. */
  readonly drawings: readonly Drawing[];
  /** The phases, or why there are none. */
  readonly change: ChangeReport | { readonly notSupported: string };
}
