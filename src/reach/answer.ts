/** One question worked out: over both families, every address, and every alternative. */
import type { Family } from "../model/address.ts";
import { familyOf } from "../model/address.ts";
import { formatOrigin, parseId } from "../model/entity/entity.ts";
import type { ScopeId } from "../model/entity/entity.ts";
import { find } from "../model/network.ts";
import { aimsOf } from "./aim.ts";
import type { Aimed } from "./aim.ts";
import { depart } from "./depart.ts";
import { endOfInterface, endOfSubnet } from "./end.ts";
import type { VpcEnd } from "./end.ts";
import { cannotTell, drop, pass } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { handshakeOf } from "./handshake.ts";
import { at } from "./hop.ts";
import { after, before, best, either, flattened, inSeries } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import type { Question, Source } from "./question.ts";
import type { World } from "./world.ts";

const families: readonly Family[] = [4, 6];

/** A client that has both families tries both, IPv4 first, and takes the one that works. */
export function answer(world: World, question: Question): Outcome {
  const { source, destination } = question;
  const ends = endsOf(world, source);
  if (ends.length === 0) return inSeries([nowhere(world, source)]);
  const own =
    destination.kind === "address"
      ? ends.filter(({ family }) => family === familyOf(destination.address))
      : ends;
  if (own.length === 0) return inSeries([otherFamily(source)]);
  const [first, second] = own.map(({ family, end }) => answerIn(world, question, end, family));
  if (first === undefined || second === undefined) return first ?? inSeries([]);
  const isCertain = destination.kind !== "host" || world.facts.classifyHost(destination.host).kind === "aws";
  return best(first, isCertain ? second : after([perhapsIpv6(destination.host)], second));
}

/** Many hosts outside AWS have no IPv6 address. */
function perhapsIpv6(host: string): Finding {
  const missing = { fact: `whether ${host} has IPv6 addresses`, settledBy: `dig +short AAAA ${host}` };
  return cannotTell(at("forward", "dns", "dns", "public"), `${host} over IPv6`, [missing]);
}

function answerIn(world: World, question: Question, end: VpcEnd, family: Family): Outcome {
  const { doubts, alternatives } = aimsOf(world, end, question.destination, family);
  return either(
    doubts,
    alternatives.map((aimed) => reach(world, question, end, aimed)),
  );
}

function reach(world: World, question: Question, end: VpcEnd, { findings, aims }: Aimed): Outcome {
  const started = [...startOf(world, end), ...findings];
  if (aims.length === 0) return inSeries(started, { kind: "local", id: end.vpc });
  const arrived = depart({ world, question, client: end }, aims);
  return after(started, before(arrived, handshakeOf(world, question)));
}

const noScope = parseId<ScopeId>("none");

/** https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html, VPCE_INTRA_VPC_TRAFFIC (read 2026-11-24) */
function startOf({ network }: World, end: VpcEnd): readonly Finding[] {
  const { client, component, vpc, networkInterface } = end;
  const scope = network.scopes.get(network.vpcs.get(vpc)?.scope ?? noScope);
  const place = at("forward", "source", component.kind, component.id);
  const { assumed = [], origin } = networkInterface ?? {};
  const doubts = [
    ...(scope?.doubt === undefined ? [] : [cannotTell(place, `${scope.id} may be rewritten`, [scope.doubt])]),
    ...(origin === undefined || assumed.length === 0
      ? []
      : [pass(place, "it stands where nearly everybody means it to", formatOrigin(origin), assumed)]),
  ];
  if (client !== "endpoint") return doubts;
  return [
    ...doubts,
    drop(place, "an endpoint opens no connections", "", {
      code: "VPCE_INTRA_VPC_TRAFFIC",
      direction: "egress",
      message: `${component.id} belongs to a VPC endpoint, which opens no connections into ${vpc}`,
      fix: "ask from a client's interface",
    }),
  ];
}

/**
 * Whether others who differ from the source in nothing but their kind of client get the same outcome. Of two families the one
 * that is not taken may mind it, and its findings are not seen.
 */
export function isForAnyClient(world: World, source: Source, { findings }: Outcome): boolean {
  return (
    endsOf(world, source).length === 1 && flattened(findings).every(({ mindsClient }) => mindsClient !== true)
  );
}

export interface FamilyEnd {
  readonly family: Family;
  readonly end: VpcEnd;
}

/** One of each family that the source has an address of. */
export const endsOf = (world: World, source: Source): readonly FamilyEnd[] =>
  world.once(endsOfKind[source.kind], source.id, () => toEnds(world, source));

const endsOfKind = { interface: "ends of an interface", subnet: "ends of a subnet" } as const;

function toEnds(world: World, source: Source): readonly FamilyEnd[] {
  return families.flatMap((family) => {
    const end = toEnd(world, source, family);
    return end === undefined ? [] : [{ family, end }];
  });
}

function toEnd(world: World, source: Source, family: Family): VpcEnd | undefined {
  if (source.kind === "interface") {
    const row = find(world.network, "networkInterfaces", source.id);
    return row.known ? endOfInterface(world, row.value, family) : undefined;
  }
  const row = find(world.network, "subnets", source.id);
  return row.known ? endOfSubnet(world, row.value, family) : undefined;
}

function nowhere({ network }: World, source: Source): Finding {
  const place = at("forward", "source", source.kind, source.id);
  const row = find(network, source.kind === "interface" ? "networkInterfaces" : "subnets", source.id);
  const addresses = {
    fact: `the addresses of ${source.id}`,
    settledBy: "aws ec2 describe-network-interfaces",
  };
  return cannotTell(place, `where ${source.id} is`, [row.known ? addresses : row]);
}

function otherFamily(source: Source): Finding {
  return drop(at("forward", "source", source.kind, source.id), "no address of the destination's family", "", {
    code: "NO_POSSIBLE_DESTINATION",
    direction: "egress",
    message: `${source.id} has no address of the destination's family`,
    fix: "use a destination of the source's family",
  });
}
