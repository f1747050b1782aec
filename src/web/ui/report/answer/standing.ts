/** What the sentence about a VPC rests on. */
import type { PageData } from "../../../../report/html/report/page-data.ts";
import type { Group } from "../picture/resolve.ts";

export type Vpc = PageData["vpcs"][number];

export interface Standing {
  readonly answer: Vpc["answer"];
  readonly nats: number;
  readonly instancesOnly: boolean;
  readonly interfaces: number;
  readonly gateways: number;
  readonly changed: number;
  readonly removed: number;
  /** Needs that would certainly not be met afterwards, and of how many workloads. */
  readonly brokenNeeds: number;
  readonly brokenWorkloads: number;
  readonly unknowns: number;
}

export function standingOf(vpc: Vpc, groups: readonly Group[]): Standing {
  const { add, change, remove } = vpc.endpoints;
  const broken = groups.map(({ members, cells }) => ({
    members: members.length,
    needs: cells.filter(({ after }) => after.verdict === "blocked" || after.verdict === "partial").length,
  }));
  return {
    answer: vpc.answer,
    nats: vpc.nats.length,
    instancesOnly: vpc.nats.length > 0 && vpc.nats.every(({ kind }) => kind === "instance"),
    interfaces: add.filter(({ type }) => type === "interface").length,
    gateways: add.filter(({ type }) => type === "gateway").length,
    changed: change.length,
    removed: remove.length,
    brokenNeeds: broken.reduce((sum, { members, needs }) => sum + members * needs, 0),
    brokenWorkloads: broken.reduce((sum, { members, needs }) => sum + (needs > 0 ? members : 0), 0),
    unknowns: new Set(vpc.unknowns.map(({ fact }) => fact)).size,
  };
}
