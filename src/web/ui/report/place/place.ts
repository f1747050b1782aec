/** Where the reader is: a VPC, a cell of its matrix, a network. It stands behind the `#` of the address, so that it can be sent on. */

import type { PicturedAnswer } from "../../../../report/html/report/page-data.ts";

export type Verdict = PicturedAnswer["verdict"];

export const networks = ["today", "withoutNat", "after"] as const;
export type Network = (typeof networks)[number];

export interface Place {
  readonly vpc: string | undefined;
  /** The id of a workload, or the name of a group. */
  readonly workload: string | undefined;
  readonly service: string | undefined;
  readonly network: Network;
}

/** What is missing or strange is left to the page. */
export function parsePlace(hash: string): Place {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const network = networks.find((each) => each === said.get("in")) ?? "after";
  const get = (key: string) => said.get(key) ?? undefined;
  return { vpc: get("vpc"), workload: get("workload"), service: get("service"), network };
}

export function formatPlace({ vpc, workload, service, network }: Place): string {
  const said = new URLSearchParams();
  for (const [key, value] of Object.entries({ vpc, workload, service, in: network })) {
    if (value !== undefined) said.set(key, value);
  }
  return `#${said}`;
}
