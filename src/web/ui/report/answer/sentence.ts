/** One sentence for the answer about a VPC. */
import type { Words } from "../words/index.ts";
import type { Standing } from "./standing.ts";

export function sentenceOf(standing: Standing, words: Words): string {
  return sentences[standing.answer](standing, words.sentence);
}

type Sentences = Words["sentence"];

const sentences: Readonly<Record<Standing["answer"], (standing: Standing, say: Sentences) => string>> = {
  safe: ({ nats, instancesOnly }, say) => (nats === 0 ? say.noNat : say.asItStands(nats, instancesOnly)),
  "safe-with-changes": (standing, say) => {
    const changes = changesOf(standing, say);
    return standing.nats === 0
      ? say.noNatOnce(changes)
      : say.once(standing.nats, standing.instancesOnly, changes);
  },
  "not-safe": ({ brokenNeeds, brokenWorkloads }, say) =>
    brokenNeeds === 0 ? say.harmed : say.broken(brokenNeeds, brokenWorkloads),
  "cannot-tell": ({ unknowns }, say) => say.unknown(Math.max(1, unknowns)),
};

function changesOf({ interfaces, gateways, changed, removed }: Standing, say: Sentences): string {
  const done = [
    ...(interfaces + gateways > 0 ? [say.added(interfaces, gateways)] : []),
    ...(changed > 0 ? [say.changed(changed)] : []),
    ...(removed > 0 ? [say.removed(removed)] : []),
  ];
  return say.join(done.length === 0 ? [say.otherChanges] : done);
}
