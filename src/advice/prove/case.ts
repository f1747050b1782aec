/** One VPC on trial: who is planned for, who stands by, and what is proposed. */
import type { Vpc } from "../../model/entity/vpc.ts";
import type { Nat } from "../../reach/index.ts";
import type { Dependents } from "../dependents.ts";
import type { EndpointGroup } from "../design.ts";
import type { Member } from "../member.ts";
import type { Needed } from "../need/index.ts";
import type { Demand, Proposal } from "../propose/index.ts";

export interface Case extends Dependents {
  readonly vpc: Vpc;
  readonly region: string;
  readonly nats: readonly Nat[];
  readonly neededOf: (member: Member) => Needed;
  readonly demands: readonly Demand[];
  readonly proposal: Proposal;
  readonly group: EndpointGroup | undefined;
}
