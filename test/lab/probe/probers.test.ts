/** Who asks on behalf of an instance asks from where the instance is now. */
import { expect, it } from "vitest";
import { describeInside } from "../../agreement/enclosed.ts";

describeInside("a prober", (attempt) => {
  it("is in the namespace that has the name now, and not in the one that had it before", async () => {
    const { before, after } = await attempt({ kind: "reuse" });
    expect(before).toEqual(["refused", "no-route"]);
    expect(after).toEqual(["no-route", "refused"]);
  });
});
