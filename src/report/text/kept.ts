/** What keeps a NAT: each host once, with who dials it and on what evidence, and what may stand in for the NAT. */
import type { KeptHost, VpcPlan } from "../../advice/plan.ts";
import { paragraph } from "./layout.ts";
import type { Page } from "./page.ts";
import { list } from "./words.ts";

export const keptTitle = "Keeps your NAT";

export type Folded = readonly [KeptHost, ...KeptHost[]];

export function keptLines(page: Page, { keepsNat }: VpcPlan): readonly string[] {
  return foldKept(keepsNat).flatMap((folded) => {
    const [first] = folded;
    const isNeeded = first.certainty === "needed";
    const mark = { text: isNeeded ? "  ✗ " : "  ? ", style: isNeeded ? "bad" : "doubtful" } as const;
    return [
      ...paragraph(page, mark, { text: keptHeading(first) }),
      ...folded.flatMap((one) =>
        paragraph(page, { text: "      " }, { text: keptReason(one), style: "faint" }),
      ),
      ...first.alternatives.flatMap((one) =>
        paragraph(page, { text: "      instead: ", style: "faint" }, { text: one }),
      ),
    ];
  });
}

/** Entries of one host that have the same alternatives. */
export function foldKept(hosts: readonly KeptHost[]): readonly Folded[] {
  const groups = new Map<string, [KeptHost, ...KeptHost[]]>();
  for (const one of hosts) {
    const { host, service, certainty, alternatives } = one;
    const key = JSON.stringify([host ?? one.why, service, certainty, alternatives]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

export function keptHeading({ host, what, service, certainty }: KeptHost): string {
  const whose = what || (service === "internet" ? "hosts outside AWS" : service);
  const name = host === null ? whose : `${host}${what === "" ? "" : ` (${what})`}`;
  return certainty === "needed" ? name : `${name}, if dialled`;
}

const mostNames = 3;

export function keptReason({ workloads, why, origin }: KeptHost): string {
  const more = workloads.length - mostNames;
  const names = workloads.slice(0, mostNames);
  const who = list(more > 0 ? [...names, `${more} more`] : names);
  return `${who}: ${why}${origin === "" ? "" : ` (${origin})`}`;
}
