/**
 * What flow logs showed, as needs and as bytes: which workload reached what through a NAT, and how much of it a month.
 *
 * Decides whose each flow was and which question stands for it. What bytes are and which service a remote is, is for
 * `traffic` to say; what comes of the needs is for the walk.
 */
import type { Facts } from "../../facts/index.ts";
import type { MissingFact } from "../../model/answer.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import type { Network } from "../../model/network.ts";
import { regionOf } from "../../model/network.ts";
import type { TrafficAnswer, TrafficFlow } from "../../model/traffic-answer.ts";
import { findNats } from "../../reach/index.ts";
import { groupBy } from "../../model/group-by.ts";
import type { Sign } from "../need/index.ts";
import { internet } from "../need/index.ts";
import { createOwners } from "./owner.ts";
import type { PlanTraffic } from "../plan.ts";
import { gbPerMonth, hostsOf } from "./volume.ts";

/** One flow and the question that stands for it. */
export interface Measured {
  readonly vpc: string | undefined;
  /** Whose it was; undefined where the logs or the input do not tell. */
  readonly workload: string | undefined;
  readonly zone: string | undefined;
  readonly nat: string;
  readonly natZone: string | undefined;
  readonly flow: TrafficFlow;
  /** Undefined for what nobody can put a question to: a service of AWS without a name, a private address. */
  readonly sign: Sign | undefined;
  /** In a month of the given hours, both directions. */
  readonly gb: number;
}

export interface Observed {
  readonly answer: TrafficAnswer;
  readonly flows: readonly Measured[];
  /** What one workload was seen to reach, and what was seen of its VPC and of nobody in it that is known. */
  readonly signsOf: (workload: string, vpc: string) => readonly Sign[];
  /** Bytes to services of AWS without a name: they may need an endpoint, and it is not known which. */
  readonly unnamedOf: (workload: string, vpc: string) => MissingFact | undefined;
  /** GB a month through endpoints that stand, of which the logs tell. */
  readonly endpoints: readonly { readonly endpoint: string; readonly gb: number }[];
  readonly summary: Pick<PlanTraffic, "start" | "end" | "hosts">;
  /** Why the logs do not tell what crossed the NATs; none where they do. */
  readonly lacking: readonly MissingFact[];
}

export function observe(
  network: Network,
  facts: Facts,
  { answer, hours }: { readonly answer: TrafficAnswer; readonly hours: number },
): Observed {
  const ownerOf = createOwners(network);
  const seconds = answer.period.seconds ?? 0;
  const flows = answer.flows.map((flow): Measured => {
    const { vpc, workload, zone } = ownerOf(flow);
    const region = vpc === undefined ? undefined : regionOfVpc(network, vpc);
    const gb = gbPerMonth(flow, seconds, hours);
    const sign = signOf(facts, flow, { region, gb });
    return { vpc, workload, zone, nat: flow.nat, natZone: flow.natZone, flow, sign, gb };
  });
  const byOwner = groupBy(flows, ({ vpc, workload }) => ownerKey(workload, vpc));
  const seenOf = (workload: string, vpc: string) =>
    [...new Set([ownerKey(workload, vpc), ownerKey(undefined, vpc)])].flatMap(
      (key) => byOwner.get(key) ?? [],
    );
  return {
    answer,
    flows,
    endpoints: (answer.endpoints ?? []).map(({ endpoint, bytes }) => ({
      endpoint,
      gb: gbPerMonth({ bytesOut: 0, bytesIn: bytes }, seconds, hours),
    })),
    summary: { start: answer.period.start, end: answer.period.end, hosts: hostsOf(answer, hours) },
    lacking: [...(answer.answer === "known" ? [] : answer.unknowns), ...strangers(network, flows)],
    signsOf: (workload, vpc) => {
      const own = joined(byOwner.get(ownerKey(workload, vpc)) ?? []);
      const nobodys = workload === "" ? [] : joined(byOwner.get(ownerKey(undefined, vpc)) ?? []);
      const taken = new Set(own.map(signKey));
      return [...own, ...nobodys.filter((sign) => !taken.has(signKey(sign))).map(ofNobody)];
    },
    unnamedOf: (workload, vpc) =>
      unnamed(seenOf(workload, vpc), workload === "" ? `somebody in ${vpc}` : workload),
  };
}

/** NATs that the input does not hold: their bytes are nobody's in it. */
function strangers(network: Network, flows: readonly Measured[]): readonly MissingFact[] {
  if (findNats(network).length === 0) {
    return [
      {
        fact: "which NAT the flow logs are of: the input holds none",
        settledBy: "add the network with the NAT to the input, as in aws ec2 describe-nat-gateways",
      },
    ];
  }
  const lost = flows.filter(({ vpc }) => vpc === undefined || !network.vpcs.has(vpc as Vpc["id"]));
  return [...groupBy(lost, ({ nat }) => nat)].map(([nat, own]) => ({
    fact: `whose the ${formatGb(own.reduce((sum, { gb }) => sum + gb, 0))} a month through ${nat} are: its VPC is not in the input`,
    settledBy: `the network of ${nat}, or flow logs of the NATs of the input alone`,
  }));
}

const ownerKey = (workload: string | undefined, vpc: string | undefined) => `${vpc ?? ""} ${workload ?? ""}`;

function regionOfVpc(network: Network, id: string): string | undefined {
  const vpc = network.vpcs.get(id as Vpc["id"]);
  return vpc === undefined ? undefined : regionOf(network, vpc);
}

interface Place {
  readonly region: string | undefined;
  readonly gb: number;
}

function signOf(facts: Facts, flow: TrafficFlow, { region, gb }: Place): Sign | undefined {
  const bare = {
    evidence: "observed",
    origin: "flow logs",
    actions: [],
    resources: [],
    trigger: undefined,
    gbMonth: gb,
  } as const;
  const why = `${formatGb(gb)} a month through ${flow.nat}`;
  switch (flow.class) {
    case "gateway-endpoint":
    case "interface-endpoint": {
      if (flow.service === undefined) return undefined;
      const isOwn = region === undefined || flow.region === undefined || flow.region === region;
      if (isOwn) return { ...bare, service: flow.service, host: undefined, region: undefined, why };
      const host = facts.hostNames(flow.service, flow.region)[0];
      if (host === undefined) return undefined;
      return { ...bare, service: flow.service, host, region: flow.region, why: `${why}, in ${flow.region}` };
    }
    case "ec2-hosted":
    case "internet": {
      const to = flow.host === undefined ? "" : ` to ${flow.host}`;
      return { ...bare, service: internet, host: flow.host, region: undefined, why: `${why}${to}` };
    }
    case "aws-unnamed":
    case "private":
      return undefined;
  }
}

const signKey = ({ service, host }: Sign) => `${service} ${host ?? ""}`;

/** Somebody in the VPC needs it: it is asked for everybody. */
const ofNobody = (sign: Sign): Sign => ({
  ...sign,
  why: `${sign.why}, by clients that the input does not show`,
});

/** One sign for each service and host, with all its bytes. */
function joined(flows: readonly Measured[]): readonly Sign[] {
  const groups = groupBy(
    flows.flatMap((one) => (one.sign === undefined ? [] : [{ ...one, sign: one.sign }])),
    ({ sign }) => signKey(sign),
  );
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const gb = alike.reduce((sum, one) => sum + one.gb, 0);
    const nats = [...new Set(alike.map(({ nat }) => nat))].join(", ");
    const to = first.sign.host === undefined ? "" : ` to ${first.sign.host}`;
    return [{ ...first.sign, gbMonth: gb, why: `${formatGb(gb)} a month through ${nats}${to}` }];
  });
}

function unnamed(flows: readonly Measured[], workload: string): MissingFact | undefined {
  const gb = flows.filter(({ flow }) => flow.class === "aws-unnamed").reduce((sum, one) => sum + one.gb, 0);
  if (gb === 0) return undefined;
  return {
    fact: `which services of AWS ${workload} reaches with ${formatGb(gb)} a month: their addresses have no name`,
    settledBy: "Route 53 Resolver query logs beside the flow logs",
  };
}

/** `12.3 GB`, with as many digits as say something. */
export function formatGb(gb: number): string {
  return `${gb >= 100 ? gb.toFixed(0) : gb >= 0.01 || gb === 0 ? String(Number(gb.toPrecision(3))) : "under 0.01"} GB`;
}
