/** Rows of answers as AWS wrote them, by their ids: for whoever writes down what stands. */
import { answerKeys } from "./answer-keys.ts";
import type { JsonFile } from "./document.ts";
import { isFields } from "./fields.ts";
import type { Fields } from "./fields.ts";

/** Lists of answers, and what identifies a row of each. `Addresses` are read for nothing else. */
const ids: Readonly<Record<string, string>> = {
  Vpcs: "VpcId",
  VpcEndpoints: "VpcEndpointId",
  RouteTables: "RouteTableId",
  NatGateways: "NatGatewayId",
  Addresses: "AllocationId",
};

const deepestWrapper = 5;

/** Of two rows of one id the later counts. */
export function rawRows(files: readonly JsonFile[]): ReadonlyMap<string, Fields> {
  const rows = new Map<string, Fields>();
  const look = (value: unknown, depth: number): void => {
    if (depth > deepestWrapper || typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const idKey = ids[key.charAt(0).toUpperCase() + key.slice(1)];
      if (idKey === undefined || !Array.isArray(inner)) {
        // Rows of other lists hold none of these.
        if (!answerKeys.has(key)) look(inner, depth + 1);
      } else for (const row of inner as readonly unknown[]) put(rows, row, idKey);
    }
  };
  for (const { value } of files) look(value, 0);
  return rows;
}

function put(rows: Map<string, Fields>, row: unknown, idKey: string): void {
  if (!isFields(row)) return;
  const id = row[idKey] ?? row[idKey.charAt(0).toLowerCase() + idKey.slice(1)];
  if (typeof id === "string") rows.set(id, row);
}
