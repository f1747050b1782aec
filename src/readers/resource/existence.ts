/**
 * Resources of which it cannot be told whether they exist, and what that makes of everything they touch. Whatever depends
 * on their existence is unknown, so that nothing that rests on it is ever called safe:
 *
 *   a rule of a group, an entry of an ACL   its traffic
 *   a route, or the target of a route       the target of that route
 *   an association of a table or an ACL     the routes or entries of that one subnet
 *   a block of a VPC or subnet              all its blocks
 *   an endpoint                             its state
 *   a DHCP association                      the option set of the VPC
 *   a transit gateway's route, association  the attachment, the association
 *   … propagation                           the routes of the table
 *   a rule group of DNS Firewall            the VPC it filters
 *   a record, or a zone or rule             its records, the VPCs it serves
 *   a policy of a role                      the documents of the role
 *   Block Public Access                     its mode
 *   a workload                              its state: it is judged as if it ran
 *   a VPC, subnet, table, group, gateway    kept as it is: whatever names it exists only if it does
 *
 * What exists exactly when its owner does is certain as far as the owner is concerned: resources under one condition carry
 * equal doubts.
 */
import type { Known, Unknown } from "../../model/known.ts";
import type { Resource } from "./property/value.ts";

export function doubtOf(resource: Resource, owner?: Resource): Unknown | undefined {
  const { doubt } = resource;
  return doubt !== undefined && doubt.fact === owner?.doubt?.fact ? undefined : doubt;
}

/** The fact, unless it rests on a resource that may not exist. */
export function ifExists<T>(resource: Resource, fact: Known<T>, owner?: Resource): Known<T> {
  return doubtOf(resource, owner) ?? fact;
}

/** The first doubt about any of them. */
export function anyDoubt(resources: readonly Resource[], owner?: Resource): Unknown | undefined {
  for (const resource of resources) {
    const doubt = doubtOf(resource, owner);
    if (doubt !== undefined) return doubt;
  }
  return undefined;
}
