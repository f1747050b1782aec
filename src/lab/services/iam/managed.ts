/**
 * AWS's managed policies: the facts know which services each is about and not which actions, so that in the lab it allows all
 * of those services. One that no fact knows is not there.
 */
import type { Facts } from "../../../facts/index.ts";

export const isManaged = (facts: Facts, arn: string): boolean =>
  /^arn:[a-z-]+:iam::aws:policy\/.+$/.test(arn) && facts.servicesOfPolicy(arn) !== undefined;

/** By name or ARN. */
export function managedDocument(facts: Facts, policy: string): unknown {
  const services = facts.servicesOfPolicy(policy) ?? [];
  const actions = services.flatMap((service) => facts.actionsOfService(service));
  const Statement = actions.length === 0 ? [] : [{ Effect: "Allow", Action: actions, Resource: "*" }];
  return { Version: "2012-10-17", Statement };
}
