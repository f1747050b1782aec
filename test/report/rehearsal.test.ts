/** A rehearsal as text and as JSON. */
import { describe, expect, it } from "vitest";
import { rehearsalFormats } from "../../src/report/index.ts";
import type { RehearsalCell, SignedAs } from "../../src/report/index.ts";

const page = { width: 120, paint: (_: string, text: string) => text };
const cell: RehearsalCell = {
  workload: "Instance",
  service: "ssm",
  host: "ssm.ap-northeast-1.amazonaws.com",
  world: "after",
  predicted: "reachable",
  seen: "reachable",
  detail: "the proposed ssm endpoint of Vpc, from 10.0.0.4",
  endpoint: "new ssm endpoint of Vpc",
  signedAs: undefined,
  agrees: true,
};
const rehearsalOf = (...cells: readonly RehearsalCell[]) =>
  ({ answer: "works", cells, notBuilt: [], sessions: [] }) as const;

describe("who signed", () => {
  it.each<[SignedAs, string]>([
    [{ kind: "role", role: "app", policiesKnown: true }, "Instance signs as its role app\n"],
    [
      { kind: "role", role: "app", policiesKnown: false },
      "Instance signs as its role app, whose policies are not known",
    ],
    [{ kind: "owner", why: "no-role" }, "Instance signs as the owner of the account: it has no role"],
    [
      { kind: "owner", why: "role-unknown" },
      "Instance signs as the owner of the account: its role is not known",
    ],
  ])("is said once for a workload: %j", (signedAs, said) => {
    const cells = [
      { ...cell, service: "internet" },
      { ...cell, signedAs },
      { ...cell, signedAs, service: "s3" },
    ];
    expect(rehearsalFormats.text(rehearsalOf(...cells), page).split(said)).toHaveLength(2);
    expect(
      rehearsalFormats.html(rehearsalOf(...cells), page).split(said.replace("Instance ", "").trim()),
    ).toHaveLength(2);
  });

  it("is not said where nothing is signed", () => {
    expect(rehearsalFormats.text(rehearsalOf(cell), page)).not.toMatch(/sign/i);
    expect(rehearsalFormats.html(rehearsalOf(cell), page)).not.toContain("signs as");
  });
});

describe("the JSON", () => {
  it("has the id of the endpoint, and null for what is not there", () => {
    const { cells } = JSON.parse(rehearsalFormats.json(rehearsalOf(cell), page)) as { cells: unknown };
    expect(cells).toEqual([{ ...cell, signedAs: null }]);
  });
});
