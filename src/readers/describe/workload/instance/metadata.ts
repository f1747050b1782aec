/** How an instance's metadata service answers, as describe-instances says it. */
import type { MetadataOptions } from "../../../../model/entity/workload.ts";
import type { Known } from "../../../../model/known.ts";
import { findFields, findNumber, findWord, knownOr, Rejected } from "../../answer/fields.ts";
import type { Fields } from "../../answer/fields.ts";

export function metadataOf(instance: Fields, id: string): MetadataOptions {
  const options = findFields(instance, "MetadataOptions") ?? {};
  const settledBy = `aws ec2 describe-instances --instance-ids ${id}`;
  const told = <T>(value: T | undefined, name: string): Known<T> =>
    knownOr(value, `metadata option ${name} of ${id}`, settledBy);
  return {
    httpEndpoint: told(wordOf(options, "HttpEndpoint", ["enabled", "disabled"]), "HttpEndpoint"),
    httpTokens: told(wordOf(options, "HttpTokens", ["optional", "required"]), "HttpTokens"),
    hopLimit: told(findNumber(options, "HttpPutResponseHopLimit"), "HttpPutResponseHopLimit"),
  };
}

function wordOf<const Word extends string>(
  options: Fields,
  key: string,
  words: readonly Word[],
): Word | undefined {
  const word = findWord(options, key);
  const found = words.find((one) => one === word);
  if (word !== undefined && found === undefined) throw new Rejected(`${key} is "${word}"`);
  return found;
}
