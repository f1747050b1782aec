/** The tree of an instance's metadata: a path is a leaf with its text, or a list of what is below it. */
import type { Instance, InstanceRole, RoleCredentials } from "./instance.ts";

type Branch = { readonly [name: string]: Branch | string | undefined };

/** Undefined where the instance has nothing of the name, as it is for AWS: 404. */
export function findEntry(instance: Instance, path: string): string | undefined {
  const words = path.split("/").filter((word) => word !== "");
  let at: Branch | string | undefined = treeOf(instance);
  for (const word of words) {
    if (typeof at !== "object" || !Object.hasOwn(at, word)) return undefined;
    at = at[word];
  }
  return typeof at === "object" ? listed(at) : at;
}

const listed = (branch: Branch): string =>
  Object.entries(branch)
    .filter(([, below]) => below !== undefined)
    .map(([name, below]) => (typeof below === "object" ? `${name}/` : name))
    .join("\n");

function treeOf(instance: Instance): Branch {
  const version = { dynamic: dynamic(instance), "meta-data": metaData(instance) };
  return { latest: version, "2021-07-15": version, "1.0": version };
}

function metaData(instance: Instance): Branch {
  const { role } = instance;
  return {
    "ami-id": instance.imageId,
    hostname: instance.localHostName,
    ...(role === undefined ? {} : { iam: iam(role) }),
    ...(instance.identity === undefined
      ? {}
      : { "identity-credentials": { ec2: identity(instance.account, instance.identity) } }),
    "instance-action": "none",
    "instance-id": instance.id,
    "instance-life-cycle": "on-demand",
    "instance-type": instance.instanceType,
    ipv6: instance.ipv6Addresses[0],
    "local-hostname": instance.localHostName,
    "local-ipv4": instance.privateAddress,
    mac: instance.mac,
    network: { interfaces: { macs: { [instance.mac]: networkInterface(instance) } } },
    placement: {
      "availability-zone": instance.availabilityZone,
      "availability-zone-id": instance.availabilityZoneId,
      region: instance.region,
    },
    "public-ipv4": instance.publicAddress,
    "security-groups": instance.securityGroups.join("\n"),
    services: { domain: "amazonaws.com", partition: "aws" },
  };
}

function networkInterface(instance: Instance): Branch {
  return {
    "device-number": "0",
    "interface-id": instance.interfaceId,
    ipv6s: instance.ipv6Addresses.length === 0 ? undefined : instance.ipv6Addresses.join("\n"),
    "local-hostname": instance.localHostName,
    "local-ipv4s": instance.privateAddress,
    mac: instance.mac,
    "owner-id": instance.account,
    "public-ipv4s": instance.publicAddress,
    "security-group-ids": instance.securityGroups.join("\n"),
    "subnet-id": instance.subnet,
    "subnet-ipv4-cidr-block": instance.subnetBlock,
    "vpc-id": instance.vpc,
    "vpc-ipv4-cidr-block": instance.vpcBlock,
  };
}

const isoSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");

function iam({ name, profileArn, credentials }: InstanceRole): Branch {
  return {
    get info(): string {
      const LastUpdated = isoSeconds(credentials().issuedAtMs);
      return JSON.stringify({ Code: "Success", LastUpdated, InstanceProfileArn: profileArn }, undefined, 2);
    },
    "security-credentials": {
      get [name](): string {
        return told(credentials());
      },
    },
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html#ec2-instance-identity-roles (read 2026-11-29) */
function identity(account: string, credentials: () => RoleCredentials): Branch {
  return {
    get info(): string {
      const LastUpdated = isoSeconds(credentials().issuedAtMs);
      return JSON.stringify({ Code: "Success", LastUpdated, AccountId: account }, undefined, 2);
    },
    "security-credentials": {
      get "ec2-instance"(): string {
        return told(credentials());
      },
    },
  };
}

function told(keys: RoleCredentials): string {
  const fields = {
    Code: "Success",
    LastUpdated: isoSeconds(keys.issuedAtMs),
    Type: "AWS-HMAC",
    AccessKeyId: keys.accessKeyId,
    SecretAccessKey: keys.secretAccessKey,
    Token: keys.sessionToken,
    Expiration: isoSeconds(keys.expiresAtMs),
  };
  return JSON.stringify(fields, undefined, 2);
}

/** The identity document is not signed: the lab has no key of AWS. */
function dynamic(instance: Instance): Branch {
  const document = {
    accountId: instance.account,
    architecture: "x86_64",
    availabilityZone: instance.availabilityZone,
    imageId: instance.imageId,
    instanceId: instance.id,
    instanceType: instance.instanceType,
    privateIp: instance.privateAddress,
    region: instance.region,
    version: "2017-09-30",
  };
  return { "instance-identity": { document: JSON.stringify(document, undefined, 2) } };
}
