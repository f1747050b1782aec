/** What a tag of the ranges tells of a remote that someone connects to. */
import { datedOf, failAt, indexRows, mustHold, oneOf, parseTable } from "../csv.ts";
import type { Dated } from "../dated.ts";

export const remoteRoles = ["service", "edge", "source", "tenant", "all"] as const;

export interface RemoteTag extends Dated {
  readonly role: (typeof remoteRoles)[number];
  /** Of role `service`. */
  readonly service: string | undefined;
}

export function parseRemoteTags(
  text: string,
  isService: (token: string) => boolean,
): ReadonlyMap<string, RemoteTag> {
  const rows = parseTable("remote-tags", text, ["tag", "role", "service", "source", "date"]);
  const tags = [...indexRows(rows, ({ cells }) => cells.tag)].map(([tag, row]) => {
    const role = oneOf(row, "role", remoteRoles);
    const { service } = row.cells;
    mustHold(
      row,
      (role === "service") === (service !== ""),
      "a tag of a service names it, and no other does",
    );
    if (service !== "" && !isService(service)) failAt(row, `no service ${service}`);
    return [tag, { role, service: service || undefined, ...datedOf(row) }] as const;
  });
  return new Map(tags);
}
