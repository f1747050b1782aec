/** What a host name says. */
export const hostForms = [
  /** The Regional name that SDKs dial by default, or one made like it. */
  "regional",
  "global",
  "legacy",
  "virtual-hosted",
  "fips",
  "dualstack",
  "fips-dualstack",
  /** An endpoint's own public name, Regional or zonal. */
  "vpce",
  /** The name of a customer's own resource (a database, a load balancer): its addresses may be private. */
  "resource",
] as const;
export type HostForm = (typeof hostForms)[number];

export interface AwsHost {
  readonly kind: "aws";
  /** Token of the catalogue, or the SDK's name of a service without endpoint; undefined when neither is known. */
  readonly service: string | undefined;
  /** Undefined where the name does not say: global names, buckets under s3.amazonaws.com. */
  readonly region: string | undefined;
  readonly form: HostForm;
  /** Form `vpce` only. */
  readonly endpointId: string | undefined;
  /** Zonal names of form `vpce` only. */
  readonly availabilityZone: string | undefined;
  /** The bucket, for names of S3 that carry one. */
  readonly bucket: string | undefined;
}

export type HostName = AwsHost | { readonly kind: "internet" };
