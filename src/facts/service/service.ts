/** What the catalogue says of a service. */
import type { Known } from "../../model/known.ts";
import type { Dated } from "../dated.ts";

export type ServiceType = "interface" | "gateway";

/** One endpoint service of AWS. `token` is how users write it: the part of the name after the Region. */
export interface Service extends Dated {
  readonly token: string;
  /** AWS's own name of it: "Amazon ECR". */
  readonly title: string;
  readonly types: readonly ServiceType[];
  /** With REGION in place of the Region; absent from the names of global services. */
  readonly serviceName: string;
  /** Further names of the same service, where AWS lists more than one. */
  readonly alternateNames: readonly string[];
  /** Host names with REGION, a sample label where a client has its own. The first is the one SDKs dial by default. */
  readonly hosts: readonly string[];
  /** Names that private DNS of an interface endpoint answers, `*.` for one label; empty when the service has none. */
  readonly privateNames: readonly string[];
  readonly ports: readonly number[];
  readonly policySupported: Known<boolean>;
  /** Services that its clients dial besides it: `s3` for `ecr.dkr`. */
  readonly companions: readonly string[];
  /** Interface endpoints in one Region may reach the service in another. */
  readonly crossRegion: boolean;
  readonly note: string;
}

/** An SDK service without a known endpoint service: a client of it keeps its way to the internet. */
export interface ServiceWithoutEndpoint extends Dated {
  readonly name: string;
  readonly host: string;
  /** What covers it after all, or why not; empty when nothing is known. */
  readonly note: string;
}

/** What an endpoint service name says, whoever owns the service. */
export interface EndpointServiceName {
  readonly owner: "aws" | "other";
  /** Undefined for services of other owners (`com.amazonaws.vpce.REGION.vpce-svc-…`). */
  readonly token: string | undefined;
  /** Undefined for global services. */
  readonly region: string | undefined;
  /** Types that the catalogue lists; empty when it does not know the service. */
  readonly types: readonly ServiceType[];
}
