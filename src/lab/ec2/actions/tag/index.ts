/** CreateTags, DeleteTags and DescribeTags: of any resource, whatever table it is in. */
import type {
  CreateTagsRequest,
  DeleteTagsRequest,
  DescribeTagsRequest,
  DescribeTagsResult,
  TagDescription,
} from "@aws-sdk/client-ec2";
import type { Tag } from "@aws-sdk/client-ec2";
import { Ec2Error } from "../../error.ts";
import { rowKeys } from "../../store/rows.ts";
import type { Tagged } from "../../store/rows.ts";
import type { Table } from "../../store/table.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable } from "../ask/filter.ts";
import { pageOf } from "../ask/page.ts";
import { mustFind, resourceKinds } from "../ask/resource.ts";
import type { ResourceTable } from "../ask/resource.ts";
import type { Actions, Context } from "../context.ts";
import { withTags, withoutTags } from "./tags.ts";

const tables = Object.keys(resourceKinds) as readonly ResourceTable[];

function createTags({ Resources = [], Tags = [] }: CreateTagsRequest, context: Context): undefined {
  for (const id of Resources) change(context, id, (before) => withTags(before, Tags));
}

function deleteTags({ Resources = [], Tags }: DeleteTagsRequest, context: Context): undefined {
  for (const id of Resources) change(context, id, (before) => withoutTags(before, Tags));
}

function change(context: Context, id: string, to: (before: readonly Tag[] | undefined) => Tag[]): void {
  if (id.startsWith("sgr-")) return changeRule(context, id, to);
  const name = tables.find((table) => id.startsWith(`${resourceKinds[table].prefix}-`));
  if (name === undefined) throw new Ec2Error("InvalidID", `The ID '${id}' is not valid`);
  const row = mustFind(context, name, id) as Tagged;
  (context.tables[name] as unknown as Table<Tagged>).set(id, { ...row, Tags: to(row.Tags) });
}

/** Rules live in their group, and have tags of their own. */
function changeRule(
  { tables: { securityGroups } }: Context,
  id: string,
  to: (before: readonly Tag[] | undefined) => Tag[],
): void {
  const group = securityGroups
    .rows()
    .find(({ rules }) => rules.some(({ SecurityGroupRuleId }) => SecurityGroupRuleId === id));
  if (group === undefined)
    throw new Ec2Error(
      "InvalidSecurityGroupRuleId.NotFound",
      `The security group rule ID '${id}' does not exist`,
    );
  securityGroups.set(group.GroupId, {
    ...group,
    rules: group.rules.map((rule) =>
      rule.SecurityGroupRuleId === id ? { ...rule, Tags: to(rule.Tags) } : rule,
    ),
  });
}

const filters: FilterTable<TagDescription> = {
  key: ({ Key }) => Key,
  value: ({ Value }) => Value,
  "resource-id": ({ ResourceId }) => ResourceId,
  "resource-type": ({ ResourceType }) => ResourceType,
};

function describeTags(input: DescribeTagsRequest, context: Context): DescribeTagsResult {
  const { rows, NextToken } = pageOf(filterRows(allTags(context), input.Filters, filters), input, {
    idOf: ({ ResourceId, Key }) => `${ResourceId} ${Key}`,
  });
  return { Tags: [...rows], NextToken };
}

function allTags(context: Context): readonly TagDescription[] {
  const ofTables = tables.flatMap((name) => {
    const { type } = resourceKinds[name];
    return (context.tables[name] as unknown as Table<Tagged & Readonly<Record<string, unknown>>>)
      .rows()
      .flatMap((row) => toDescriptions(row, idOf(row, name), type));
  });
  const ofRules = context.tables.securityGroups
    .rows()
    .flatMap(({ rules }) => rules)
    .flatMap((rule) => toDescriptions(rule, rule.SecurityGroupRuleId, "security-group-rule"));
  return [...ofTables, ...ofRules];
}

const idOf = (row: Readonly<Record<string, unknown>>, table: ResourceTable) => String(row[rowKeys[table]]);

function toDescriptions({ Tags }: Tagged, id: string, type: string): readonly TagDescription[] {
  return (Tags ?? []).map(({ Key, Value }) => ({
    Key,
    Value,
    ResourceId: id,
    ResourceType: type as TagDescription["ResourceType"],
  }));
}

export const tagActions: Actions = {
  CreateTags: createTags,
  DeleteTags: deleteTags,
  DescribeTags: describeTags,
};
