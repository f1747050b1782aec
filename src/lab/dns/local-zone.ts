/**
 * What a VPC answers by itself: its private hosted zones, private DNS of its endpoints, names of its instances and their
 * reverse. Each is a zone with a name, so that the longest can be chosen; all need both DNS attributes of the VPC.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html (read 2026-11-29)
 */
import type { Address } from "../../model/address.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import { valueOr } from "../../model/known.ts";
import { regionOf } from "../../model/network.ts";
import { addressRecords, answerFrom, noName, shortTtlSeconds } from "./answer.ts";
import type { Answer, Asked } from "./answer.ts";
import { endpointAddresses } from "./endpoint/address.ts";
import { createPrivateDns } from "./endpoint/private-dns.ts";
import { internalDomain, publicDomain } from "./instance/name.ts";
import type { InstanceNames } from "./instance/name.ts";
import { addressAsked, reverseZone } from "./instance/reverse.ts";
import { isWithin } from "./name.ts";
import type { Sources } from "./places.ts";
import { answerOfZone } from "./zone/zone.ts";
import type { Zones } from "./zone/zone.ts";

interface LocalZone {
  readonly zoneName: string;
  readonly answer: () => Answer;
}

interface LocalQuestion {
  readonly vpc: Vpc;
  readonly asked: Asked;
  /** Asks for the name that a CNAME or alias points at. */
  readonly follow: (name: string) => Answer;
}

export interface LocalZones {
  /** The zone of the longest name that takes the question; of equal ones a hosted zone of the user. */
  readonly find: (question: LocalQuestion) => LocalZone | undefined;
}

export function createLocalZones(
  sources: Sources,
  { zones, instances }: { zones: Zones; instances: InstanceNames },
): LocalZones {
  const privateDns = createPrivateDns(sources);
  return {
    find: ({ vpc, asked, follow }) => {
      if (!valueOr(vpc.enableDnsHostnames, true)) return undefined;
      const zone = zones.find(vpc.id, asked.name);
      const owner = privateDns.find(vpc.id, asked.name);
      const all = [
        zone && { zoneName: zone.zoneName, answer: () => answerOfZone(zone, asked, follow) },
        owner &&
          ofAddresses(asked, owner.zoneName, endpointAddresses(sources.network, owner.endpoint, undefined)),
        ofInstance(sources, instances, { vpc, asked }),
        ofReverse(sources, instances, { vpc, asked }),
      ];
      const [longest] = all
        .filter((each) => each !== undefined)
        .toSorted((a, b) => b.zoneName.length - a.zoneName.length);
      return longest;
    },
  };
}

type Placed = Omit<LocalQuestion, "follow">;

/** Inside the VPC a public name of one of its instances leads to the private address. */
function ofInstance(
  { network, facts }: Sources,
  instances: InstanceNames,
  { vpc, asked }: Placed,
): LocalZone | undefined {
  const region = regionOf(network, vpc);
  const internal = internalDomain(region);
  if (isWithin(asked.name, internal)) {
    return ofAddresses(asked, internal, instances.findInternal(vpc.id, region, asked.name));
  }
  const outside = instances.findPublic(asked.name);
  if (outside?.behind.vpc !== vpc.id) return undefined;
  return ofAddresses(asked, publicDomain(facts, region), [outside.behind.address]);
}

function ofReverse(
  { network }: Sources,
  instances: InstanceNames,
  { vpc, asked }: Placed,
): LocalZone | undefined {
  const address = addressAsked(asked.name);
  const zoneName = address === undefined ? undefined : reverseZone(vpc, asked.name, address);
  if (address === undefined || zoneName === undefined) return undefined;
  const data = instances.findNameOf(vpc.id, regionOf(network, vpc), address);
  if (data === undefined) return { zoneName, answer: () => noName(apexOf(zoneName)) };
  const pointer = { name: asked.name, type: "PTR", ttl: shortTtlSeconds, data } as const;
  return { zoneName, answer: () => answerFrom(asked, [pointer], apexOf(zoneName)) };
}

/** No addresses where the name does not exist; the zone's own name always does. */
function ofAddresses(asked: Asked, zoneName: string, addresses: readonly Address[] | undefined): LocalZone {
  const apex = apexOf(zoneName);
  const answer = () =>
    addresses === undefined && asked.name !== zoneName
      ? noName(apex)
      : answerFrom(asked, addressRecords(asked.name, addresses ?? []), apex);
  return { zoneName, answer };
}

const apexOf = (name: string) => ({ name, negativeTtlSeconds: shortTtlSeconds });
