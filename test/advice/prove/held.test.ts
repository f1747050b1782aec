// What a proof takes from the network before must be what the network after says, for every need of the plan.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createEstate } from "../../../bench/estate.ts";
import { answersOf } from "../../../bench/estate/answers/index.ts";
import { services } from "../../../bench/estate/endpoint.ts";
import { createFleet } from "../../../src/advice/fleet.ts";
import type { Fare, Fleet } from "../../../src/advice/fleet.ts";
import { conceive } from "../../../src/advice/index.ts";
import { needOfService } from "../../../src/advice/need/index.ts";
import { heldAfter } from "../../../src/advice/prove/held.ts";
import { provePhases } from "../../../src/app/change/index.ts";
import { createWorld } from "../../../src/reach/index.ts";
import { readNetwork } from "../../../src/readers/index.ts";
import { createReadMemory } from "../../../src/readers/memory.ts";
import { facts } from "../../facts/facts.ts";

const files = answersOf(createEstate(500));
const options = {
  region: undefined,
  parameters: new Map<string, string>(),
  findBeside: () => undefined,
  memory: createReadMemory(),
};
const reading = await readNetwork(files, options, facts);
const asked = { needs: services, gbMonth: undefined, hoursPerMonth: 730, strict: false };
const conceived = conceive(reading.network, facts, asked);
const choice = {
  leastPrivilege: false,
  target: "terraform",
  sourceDirectory: mkdtempSync(join(tmpdir(), "denat-held-")),
} as const;
const { phases } = await provePhases(choice, { reading, files, options }, facts, conceived);
const steps = phases.flatMap(({ phase, proof }) => (proof === undefined ? [] : [{ phase, proof }]));

const plain = ({ verdict, via }: Fare) => `${verdict} by ${via?.kind} ${via?.id}`;
const told = (fleet: Fleet) =>
  conceived.cases.flatMap(({ planned, neededOf }) =>
    planned.flatMap((member) =>
      neededOf(member).needs.map(
        (need) => `${member.id} to ${need.service}: ${plain(fleet.ask(member, need))}`,
      ),
    ),
  );

describe("answers that hold after a phase", () => {
  it.each(steps)("are those of a network that is asked anew: phase $phase.number", ({ proof }) => {
    const { fleet } = proof.proven;
    const fresh = createFleet(createWorld(fleet.world.network, facts), false);
    expect(told(fleet)).toEqual(told(fresh));
  });

  it("are told of what no phase can touch, and of nothing that it does", () => {
    const [first] = conceived.cases.flatMap(({ planned, neededOf }) =>
      planned.map((member) => ({ member, needs: neededOf(member).needs })),
    );
    const heldIn = steps.map(({ proof }, index) => {
      const before = steps[index - 1]?.proof.proven ?? conceived.prover.today;
      const nats = new Set(conceived.nats.map(({ id }) => id));
      const holds = heldAfter(before.fleet.world, proof.proven.fleet.world, nats);
      // What nobody has an endpoint for goes by the NAT.
      const beside = needOfService(facts, "glue");
      return [...(first?.needs ?? []), beside]
        .flatMap((need) =>
          first !== undefined && holds(first.member, need) !== "never" ? [need.service] : [],
        )
        .toSorted();
    });
    const ofGateways = ["dynamodb", "s3"];
    const all = services.toSorted();
    const withGlue = [...all, "glue"].toSorted();
    const ofInterfaces = all.filter((service) => !ofGateways.includes(service));
    expect(heldIn.slice(1)).toEqual([withGlue, [...ofGateways, "glue"].toSorted(), all, withGlue]);
    expect(heldIn[0]).toEqual(expect.arrayContaining([...ofInterfaces, "glue"]));
    expect(heldIn[0]).not.toContain("dynamodb");
  });
});
