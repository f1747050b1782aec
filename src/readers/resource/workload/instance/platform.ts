/** Linux or Windows, by what names the image: the platform decides the ports that answers come back to. */
import type { ClientKind } from "../../../../model/entity/network-interface.ts";
import type { Workload } from "../../../../model/entity/workload.ts";
import type { Value } from "../../property/value.ts";
import { toShape } from "../../property/property.ts";

type Platform = Workload["platform"];

/** Words of image names and of the public SSM parameters that name images (`/aws/service/…`). */
const words: readonly { readonly pattern: RegExp; readonly platform: Platform }[] = [
  { pattern: /windows/i, platform: "windows" },
  {
    pattern:
      /amazon-?linux|amzn2?|al20\d\d|ubuntu|debian|rhel|red-?hat|centos|rocky|alma|suse|sles|fedora|bottlerocket|ecs\/optimized|eks\/optimized/i,
    platform: "linux",
  },
];

/** An AMI id says nothing: it is unknown, like whatever no word of this table is in. */
export function platformOfImage(image: Value | undefined): Platform {
  const text = imageText(image);
  return words.find(({ pattern }) => pattern.test(text))?.platform ?? "unknown";
}

/** All that tells the image: its id, or where the template looks it up. */
export function imageText(image: Value | undefined): string {
  const { content } = image ?? {};
  const isUnresolved = typeof content === "object" && content !== null && content.kind === "unresolved";
  const clue = isUnresolved ? [content.unknown.fact, content.unknown.settledBy] : [];
  return [image === undefined ? "" : (toShape(image) ?? ""), ...clue].join(" ");
}

export function clientOf(platform: Platform): ClientKind {
  return platform;
}
