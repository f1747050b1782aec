/** Buckets of AWS's own, which clients use without naming them. */
import { datedOf, mustHold, parseTable, wordsIn } from "./csv.ts";
import type { Dated } from "./dated.ts";
import { once } from "./once.ts";
import type { RegionFacts } from "./region.ts";

export interface AwsBuckets extends Dated {
  readonly purpose: string;
  readonly actions: readonly string[];
  /** ARNs of objects. */
  readonly resources: readonly string[];
}

export interface BucketFacts {
  readonly awsBuckets: (region: string) => readonly AwsBuckets[];
}

export function createBucketFacts(text: string, regions: Pick<RegionFacts, "regionNamed">): BucketFacts {
  const rows = once(() =>
    parseTable("aws-buckets", text, ["purpose", "actions", "resources", "source", "date"]),
  );
  return {
    awsBuckets: (region) => {
      const values: Readonly<Record<string, string>> = {
        PARTITION: regions.regionNamed(region).partition.name,
        REGION: region,
        NODASHES: region.replaceAll("-", ""),
      };
      const fill = (one: string) =>
        one.replaceAll(/PARTITION|REGION|NODASHES/g, (word) => values[word] ?? word);
      return rows().map((row) => {
        const { purpose, actions, resources } = row.cells;
        mustHold(
          row,
          wordsIn(resources).every((one) => one.startsWith("arn:PARTITION:s3:::")),
          "a resource is no ARN of S3",
        );
        return {
          ...datedOf(row),
          purpose,
          actions: wordsIn(actions),
          resources: wordsIn(resources).map(fill),
        };
      });
    },
  };
}
