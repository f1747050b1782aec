/** Where an event source mapping sends records that its function could not take, which it does from inside the VPC. */
import type { Clue } from "../../../../model/entity/workload.ts";
import { failureText } from "../../../event-source.ts";
import type { Resource } from "../../property/value.ts";
import { property, toShape } from "../../property/property.ts";
import { resourcesNamedIn } from "../clue.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html (read 2026-11-29) */
export function failureClues(mapping: Resource): readonly Clue[] {
  const value = property(mapping, "DestinationConfig", "OnFailure", "Destination");
  if (value === undefined) return [];
  const [named] = resourcesNamedIn(value.content);
  const text = failureText(named?.type ?? toShape(value) ?? "");
  return text === undefined ? [] : [{ kind: "event-source", text, origin: value.origin }];
}
