/** What is not as predicted is asked once more, and the second answer counts. */
import { describe, expect, it } from "vitest";
import type { Lab } from "../../../src/app/lab/lab.ts";
import type { Ask } from "../../../src/app/rehearsal/ask.ts";
import { tryAsks } from "../../../src/app/rehearsal/try.ts";
import type { Prediction } from "../../../src/app/rehearsal/try.ts";
import type { AddressVisit, Visited } from "../../../src/lab/probe/visit.ts";
import { base } from "../../reach/estate.ts";

const [row] = base.networkInterfaces.values();
const asks = ["s3", "kms"].map(
  (service): Ask =>
    ({
      vpc: "vpc-1",
      workload: { id: "App" },
      need: { service },
      host: service,
      port: 443,
      rows: [row],
    }) as never,
);
const silence: Visited = { stage: "dns", detail: "the resolver does not answer" };
const worked = (endpoint?: string): Visited => ({
  stage: "connect",
  addresses: [
    {
      address: "10.0.0.5",
      connected: "connected",
      tls: "trusted",
      status: 200,
      detail: "",
      endpoint,
    } as AddressVisit,
  ],
});

/** A lab that gives these answers, one for each host and time that it is asked. */
async function tryWith(answers: Readonly<Record<string, readonly Visited[]>>, prediction: Prediction) {
  const asked: string[] = [];
  const ask = async ({ visits }: { readonly visits: readonly { readonly host: string }[] }) => ({
    visited: visits.map(({ host }) => {
      const times = asked.filter((one) => one === host).length;
      asked.push(host);
      return answers[host]?.[times] ?? silence;
    }),
    signedAs: undefined,
  });
  const lab = { ask } as unknown as Lab;
  const stage = { world: "today", network: base, asks, predict: () => prediction, ca: "", names: new Map() };
  const cells = await tryAsks(lab, stage);
  return { asked, cells: cells.map(({ service, seen, agrees }) => [service, seen, agrees]) };
}

const bySome = (kind: "nat-gateway" | "gateway-endpoint"): Prediction => ({
  verdict: "reachable",
  via: { kind, id: "x" },
});

describe("an ask", () => {
  it("that is not as predicted is put once more", async () => {
    const { asked, cells } = await tryWith(
      { s3: [silence, worked()], kms: [worked()] },
      bySome("nat-gateway"),
    );
    expect(asked).toEqual(["s3", "kms", "s3"]);
    expect(cells).toEqual([
      ["s3", "reachable", true],
      ["kms", "reachable", true],
    ]);
  });

  it("that stays so is believed", async () => {
    const { asked, cells } = await tryWith({ s3: [worked()] }, bySome("nat-gateway"));
    expect(asked).toEqual(["s3", "kms", "kms"]);
    expect(cells[1]).toEqual(["kms", "blocked", false]);
  });

  it.each<[string, Prediction, string | undefined, boolean]>([
    ["by an endpoint as predicted", bySome("gateway-endpoint"), "vpce-1", true],
    ["by no endpoint, where one was predicted", bySome("gateway-endpoint"), undefined, false],
    ["by an endpoint, where a NAT was predicted", bySome("nat-gateway"), "vpce-1", false],
    ["by a way that was not predicted", { verdict: "reachable" }, "vpce-1", true],
    ["where it was not known", { verdict: "unknown", via: null }, "vpce-1", true],
    ["where it was to be blocked", { verdict: "blocked", via: null }, "vpce-1", false],
  ])("that works %s agrees: %s", async (_, prediction, endpoint, agrees) => {
    const always = [worked(endpoint), worked(endpoint)];
    const { cells } = await tryWith({ s3: always, kms: always }, prediction);
    expect(cells.map(([, , one]) => one)).toEqual([agrees, agrees]);
  });
});
