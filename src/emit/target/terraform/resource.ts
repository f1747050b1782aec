import type { HclItem } from "../../tree/hcl.ts";
import { placeOf } from "./name.ts";

export function resource(address: string, items: readonly HclItem[]): HclItem {
  const { type, name } = placeOf(address);
  return { kind: "block", type: "resource", labels: [type, name], items };
}
