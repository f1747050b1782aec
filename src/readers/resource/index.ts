/**
 * From resources, whoever tells of them, to the network model, in the words of CloudFormation's types and properties.
 *
 * Decides what every resource means for the network, with AWS's documented default for each property that is left out,
 * and what AWS makes beside it (the main route table, the default ACL and group of a VPC, the interfaces of a workload).
 * A reference that leaves the templates becomes a symbol, told of in `unresolved`; a resource that may not exist makes
 * unknown whatever depends on it (existence.ts). Leaves to cloudformation/ what the texts say, and to reach/ what any of it
 * does to a packet.
 */
import { parseId } from "../../model/entity/entity.ts";
import type { ScopeId } from "../../model/entity/entity.ts";
import { emptyNetwork, tableNames } from "../../model/network.ts";
import type { Network, Reading, Scope, Tables } from "../../model/network.ts";
import type { Resource, Stack } from "./property/value.ts";
import { additions } from "./additions.ts";
import { createEstate } from "./estate.ts";
import type { Estate, EstateFacts } from "./estate.ts";
import { gapsOf } from "./gaps.ts";
import { mappers } from "./mappers.ts";
import { refuseOutside } from "./vpc/refusal.ts";
import type { Mapper } from "./rows.ts";
import { unusedOf } from "./unused.ts";
import { mapAny } from "./workload/any.ts";

/** Throws an AppError with file and line where a subnet is outside the blocks of its VPC. */
export function toReading(
  stacks: readonly Stack[],
  resources: readonly Resource[],
  facts: EstateFacts,
): Reading {
  const estate = createEstate(resources, facts);
  const tables = toTables(estate);
  const bare: Network = {
    ...emptyNetwork,
    ...tables,
    scopes: new Map(stacks.map((stack) => [parseId<ScopeId>(stack.name), toScope(stack)])),
    unresolved: estate.outside,
  };
  const network = { ...bare, gaps: gapsOf(estate, bare) };
  refuseOutside(network, estate);
  return { network, unused: unusedOf(estate) };
}

function toScope({ name, account, region, doubt }: Stack): Scope {
  const scope: Scope = { id: parseId<ScopeId>(name), account, region, kind: "template" };
  return doubt === undefined ? scope : { ...scope, doubt };
}

function mapperOf(type: string): Mapper {
  return mappers[type] ?? (additions[type] === undefined ? mapAny : () => ({}));
}

function toTables(estate: Estate): Tables {
  const tables = new Map(tableNames.map((table) => [table, new Map<string, unknown>()]));
  for (const resource of estate.resources) {
    const rows = mapperOf(resource.type)(estate, resource);
    for (const table of tableNames) {
      for (const row of rows[table] ?? []) tables.get(table)?.set(row.id, row);
    }
  }
  return Object.fromEntries(tables) as unknown as Tables;
}
