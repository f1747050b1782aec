/** What visits come to: every answer of a service is a way that works, but for a policy's refusal. */
import { describe, expect, it } from "vitest";
import { seenIn } from "../../../src/app/rehearsal/seen.ts";
import type { AddressVisit, Visited } from "../../../src/lab/probe/visit.ts";

const to = (address: string, more: Partial<AddressVisit> = {}): AddressVisit => ({
  address,
  connected: "connected",
  tls: "trusted",
  status: 200,
  arrival: "endpoint vpce-1",
  endpoint: "vpce-1",
  detail: "",
  ...more,
});
const silence = { connected: "silence", tls: undefined, status: undefined, detail: "times out" } as const;
const at = (...addresses: readonly AddressVisit[]): Visited => ({ stage: "connect", addresses });

describe("visits", () => {
  it.each<[string, readonly Visited[], string, string]>([
    ["one that worked", [at(to("10.0.0.5"))], "reachable", "endpoint vpce-1"],
    [
      "an error of the service is an answer",
      [at(to("10.0.0.5", { status: 400 }))],
      "reachable",
      "endpoint vpce-1",
    ],
    ["no name", [{ stage: "dns", detail: "NXDOMAIN" }], "blocked", "NXDOMAIN"],
    ["silence", [at(to("1.2.3.4", silence))], "blocked", "1.2.3.4: times out"],
    ["one address of two", [at(to("10.0.0.5"), to("10.0.1.5", silence))], "partial", "10.0.1.5: times out"],
    [
      "one interface of two",
      [at(to("10.0.0.5")), { stage: "dns", detail: "SERVFAIL" }],
      "partial",
      "SERVFAIL",
    ],
    [
      "no certificate for the name",
      [at(to("10.0.0.5", { tls: "refused", detail: "wrong name" }))],
      "blocked",
      "10.0.0.5: TLS: wrong name",
    ],
    [
      "a policy of somebody else",
      [at(to("10.0.0.5", { status: 403, detail: "identity-based policy: nothing allows it" }))],
      "reachable",
      "endpoint vpce-1",
    ],
    [
      "a policy of the endpoint",
      [at(to("10.0.0.5", { status: 403, detail: "VPC endpoint policy: statement 1" }))],
      "blocked",
      "10.0.0.5: 403: VPC endpoint policy: statement 1",
    ],
    ["nothing at all", [], "blocked", "nothing was tried"],
  ])("%s", (_, visits, verdict, detail) => {
    expect(seenIn(visits, new Map())).toMatchObject({ verdict, detail });
  });

  it("by an endpoint that a plan proposes are told of in words, and keep its id", () => {
    const id = "new ssm endpoint of Vpc";
    const names = new Map([[id, "the proposed ssm endpoint"]]);
    const visit = to("10.0.0.5", { arrival: `endpoint ${id} of Vpc, from 10.0.0.4`, endpoint: id });
    expect(seenIn([at(visit)], names)).toEqual({
      verdict: "reachable",
      detail: "the proposed ssm endpoint of Vpc, from 10.0.0.4",
      endpoint: id,
      isByEndpoint: true,
    });
  });

  it.each<[string, readonly AddressVisit[], boolean | undefined]>([
    ["an endpoint", [to("10.0.0.5"), to("10.0.1.5")], true],
    ["none", [to("52.1.1.1", { endpoint: undefined })], false],
    ["an endpoint or not", [to("10.0.0.5"), to("52.1.1.1", { endpoint: undefined })], undefined],
    ["no way at all", [to("10.0.0.5", silence)], undefined],
  ])("tell whether all that worked went by %s", (_, visits, isByEndpoint) => {
    expect(seenIn([at(...visits)], new Map()).isByEndpoint).toBe(isByEndpoint);
  });
});
