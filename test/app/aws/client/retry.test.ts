import { describe, expect, it } from "vitest";
import { withRetries } from "../../../../src/app/aws/client/retry.ts";

/** What a client throws: a name, and the status of the answer if there was one. */
function failure(name: string, status?: number, code?: string): Error {
  return Object.assign(new Error(name), { name, code, $metadata: { httpStatusCode: status } });
}

/** Fails `times` times, and tells how often it was tried and how long it waited each time. */
async function attempt(error: Error, times: number, random = 1) {
  const waits: number[] = [];
  let tries = 0;
  const patience = { sleep: async (ms: number) => waits.push(ms), random: () => random };
  const outcome = await withRetries(async () => {
    tries += 1;
    if (tries <= times) throw error;
    return "answered";
  }, patience).catch((thrown: unknown) => thrown);
  return { outcome, tries, waits };
}

describe("what passes by itself", () => {
  it.each([
    ["Throttling", 400, 8],
    ["ThrottlingException", 400, 8],
    ["RequestLimitExceeded", 503, 8],
    ["TooManyRequestsException", 429, 8],
    ["SomethingNew", 429, 8],
    ["InternalError", 500, 5],
    ["ServiceUnavailable", 503, 5],
    ["TimeoutError", undefined, 3],
  ])("%s (%s) is tried %d times, and then thrown", async (name, status, most) => {
    const error = failure(name, status);
    expect(await attempt(error, most - 1)).toMatchObject({ outcome: "answered", tries: most });
    expect(await attempt(error, 100)).toMatchObject({ outcome: error, tries: most });
  });

  it("a broken connection is tried again, a name that does not exist is not", async () => {
    expect(await attempt(failure("Error", undefined, "ECONNRESET"), 1)).toMatchObject({ tries: 2 });
    expect(await attempt(failure("Error", undefined, "ENOTFOUND"), 1)).toMatchObject({ tries: 1 });
  });
});

describe("what does not", () => {
  it.each([
    ["UnauthorizedOperation", 403],
    ["AccessDeniedException", 400],
    ["InvalidVpcID.NotFound", 400],
    ["NotImplemented", 501],
  ])("%s (%d) is thrown at once", async (name, status) => {
    expect(await attempt(failure(name, status), 1)).toMatchObject({ tries: 1, waits: [] });
  });
});

describe("waits", () => {
  it("double, up to a limit", async () => {
    const { waits } = await attempt(failure("Throttling", 400), 100);
    expect(waits).toEqual([200, 400, 800, 1600, 3200, 6400, 12_800]);
  });

  it("are anything from nothing to that, so that many clients do not come back together", async () => {
    expect((await attempt(failure("Throttling", 400), 2, 0)).waits).toEqual([0, 0]);
    expect((await attempt(failure("Throttling", 400), 2, 0.25)).waits).toEqual([50, 100]);
  });
});
