/** Whether what a source means has addresses that none of some others are: then whatever leads to these is not met. */
import { meets } from "../../../model/interval-set.ts";
import type { AddressSet } from "../../../model/interval-set.ts";
import { aimsOf } from "../../aim.ts";
import { endsOf } from "../../answer.ts";
import { spanOf } from "../../hop.ts";
import type { Destination, Source } from "../../question.ts";
import type { World } from "../../world.ts";

export function isAimedApart(
  world: World,
  source: Source,
  destination: Destination,
  addresses: AddressSet,
): boolean {
  return endsOf(world, source).every(({ end, family }) => {
    const { doubts, alternatives } = aimsOf(world, end, destination, family);
    return (
      doubts.length === 0 &&
      alternatives.every(({ aims }) => aims.every((aim) => !meets(spanOf(aim).set, addresses)))
    );
  });
}
