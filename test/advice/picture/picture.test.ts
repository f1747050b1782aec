// What holds of every picture: nothing is pointed at that is not there, nobody is left out, and a cell tells what a trace would.
import { describe, expect, it } from "vitest";
import { pictureOf } from "../../../src/advice/picture/index.ts";
import type { PicturedAnswer } from "../../../src/advice/picture/picture.ts";
import { trace } from "../../../src/reach/index.ts";
import { everyVerdict } from "../../../src/reach/outcome.ts";
import { layOut } from "../../../src/report/index.ts";
import { facts } from "../facts.ts";
import { networks } from "./networks.ts";
import { allBoxes, boxesIn, conceived, pictured } from "./picture.ts";

describe.each(networks)("the picture of %s", (name, network) => {
  const options = name.startsWith("an estate") ? { needs: ["s3", "ssm", "internet"] } : {};
  const picture = pictured(network, options);
  const { vpcs, needs, answers, walks, steps, explanations, facts: told } = picture;

  it("points at nothing that is not there", () => {
    const ids = allBoxes(picture).map(({ box }) => box.id);
    expect(new Set(ids).size).toBe(ids.length);
    const known = new Set(ids);
    const missing = [
      ...vpcs.flatMap(({ groups }) => groups.flatMap(({ boxes }) => boxes)),
      ...walks.flatMap(({ ways }) => ways.flatMap(({ hops }) => hops.flat())),
      ...steps.flatMap(({ boxes }) => boxes),
    ].filter((id) => !known.has(id));
    expect(missing).toEqual([]);
    const cells = vpcs.flatMap(({ groups }) => groups.flatMap((group) => group.cells));
    const places: readonly (readonly [readonly unknown[], readonly number[]])[] = [
      [needs, cells.map(({ need }) => need)],
      [answers, cells.flatMap(({ today, withoutNat, after }) => [today, withoutNat, after])],
      [walks, answers.flatMap((answer) => answer.walks)],
      [steps, walks.flatMap((walk) => [...walk.forward, ...walk.return])],
      [explanations, walks.flatMap((walk) => walk.explanations)],
      [told, walks.flatMap((walk) => [...walk.unknowns, ...walk.assumptions])],
    ];
    for (const [list, own] of places) {
      expect(own.filter((place) => list[place] === undefined)).toEqual([]);
      expect(new Set(own).size).toBe(list.length);
    }
  });

  it("is drawn with every box once, and no other", () => {
    for (const { boxes } of vpcs) {
      const drawn = layOut(boxes).boxes.map(({ id }) => id);
      expect(drawn.toSorted()).toEqual(
        boxesIn(boxes)
          .map(({ box }) => box.id)
          .toSorted(),
      );
    }
  });

  it("has every workload of the plan in one group, with all its needs and the plan's verdicts", () => {
    const { plan } = conceived(network, options);
    const shown = vpcs.flatMap(({ id, groups }) =>
      groups.flatMap(({ members, cells, kind }) =>
        members.map((member) => ({
          vpc: id,
          member,
          kind,
          needs: cells.map(({ need, today, withoutNat, after }) => [
            needs[need]?.service,
            answers[today]?.verdict,
            answers[withoutNat]?.verdict,
            answers[after]?.verdict,
          ]),
        })),
      ),
    );
    const planned = plan.vpcs.flatMap(({ id, workloads }) =>
      workloads.map((workload) => ({
        vpc: id,
        member: workload.id,
        kind: workload.kind,
        needs: workload.needs.map(({ service, today, withoutNat, after }) => [
          service,
          today.verdict,
          withoutNat.verdict,
          after.verdict,
        ]),
      })),
    );
    const sorted = (rows: typeof shown) => rows.map((row) => JSON.stringify(row)).toSorted();
    expect(sorted(shown)).toEqual(sorted(planned as typeof shown));
  });

  it("has a verdict that its walks add up to", () => {
    const wrong = answers.filter(({ verdict, walks: own }: PicturedAnswer) => {
      const all = own.flatMap((place) => walks[place] ?? []);
      const sum = everyVerdict(all.map((walk) => walk.verdict));
      // A host outside AWS may be where a part of the internet is cut off.
      const isCutOff =
        verdict === "blocked" && sum === "unknown" && all.some((walk) => walk.explanations.length > 0);
      return sum !== verdict && !isCutOff;
    });
    expect(wrong).toEqual([]);
  });

  it("tells of a cell what a trace of the same question says", () => {
    const { worlds, cases } = conceived(network, options);
    for (const { vpc, planned, neededOf } of cases.slice(0, 3)) {
      const groups = vpcs.find(({ id }) => id === vpc.id)?.groups ?? [];
      for (const group of groups.slice(0, 5)) {
        const member = planned.find(({ id }) => id === group.walked);
        if (member === undefined) throw new Error(`${group.walked} is not planned for`);
        expect(group.members).toContain(group.walked);
        neededOf(member).needs.forEach((need, index) => {
          const cell = group.cells[index];
          for (const world of ["today", "withoutNat", "after"] as const) {
            const shown = (answers[cell?.[world] ?? -1]?.walks ?? []).map((place) => retold(place));
            const traced = worlds[world]
              .questionsOf(member, need)
              .map((question) => trace(worlds[world].world, question))
              .map(({ symptom, ...one }) => JSON.stringify({ ...one, symptom }));
            expect(new Set(shown)).toEqual(new Set(traced));
          }
        });
      }
    }
  });

  const retold = (place: number): string => {
    const walk = walks[place];
    if (walk === undefined) throw new Error(`no walk ${place}`);
    const stepsOf = (own: readonly number[]) =>
      own.map((each) => {
        const { boxes: _, ...step } = steps[each] ?? { boxes: [] };
        return step;
      });
    return JSON.stringify({
      verdict: walk.verdict,
      via: walk.via,
      explanations: walk.explanations.map((each) => explanations[each]),
      unknowns: walk.unknowns.map((each) => told[each]),
      assumptions: walk.assumptions.map((each) => told[each]),
      forward: stepsOf(walk.forward),
      return: stepsOf(walk.return),
      symptom: walk.symptom,
    });
  };

  it("is the same whenever it is made", () => {
    expect(JSON.stringify(pictureOf(conceived(network, options), network, facts))).toBe(
      JSON.stringify(picture),
    );
  });
});
