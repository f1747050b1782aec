/**
 * Reach: what a packet would do.
 *
 * Decides, for one source and one destination, whether a connection opens, by which way, and which rule of which
 * component decides at every stage, on both legs. It leaves to `policy` what an IAM document admits, to `facts` what
 * AWS's names and addresses are, and to `advice` what to do about the answer.
 *
 * A question goes through here: `name` (whom does the user mean) → `walk` (families, addresses, alternatives) → `aim`
 * and `dns` (whom does the destination mean) → `depart` (was the way walked before) → `send` (groups, ACLs, routes) →
 * `way` (what is behind the route) → `outcome` (the verdict) → `explain` (the printed answer).
 */
export { combineTraces, explain, trace, traceAll } from "./explain.ts";
export type { Finding } from "./finding.ts";
export { resolveDestination, resolveSources, resolveWorkload } from "./name.ts";
export { findNats, natIdOf, withoutNat } from "./nat.ts";
export type { Nat } from "./nat.ts";
export { standingOf } from "./place.ts";
export type { Standing } from "./place.ts";
export { askedForService } from "./plain-question.ts";
export type { Destination, Question, Requests, Source } from "./question.ts";
export { ask, clientOf, walk } from "./walk.ts";
export type { Asked, Client, Walk } from "./walk.ts";
export { createWorld } from "./world.ts";
export type { World } from "./world.ts";
export { diffNetworks } from "./diff/index.ts";
export { kept } from "./diff/changed/kept.ts";
export { isLess } from "./diff/judge.ts";
export { isAimedApart } from "./diff/loss/apart.ts";
export { changeBetween, exactLosses, lossesBetween, vpcOfSource } from "./diff/loss/index.ts";
export type { Losses, LostBy } from "./diff/loss/index.ts";
export { createNameDifferences } from "./diff/names/index.ts";
