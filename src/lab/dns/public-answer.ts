/**
 * The public answer to a name: what the name servers of the internet say, asked from anywhere.
 *
 * Endpoints' own names, names of AWS's services, public names of instances, hosts of the lab's internet, public hosted zones
 * of the network. What none of them knows does not exist.
 */
import type { AwsHost } from "../../facts/index.ts";
import { mustAddress } from "../../model/address.ts";
import type { Address, Family } from "../../model/address.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import { regionOf } from "../../model/network.ts";
import { addressRecords, answerFrom, failure, noName, shortTtlSeconds } from "./answer.ts";
import type { Answer, Asked } from "./answer.ts";
import { endpointAddresses } from "./endpoint/address.ts";
import { recordsByGateway } from "./endpoint/gateway-record.ts";
import type { EndpointNames } from "./endpoint/name.ts";
import type { InstanceNames } from "./instance/name.ts";
import { addressAsked } from "./instance/reverse.ts";
import { publicApex } from "./name.ts";
import type { Sources } from "./places.ts";
import type { Zones } from "./zone/zone.ts";
import { answerOfZone } from "./zone/zone.ts";

interface Knowledge {
  readonly endpoints: EndpointNames;
  readonly instances: InstanceNames;
  readonly zones: Zones;
}

export interface PublicNames {
  /** `vpc` of the client: some global names are served where it is, and its gateway endpoints have a say. */
  readonly answer: (asked: Asked, vpc: Vpc | undefined) => Answer;
}

const maxLinks = 8;

export function createPublicNames(sources: Sources, knowledge: Knowledge): PublicNames {
  const { network } = sources;
  const answer = (asked: Asked, vpc: Vpc | undefined, links: number): Answer => {
    const apex = publicApex(asked.name);
    const withAddresses = (addresses: readonly Address[]) =>
      answerFrom(asked, addressRecords(asked.name, addresses), apex);
    const own = knowledge.endpoints.find(asked.name);
    if (own !== undefined) return withAddresses(endpointAddresses(network, own.endpoint, own.zone));
    const known = addressesOf(sources, knowledge, { name: asked.name, vpc });
    if (known !== undefined) return withAddresses(known);
    const pointer = publicPointer(knowledge, asked.name);
    if (pointer !== undefined) {
      return answerFrom(
        asked,
        [{ name: asked.name, type: "PTR", ttl: shortTtlSeconds, data: pointer }],
        apex,
      );
    }
    const zone = knowledge.zones.find("public", asked.name);
    if (zone === undefined) return noName(apex);
    return answerOfZone(zone, asked, (name) =>
      links >= maxLinks ? failure("SERVFAIL") : answer({ ...asked, name }, vpc, links + 1),
    );
  };
  return { answer: (asked, vpc) => answer(asked, vpc, 0) };
}

interface Placed {
  readonly name: string;
  readonly vpc: Vpc | undefined;
}

const loopback = [mustAddress("127.0.0.1"), mustAddress("::1")];

/** Undefined where the name does not exist; without addresses where it exists and has none. */
function addressesOf(
  sources: Sources,
  { instances }: Knowledge,
  { name, vpc }: Placed,
): readonly Address[] | undefined {
  if (name === "localhost") return loopback;
  const placed = sources.places.addressesOf(name);
  if (placed !== undefined) return placed;
  const host = sources.facts.classifyHost(name);
  if (host.kind === "internet" || host.form === "vpce") return undefined;
  if (host.form !== "resource") return serviceAddresses(sources, host, vpc);
  const instance = instances.findPublic(name);
  return instance === undefined ? undefined : [instance.address];
}

/** Names of the classic form have A records only; dual-stack names have both; unless a gateway endpoint has it otherwise. */
function serviceAddresses(
  sources: Sources,
  host: AwsHost,
  vpc: Vpc | undefined,
): readonly Address[] | undefined {
  const byName: readonly Family[] = host.form.endsWith("dualstack") ? [4, 6] : [4];
  const families = (vpc && recordsByGateway(sources, vpc, host)) ?? byName;
  const region = host.region ?? regionServing(sources, host, vpc && regionOf(sources.network, vpc));
  const addresses = families.flatMap((family) =>
    sources.places.publicAddressOf(host.service, region, family),
  );
  return addresses.length === 0 ? undefined : addresses;
}

/** Since this day new Regions have to be opted into. https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
const optInSince = "2019-03-20";

/**
 * Where a name without a Region leads. A bucket is where it was made. The global name of STS is served where the client
 * is, if that Region is enabled by default and asks AmazonProvidedDNS; every other global name by the partition's own
 * Region. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_region-endpoints.html (read 2026-11-29)
 */
function regionServing(
  { facts, places, network }: Sources,
  { service, bucket }: AwsHost,
  client: string | undefined,
): string {
  const [anyScope] = network.scopes.values();
  const { partition } = facts.regionNamed(client ?? anyScope?.region ?? "us-east-1");
  if (bucket !== undefined) return places.regionOfBucket(bucket) ?? client ?? partition.globalRegion;
  const isLocal =
    service === "sts" && client !== undefined && facts.isOpenedSince(client, optInSince) !== true;
  return isLocal ? client : partition.globalRegion;
}

function publicPointer({ instances }: Knowledge, name: string): string | undefined {
  const address = addressAsked(name);
  return address === undefined ? undefined : instances.findPublicNameOf(address);
}
