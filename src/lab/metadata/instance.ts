/** What the metadata service tells an instance about itself. */
export interface Instance {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly availabilityZone: string;
  readonly availabilityZoneId: string | undefined;
  readonly imageId: string;
  readonly instanceType: string;
  readonly mac: string;
  readonly interfaceId: string;
  readonly subnet: string;
  readonly subnetBlock: string | undefined;
  readonly vpc: string;
  readonly vpcBlock: string | undefined;
  readonly privateAddress: string;
  readonly publicAddress: string | undefined;
  readonly ipv6Addresses: readonly string[];
  readonly localHostName: string;
  readonly securityGroups: readonly string[];
  readonly options: ServiceOptions;
  /** Undefined for an instance without a role. */
  readonly role: InstanceRole | undefined;
  /** Of the instance itself, whatever role it has: Systems Manager takes them. Undefined for what is no instance of EC2. */
  readonly identity: (() => RoleCredentials) | undefined;
}

/** `MetadataOptions` of the instance. */
export interface ServiceOptions {
  readonly isEnabled: boolean;
  readonly requiresToken: boolean;
  /** How far the answer to a request for a token gets; undefined for as far as any packet. */
  readonly hopLimit: number | undefined;
}

export interface InstanceRole {
  readonly name: string;
  readonly profileArn: string;
  /** Temporary credentials of the role, made anew when the last are near their end. */
  readonly credentials: () => RoleCredentials;
}

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}
