/** What AWS keeps in a VPC, at work: the resolver, the metadata service, and the services behind its endpoints. */
import type { VpcId } from "../../model/entity/entity.ts";
import type { Arrival } from "../arrival.ts";
import { serveDns } from "../dns/index.ts";
import type { Answer, Asked } from "../dns/index.ts";
import type { VpcEstate } from "../fabric/estate.ts";
import { arrivalsOf, resolverAddresses } from "../fabric/services.ts";
import { servicesName } from "../fabric/wire.ts";
import type { Door } from "../listen/door.ts";
import type { Handle, HostOptions } from "./options.ts";
import { createServing } from "./serving.ts";
import type { Serving } from "./serving.ts";

export interface VpcServing {
  /** After the endpoints of the VPC have changed. */
  readonly update: (estate: VpcEstate) => Promise<void>;
  readonly close: () => void;
}

const metadataAddress = "169.254.169.254";
const webPorts = [80, 443];

export async function serveVpc(
  options: HostOptions,
  estate: VpcEstate,
  answer: (vpc: VpcId, asked: Asked) => Answer,
): Promise<VpcServing> {
  const vpc = estate.vpc.id;
  /** By the address that a client reached. */
  let endpoints: ReadonlyMap<string, string> = new Map();
  const handle: Handle = async (request, response, arrival) => {
    if (isForMetadata(arrival)) {
      return options.metadata(request, response, { vpc, address: arrival.sourceAddress });
    }
    return options.services.handle(request, response, arrival);
  };
  const serving = createServing(servicesName(vpc), {
    sniCallback: options.certificates.sniCallback,
    report: options.report,
    handle,
    upgrade: (request, socket, head, arrival) =>
      !isForMetadata(arrival) && options.services.upgrade(request, socket, head, arrival),
    arrivalOf: (local, remote) => {
      const endpoint = local === metadataAddress ? metadataAddress : endpoints.get(local);
      return endpoint === undefined ? undefined : { kind: "endpoint", endpoint, vpc, sourceAddress: remote };
    },
  });
  await openSockets(serving, estate, (asked) => answer(vpc, asked));
  return {
    update: async (version) => {
      const arrivals = arrivalsOf(options.facts, version);
      endpoints = new Map(
        arrivals.flatMap(({ addresses, endpoint }) => addresses.map((one) => [one, endpoint.id])),
      );
      await serving.open(arrivals.flatMap(({ ports }) => ports));
    },
    close: serving.close,
  };
}

const isForMetadata = (arrival: Arrival): boolean =>
  arrival.kind === "endpoint" && arrival.endpoint === metadataAddress;

/** Of the resolver, one for each address: one for all would answer from whichever the kernel likes. */
async function openSockets(
  serving: Serving,
  estate: VpcEstate,
  answer: (asked: Asked) => Answer,
): Promise<void> {
  const addresses = resolverAddresses(estate);
  const doors = addresses.flatMap((address): readonly Door[] => [
    { kind: "udp", address, port: 53 },
    { kind: "tcp", address, port: 53 },
  ]);
  const open = await serving.open(webPorts, doors);
  for (const address of addresses) {
    const own = open.filter((door) => door.address === address);
    const udp = own.find((door) => door.kind === "udp");
    const tcp = own.find((door) => door.kind === "tcp");
    if (udp === undefined || tcp === undefined) continue;
    serving.onClose(
      serveDns({ udp: udp.socket, tcp: tcp.server, answerFor: (_, __, asked) => answer(asked) }),
    );
  }
}
