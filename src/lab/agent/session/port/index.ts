/** Sessions of the type Port: how many connections at once is the client's version to say. */
import { failure } from "../activity.ts";
import type { Activity, ActivityStart } from "../activity.ts";
import { forwardOne } from "./basic.ts";
import { destinationOf } from "./destination.ts";
import { forwardMany } from "./many.ts";

const firstWithMany = "1.1.70";

export async function startPort(start: ActivityStart): Promise<Activity> {
  const destination = await destinationOf(start.context, start.task.properties);
  if (typeof destination === "string") {
    return { done: Promise.resolve(failure(destination)), end: () => undefined };
  }
  const isMany = destination.isLocal && isAtLeast(start.clientVersion, firstWithMany);
  return isMany ? forwardMany(start, destination) : forwardOne(start, destination);
}

/** Dotted numbers; what is not one counts as nothing. */
export function isAtLeast(version: string, least: string): boolean {
  const [own, other] = [version, least].map((text) =>
    text.split(".").map((part) => Number.parseInt(part, 10) || 0),
  );
  for (const [index, number] of (other ?? []).entries()) {
    const part = own?.[index] ?? 0;
    if (part !== number) return part > number;
  }
  return true;
}
