/**
 * What the agent's requests to one service meet, by the walk that `trace` makes too.
 *
 * Where the first fault hides others (a name that leads astray, an endpoint that is not there), the rest is walked in a
 * world without it. What follows from a fault alone, such as the missing route to the public addresses of a name that
 * should have been private, is no fault of its own and is not told (docs/decisions/0013).
 */
import type { Step, Trace } from "../../../model/answer.ts";
import { formatOrigin } from "../../../model/entity/entity.ts";
import type { VpcEndpoint } from "../../../model/entity/vpc-endpoint.ts";
import type { VpcId } from "../../../model/entity/entity.ts";
import { combineTraces, trace } from "../../../reach/index.ts";
import type { World } from "../../../reach/index.ts";
import { proposed } from "../../apply/endpoint.ts";
import type { Cause } from "../diagnosis.ts";
import { vpcOf } from "../patient.ts";
import type { Patient } from "../patient.ts";
import type { ServiceNeed } from "./need.ts";
import { parts, partOfStep, place } from "./part.ts";
import type { Owners, Part, Placed } from "./part.ts";
import { endpointFor, gatewayFor, withEndpoint, withName, withResolver } from "./world.ts";

export interface Met {
  readonly causes: readonly Cause[];
  readonly steps: readonly Step[];
}

export interface Examination {
  /** As things are. */
  readonly trace: Trace;
  readonly met: Readonly<Record<Part, Met>>;
  readonly endpoint: VpcEndpoint | undefined;
}

type Asked = Pick<ServiceNeed, "service" | "actions" | "resources">;

export function examine(patient: Patient, asked: Asked): Examination {
  const { world } = patient;
  const real = walk(world, patient, asked);
  const vpc = vpcOf(patient) as VpcId | undefined;
  const endpoint = vpc === undefined ? undefined : endpointFor(world, vpc, asked.service);
  const owners = { endpoint, vpc: ownerOf(world, vpc) };
  const told = (
    parts: Partial<Record<Part, Trace>>,
    rest: Trace,
    more: readonly Placed[] = [],
  ): Examination => ({
    trace: real,
    endpoint,
    met: meet(parts, rest, { owners, more }),
  });
  if (real.verdict === "reachable" || isServed(real) || vpc === undefined) return told({}, real);
  if (world.facts.gatewayServices.includes(asked.service)) {
    const wayless = real.verdict === "unknown" ? [] : waylessIn(real);
    const missing = wayless.map((one) => missingGateway(patient, asked.service, place(one, owners).cause));
    return told({}, real, missing);
  }
  const resolving = withResolver(world, vpc);
  const inside = walk(resolving, patient, asked);
  if (endpoint !== undefined) {
    // What keeps an endpoint from owning its name may be its state, which is no matter of names.
    const astray = [real, inside].flatMap(astrayIn).map((one) => place(one, owners));
    return told({ name: real }, walk(withName(resolving, endpoint), patient, asked), astray);
  }
  const wayless = waylessIn(inside);
  if (wayless.length === 0 || inside.verdict !== "blocked") return told({ name: real }, inside);
  const beyond = withEndpoint(resolving, patient, asked.service);
  const rest = beyond === undefined ? inside : walk(beyond, patient, asked);
  const missing = wayless.map((one) => missingEndpoint(patient, asked.service, place(one, owners).cause));
  return told({ name: real, route: inside }, rest, missing);
}

/** The private name, or a prefix list's route, leads to an endpoint. */
const isServed = ({ forward }: Trace): boolean =>
  forward.some(
    ({ stage, component, outcome }) =>
      stage === "dns" && component.kind === "vpc-endpoint" && outcome === "pass",
  );

const astrayIn = ({ verdict, explanations }: Trace) =>
  verdict === "unknown" ? [] : explanations.filter(({ stage }) => stage === "dns");

const wayStages: ReadonlySet<Step["stage"]> = new Set([
  "route",
  "nat",
  "gateway",
  "peering",
  "transit-gateway",
  "account",
]);

const waylessIn = ({ explanations }: Trace) => explanations.filter(({ stage }) => wayStages.has(stage));

function walk(world: World, { sources, strict }: Patient, { service, actions, resources }: Asked): Trace {
  const requests = actions.length === 0 ? undefined : { actions, resources };
  const question = {
    destination: { kind: "service", service },
    protocol: 6,
    port: 443,
    sourcePort: undefined,
  } as const;
  const made = combineTraces(
    sources.map((source) => trace(world, { ...question, source, strict, requests })),
  );
  return leftOpen(made, resources);
}

/** A policy that admits some instances, and an instance whose id or account is not known yet: it may be one of them. */
function leftOpen(made: Trace, resources: Asked["resources"]): Trace {
  const isOpen = resources.some((arn) => /^arn:[^:]*:ec2:.*\*/.test(arn));
  const [first] = made.explanations;
  if (first === undefined || made.verdict !== "partial" || !isOpen) return made;
  if (made.explanations.some(({ stage }) => stage !== "policy")) return made;
  const fact = `whether the policy of ${first.component.id} admits this instance, of which the input lacks the id or the account`;
  return {
    ...made,
    verdict: "unknown",
    explanations: [],
    unknowns: [{ fact, settledBy: "aws ec2 describe-instances, once it is deployed" }],
  };
}

function ownerOf({ network }: World, vpc: VpcId | undefined): Owners["vpc"] {
  const row = vpc === undefined ? undefined : network.vpcs.get(vpc);
  return row === undefined ? undefined : { id: row.id, origin: formatOrigin(row.origin) };
}

/** The way out is closed, and that is no fault: what lacks is the endpoint that would make it needless. */
function missingEndpoint({ world, region, workload }: Patient, service: string, cause: Cause): Placed {
  const name = world.facts.serviceNameIn(service, region, "interface") ?? service;
  return {
    part: "route",
    cause: {
      ...cause,
      lacks: name,
      message: `there is no ${service} endpoint, and ${cause.message}`,
      fix: `add an interface endpoint for ${name} with private DNS, whose group admits tcp 443 from ${workload.id}: denat plan tells where`,
    },
  };
}

/** A gateway endpoint is a route: it is not there, or not in the table that decides. */
function missingGateway({ world, region, workload }: Patient, service: string, cause: Cause): Placed {
  const name = world.facts.serviceNameIn(service, region) ?? service;
  const vpc = vpcOf({ world, workload }) as VpcId | undefined;
  const standing = vpc === undefined ? undefined : gatewayFor(world, vpc, service);
  const what =
    standing === undefined ? `there is no ${service} endpoint` : `${standing.id} is not in this route table`;
  const fix =
    standing === undefined
      ? `add a gateway endpoint for ${name} with ${cause.component.id} among its route tables`
      : `add ${cause.component.id} to the route tables of ${standing.id}`;
  return { part: "route", cause: { ...cause, lacks: name, message: `${what}, and ${cause.message}`, fix } };
}

interface Told {
  readonly owners: Owners;
  readonly more: readonly Placed[];
}

/** Each part as its own trace tells it, or as `rest` does; `more` before what it tells, and in place of the same. */
function meet(own: Partial<Record<Part, Trace>>, rest: Trace, { owners, more }: Told): Examination["met"] {
  const made = parts.map((part): [Part, Met] => {
    const told = own[part] ?? rest;
    const given = more.filter((one) => one.part === part);
    const found = told.verdict === "unknown" ? [] : told.explanations.map((one) => place(one, owners));
    const others = found.filter(
      (one) => one.part === part && !given.some((other) => isSame(one.cause, other.cause)),
    );
    const causes = [...given, ...others].map(({ cause }) => cause);
    const steps = [...told.forward, ...told.return].filter(
      (step) => partOfStep(step) === part && step.origin !== formatOrigin(proposed),
    );
    return [
      part,
      { causes: distinct(causes), steps: told.verdict === "reachable" ? steps.filter(isPass) : steps },
    ];
  });
  return Object.fromEntries(made) as Record<Part, Met>;
}

const isSame = (one: Cause, other: Cause): boolean =>
  one.code === other.code && one.component.id === other.component.id;

const isPass = ({ outcome }: Step): boolean => outcome === "pass";

function distinct(causes: readonly Cause[]): readonly Cause[] {
  return [
    ...new Map(
      causes.map((cause) => [`${cause.code} ${cause.component.id} ${cause.message}`, cause]),
    ).values(),
  ];
}
