/** The asks put to packets in one of the networks, from every interface of each workload at once. */
import { nameServersOf } from "../../lab/dns/index.ts";
import { familyOf, formatAddress } from "../../model/address.ts";
import type { Verdict, Via, ViaKind } from "../../model/answer.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import type { RehearsalCell, SignedAs } from "../../report/index.ts";
import type { Lab } from "../lab/lab.ts";
import type { UnsignedVisit } from "../lab/letters.ts";
import type { Ask } from "./ask.ts";
import { seenIn } from "./seen.ts";
import type { SeenVerdict } from "./seen.ts";

export interface Stage<World extends string, Own extends Ask> {
  readonly world: World;
  readonly network: Network;
  readonly asks: readonly Own[];
  readonly predict: (ask: Own) => Prediction;
  readonly ca: string;
  /** Of the endpoints that the plan proposes, by id. */
  readonly names: ReadonlyMap<string, string>;
}

/** `via` left out where the way is not predicted. */
export interface Prediction {
  readonly verdict: Verdict;
  readonly via?: Via | null;
}

/**
 * What is not as predicted is asked once more before it is believed: a machine that has much to do answers late, and a client that
 * gives up for that has met no rule.
 */
export async function tryAsks<World extends string, Own extends Ask>(
  lab: Lab,
  stage: Stage<World, Own>,
): Promise<readonly RehearsalCell<World>[]> {
  const first = await tryOnce(lab, stage);
  const apart = stage.asks.filter((_, index) => first[index]?.agrees === false);
  if (apart.length === 0) return first;
  const again = await tryOnce(lab, { ...stage, asks: apart });
  const second = new Map(apart.map((ask, index) => [ask, again[index]]));
  return stage.asks.flatMap((ask, index) => second.get(ask) ?? first[index] ?? []);
}

/** A cell for each ask, in their order. */
async function tryOnce<World extends string, Own extends Ask>(
  lab: Lab,
  { world, network, asks, predict, ca, names }: Stage<World, Own>,
): Promise<readonly RehearsalCell<World>[]> {
  const bySource = new Map<NetworkInterface, Own[]>();
  for (const ask of asks) {
    for (const row of ask.rows) bySource.set(row, [...(bySource.get(row) ?? []), ask]);
  }
  const seen = new Map<Own, Parameters<typeof seenIn>[0][number][]>();
  const signers = new Map<Own, SignedAs | undefined>();
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
    const prediction = predict(ask);
    const found = seenIn(seen.get(ask) ?? [], names);
    const { workload, need, host } = ask;
    return {
      workload: workload.id,
      service: need.service,
      host,
      world,
      predicted: prediction.verdict,
      predictedVia: prediction.via ?? undefined,
      seen: found.verdict,
      detail: found.detail,
      endpoint: found.endpoint,
      signedAs: signers.get(ask),
      agrees: isAsPredicted(prediction, found),
    };
  });
}

const byEndpoint: Partial<Record<ViaKind, boolean>> = {
  "interface-endpoint": true,
  "gateway-endpoint": true,
  "nat-gateway": false,
  "nat-instance": false,
  "internet-gateway": false,
};

/** What is not certain is never wrong; of the way it is only told whether an endpoint is on it. */
function isAsPredicted({ verdict, via }: Prediction, found: SeenVerdict): boolean {
  if (verdict !== "reachable" && verdict !== "blocked") return true;
  if (verdict !== found.verdict) return false;
  const expected = verdict === "reachable" && via ? byEndpoint[via.kind] : undefined;
  return expected === undefined || found.isByEndpoint === undefined || expected === found.isByEndpoint;
}
