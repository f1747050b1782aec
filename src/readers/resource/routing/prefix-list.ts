/**
 * Customer-managed prefix lists.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-prefixlist.html
 * (read 2026-11-24)
 */
import type { PrefixListId } from "../../../model/entity/entity.ts";
import { unknown } from "../../../model/known.ts";
import { formatOrigin } from "../../../model/entity/entity.ts";
import { textOf, toEntity } from "../entity.ts";
import { collect, entryOf, property, toBlock, toFields, toItems } from "../property/property.ts";
import type { Mapper } from "../rows.ts";

export const mapPrefixList: Mapper = (estate, resource) => ({
  prefixLists: [
    {
      ...toEntity<PrefixListId>(estate, resource),
      listName: textOf(resource, "PrefixListName") ?? resource.logicalId,
      owner: "customer",
      entries: collect(toItems(property(resource, "Entries")), (entry) => {
        const fields = toFields(entry);
        if (!fields.known) return fields;
        const cidr = entryOf(fields.value, "Cidr");
        const place = formatOrigin(entry.origin);
        return cidr === undefined
          ? unknown(`Cidr of the entry at ${place}`, `correct ${place}`)
          : toBlock(cidr);
      }),
    },
  ],
});
