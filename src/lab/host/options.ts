/** What a lab is run with. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Facts } from "../../facts/index.ts";
import type { VpcId } from "../../model/entity/entity.ts";
import type { Arrival } from "../arrival.ts";
import type { Certificates } from "../tls/index.ts";

export type Handle = (request: IncomingMessage, response: ServerResponse, arrival: Arrival) => Promise<void>;

/** Takes over a connection whose client asks for a WebSocket; false where it is to be answered as any other request. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer, arrival: Arrival) => boolean;

export interface HostOptions {
  readonly facts: Facts;
  readonly certificates: Certificates;
  /** The services of AWS. */
  readonly services: { readonly handle: Handle; readonly upgrade: Upgrade };
  /** The metadata service, for the client at an address of a VPC. */
  readonly metadata: (request: IncomingMessage, response: ServerResponse, client: MetadataClient) => void;
  /** Told of what went wrong and was survived: a defect that cost one request, a change that was made again from nothing. */
  readonly report: (error: unknown) => void;
}

export interface MetadataClient {
  readonly vpc: VpcId;
  readonly address: string;
}
