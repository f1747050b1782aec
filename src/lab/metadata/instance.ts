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
  /** Undefined for an instance without a role. */
  readonly role: InstanceRole | undefined;
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
