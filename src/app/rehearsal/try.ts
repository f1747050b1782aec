/** The asks put to packets in one of the networks, from every interface of each workload at once. */
import { nameServersOf } from "../../lab/dns/index.ts";
import { familyOf, formatAddress } from "../../model/address.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import type { RehearsalCell, RehearsalWorld, SignedAs } from "../../report/index.ts";
import type { Lab } from "../lab/lab.ts";
import type { UnsignedVisit } from "../lab/letters.ts";
import type { Ask } from "./ask.ts";
import { seenIn } from "./seen.ts";

export interface Stage {
  readonly world: RehearsalWorld;
  readonly network: Network;
  readonly asks: readonly Ask[];
  readonly ca: string;
  /** Of the endpoints that the plan proposes, by id. */
  readonly names: ReadonlyMap<string, string>;
}

export async function tryAsks(
  lab: Lab,
  { world, network, asks, ca, names }: Stage,
): Promise<readonly RehearsalCell[]> {
  const bySource = new Map<NetworkInterface, Ask[]>();
  for (const ask of asks) {
    for (const row of ask.rows) bySource.set(row, [...(bySource.get(row) ?? []), ask]);
  }
  const seen = new Map<Ask, Parameters<typeof seenIn>[0][number][]>();
  const signers = new Map<Ask, SignedAs | undefined>();
  await Promise.all(
    [...bySource].map(async ([row, own]) => {
      const resolvers = nameServersOf(network, row.vpc).map(formatAddress);
      const families = [...new Set(valueOr(row.addresses, []).map(familyOf))];
      const visits = own.map(({ host, port, signing }): UnsignedVisit => ({
        host,
        port,
        families,
        resolvers,
        signing,
        ca,
      }));
      const { visited, signedAs } = await lab.ask({ kind: "visit", from: row.id, visits });
      for (const [index, ask] of own.entries()) {
        signers.set(ask, ask.signing === undefined ? undefined : signedAs);
        const one = visited[index];
        if (one !== undefined) seen.set(ask, [...(seen.get(ask) ?? []), one]);
      }
    }),
  );
  return asks.map((ask) => {
    const predicted = ask.need[world].verdict;
    const { verdict, detail, endpoint } = seenIn(seen.get(ask) ?? [], names);
    const isCertain = predicted === "reachable" || predicted === "blocked";
    const { workload, need, host } = ask;
    return {
      workload: workload.id,
      service: need.service,
      host,
      world,
      predicted,
      seen: verdict,
      detail,
      endpoint,
      signedAs: signers.get(ask),
      agrees: !isCertain || predicted === verdict,
    };
  });
}
