/** A walk through the phases as text, JSON and a page. */
import { describe, expect, it } from "vitest";
import { phasesFormats } from "../../src/report/index.ts";
import type { PhaseCell, PhasesRehearsal, RehearsedPhase } from "../../src/report/index.ts";

const page = { width: 120, paint: (_: string, text: string) => text };
const text = (rehearsal: PhasesRehearsal) => phasesFormats.text(rehearsal, page);
const html = (rehearsal: PhasesRehearsal) => phasesFormats.html(rehearsal, page);

const cell: PhaseCell = {
  workload: "App",
  service: "kms",
  host: "kms.us-east-1.amazonaws.com",
  world: "today",
  predicted: "reachable",
  predictedVia: { kind: "nat-gateway", id: "Nat" },
  seen: "reachable",
  detail: "public address, from 203.0.113.7",
  endpoint: undefined,
  signedAs: { kind: "role", role: "app", policiesKnown: true },
  agrees: true,
  byOwnName: false,
};
const byEndpoint = { predictedVia: { kind: "interface-endpoint", id: "Kms" }, endpoint: "Kms" } as const;
const phase: RehearsedPhase = {
  number: 2,
  title: "Interface endpoints",
  status: "rehearsed",
  why: [],
  breaks: [],
  undo: "restores",
};
const rehearsal: PhasesRehearsal = {
  answer: "works",
  as: "terraform",
  cells: [
    cell,
    { ...cell, world: "phase-2" },
    { ...cell, ...byEndpoint, world: "phase-2", byOwnName: true },
    { ...cell, ...byEndpoint, world: "phase-3" },
    { ...cell, world: "undo-3" },
    { ...cell, world: "undo-2" },
  ],
  phases: [
    phase,
    { ...phase, number: 3, title: "Private DNS on" },
    { ...phase, number: 4, title: "Watch", status: "unchanged", undo: undefined },
  ],
  sessions: [],
  notBuilt: [],
};
const withPhases = (answer: PhasesRehearsal["answer"], ...changes: readonly Partial<RehearsedPhase>[]) => ({
  ...rehearsal,
  answer,
  phases: rehearsal.phases.map((one, index) => ({ ...one, ...changes[index] })),
});

describe("the text", () => {
  it("has a line for each phase and its undo, and the way there in a grid", () => {
    expect(text(rehearsal))
      .toBe(`WORKS: packets of every workload reach what it needs after each phase, and after each undo what they reached before it.

Phases, as terraform, in one lab
  phase                       after it        after its undo
  2      Interface endpoints  2 of 2 reached  all as before
  3      Private DNS on       1 of 1 reached  all as before
  4      Watch                no change

Seen by packets: 6 cells, 6 as proved
  workload  service               today     phase 2     phase 3
  App       kms                   ✓ public  ✓ public    ✓ endpoint
  App       kms, by its own name            ✓ endpoint

Signed by
  App signs as its role app
`);
  });

  it("names what a phase takes away", () => {
    const breaks = [{ workload: "App", service: "kms", detail: "10.0.0.5: times out" }];
    const printed = text(withPhases("fails", {}, { breaks, undo: "differs" }));
    expect(printed).toContain("FAILS: phase 3 takes away what packets reached before.");
    expect(printed).toContain("1 of 1 reached, 1 lost  not as before");
    expect(printed).toContain("Lost\n  ✗ phase 3: App → kms is lost (10.0.0.5: times out)");
  });

  it.each<[PhasesRehearsal, string]>([
    [
      withPhases("fails", { undo: "differs" }, { undo: "differs" }),
      "undoing phases 2 and 3 does not give back",
    ],
    [
      withPhases(
        "fails",
        {},
        { status: "withheld", why: ["the NAT stays"] },
        { status: "withheld", why: ["the NAT stays"] },
      ),
      "FAILS: not all of the change can be made: phases 3 and 4 are withheld, or left in part.",
    ],
    [withPhases("fails"), "FAILS: not every workload reaches what it needs when all phases are done."],
    [withPhases("cannot-tell"), "CANNOT TELL: the phases that were walked keep what was promised"],
    [{ ...rehearsal, answer: "works", phases: [] }, "WORKS: there is nothing to change"],
  ])("begins with why: %#", (one, said) => {
    expect(text(one)).toContain(said);
  });

  it("gives each reason of what is withheld once", () => {
    const held = { status: "withheld", why: ["the NAT stays"], undo: undefined } as const;
    expect(text(withPhases("fails", {}, held, held))).toContain(
      "Withheld, or left in part\n  phases 3 and 4: the NAT stays\n",
    );
  });

  it("says by which way it should have been, where packets found another", () => {
    const odd: PhaseCell = {
      ...cell,
      predictedVia: byEndpoint.predictedVia,
      world: "phase-3",
      agrees: false,
    };
    const printed = text({ ...rehearsal, answer: "disagrees", cells: [cell, odd] });
    expect(printed).toContain("2 cells, 1 as proved");
    expect(printed).toContain("✓ ! public");
    expect(printed).toContain(
      "App → kms, phase 3: proved reachable by interface-endpoint, seen reachable (public address, from",
    );
  });
});

describe("the JSON", () => {
  it("is of the rehearsal's schema, with each network's cells and the phases", () => {
    const { cells, ...rest } = JSON.parse(phasesFormats.json(rehearsal, page)) as {
      cells: Record<string, unknown>[];
    };
    expect(rest).toMatchObject({ schema: "denat.rehearsal/1", answer: "works", as: "terraform" });
    expect(cells.map(({ world, byOwnName, endpoint }) => [world, byOwnName, endpoint])).toContainEqual([
      "phase-2",
      true,
      "Kms",
    ]);
  });
});

describe("the page", () => {
  const plain = (markup: string) =>
    markup.replaceAll(/<style>[^]*<\/style>|<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

  it("has the phases, the undo and the grid", () => {
    const told = plain(html(rehearsal));
    expect(told).toContain("2 Interface endpoints : 2 of 2 reached; after its undo all as before");
    expect(told).toContain("Service Today Phase 2 Phase 3 App signs as its role app kms");
    expect(told).toContain("kms, by its own name");
    expect(told).not.toContain("Not as predicted");
  });

  it("is a whole document in which names of the input are text", () => {
    const hostile = `</td></style><script>alert("1")</script>`;
    const evil = {
      ...rehearsal,
      answer: "fails",
      as: hostile,
      cells: [{ ...cell, workload: hostile, detail: hostile, agrees: false }],
      phases: [
        {
          ...phase,
          title: hostile,
          why: [hostile],
          breaks: [{ workload: hostile, service: hostile, detail: hostile }],
        },
      ],
      notBuilt: [{ component: { kind: hostile, id: hostile }, why: hostile }],
    } as const;
    const written = html(evil);
    expect(written).not.toContain("<script");
    expect(written.match(/<(main|section|table|tr|td|th|ul|li|p)\b/g)).toHaveLength(
      written.match(/<\/(main|section|table|tr|td|th|ul|li|p)>/g)?.length ?? 0,
    );
  });
});
