/** What a lab is run with. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Facts } from "../../facts/index.ts";
import type { VpcId } from "../../model/entity/entity.ts";
import type { Arrival } from "../arrival.ts";
import type { Certificates } from "../tls/index.ts";

export type Handle = (request: IncomingMessage, response: ServerResponse, arrival: Arrival) => Promise<void>;

export interface HostOptions {
  readonly facts: Facts;
  readonly certificates: Certificates;
  /** The services of AWS. */
  readonly services: Handle;
  /** The metadata service, for the client at an address of a VPC. */
  readonly metadata: (request: IncomingMessage, response: ServerResponse, client: MetadataClient) => void;
  /** Told of a defect that cost one request. */
  readonly report: (error: unknown) => void;
}

export interface MetadataClient {
  readonly vpc: VpcId;
  readonly address: string;
}
