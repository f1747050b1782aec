/**
 * DescribeSessions.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeSessions.html (read 2026-11-29)
 */
import type { DescribeSessionsRequest, DescribeSessionsResponse, SessionFilter } from "@aws-sdk/client-ssm";
import { ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { pageOf } from "../../json/page.ts";
import { ssmArn, stateOf } from "../context.ts";
import type { Plane } from "../context.ts";
import { isOver, isShown, toAnswer } from "./session.ts";
import type { Session } from "./session.ts";

type Passes = (session: Session, value: string) => boolean;

const filters: Readonly<Record<string, Passes>> = {
  InvokedAfter: ({ startedAtMs }, value) => startedAtMs > timeOf(value),
  InvokedBefore: ({ startedAtMs }, value) => startedAtMs < timeOf(value),
  Target: ({ target }, value) => target === value,
  Owner: ({ owner }, value) => owner === value,
  Status: ({ status }, value) => status === value,
  SessionId: ({ id }, value) => id === value,
  AccessType: (_, value) => value === "Standard",
};

function timeOf(value: string): number {
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw new ServiceFault("ValidationException", `${value} is not a time`);
  return time;
}

/** The latest first. */
export function describeSessions(
  plane: Plane,
  { State, Filters = [], MaxResults = 200, NextToken }: DescribeSessionsRequest,
  asked: Asked,
): DescribeSessionsResponse {
  asked.permit("ssm:DescribeSessions", ssmArn(asked, "session/*"));
  const found = [...stateOf(plane, asked).sessions.values()]
    .filter((session) => isShown(session, asked.nowMs) && isOver(session) === (State === "History"))
    .filter((session) => Filters.every((filter) => passes(session, filter)))
    .toReversed();
  const { items, next } = pageOf(found, { most: MaxResults, token: NextToken });
  return { Sessions: items.map(toAnswer), NextToken: next };
}

function passes(session: Session, { key, value = "" }: SessionFilter): boolean {
  const filter = filters[key ?? ""];
  if (filter === undefined) throw new ServiceFault("InvalidFilterKey", `The filter key ${key} is not valid`);
  return filter(session, value);
}
