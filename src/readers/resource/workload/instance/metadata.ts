/**
 * How an instance's metadata service will answer.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-instance-metadataoptions.html and
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html (read 2026-11-29): left out,
 * the service is on, and takes requests with a token whether or not it takes others.
 */
import type { MetadataOptions } from "../../../../model/entity/workload.ts";
import { known, unknown } from "../../../../model/known.ts";
import type { Known } from "../../../../model/known.ts";
import { formatOrigin } from "../../../../model/entity/entity.ts";
import type { Value } from "../../property/value.ts";
import { toNumber, toText } from "../../property/property.ts";
import type { Settings } from "./settings.ts";

export function metadataOf({ get, missing }: Settings): MetadataOptions {
  const settingOf = <T>(name: string, fallback: T, read: (value: Value) => Known<T>): Known<T> => {
    const value = get("MetadataOptions", name);
    return value === undefined ? (missing ?? known(fallback)) : read(value);
  };
  return {
    httpEndpoint: settingOf("HttpEndpoint", "enabled", wordIn(["enabled", "disabled"])),
    httpTokens: settingOf("HttpTokens", "optional", wordIn(["optional", "required"])),
    hopLimit: settingOf("HttpPutResponseHopLimit", 1, toNumber),
  };
}

function wordIn<const Word extends string>(words: readonly Word[]) {
  return (value: Value): Known<Word> => {
    const text = toText(value);
    if (!text.known) return text;
    const found = words.find((word) => word === text.value.toLowerCase());
    const place = formatOrigin(value.origin);
    return found === undefined
      ? unknown(`"${text.value}" at ${place}, which is none of ${words.join(", ")}`, `correct ${place}`)
      : known(found);
  };
}
