/**
 * Names that AWS gives to instances: by private address, by resource, and by public address.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-naming.html and
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 */
import type { Facts } from "../../../facts/index.ts";
import { once, onceEach } from "../../../facts/once.ts";
import { familyOf, formatAddress, parseAddress } from "../../../model/address.ts";
import type { Address } from "../../../model/address.ts";
import type { VpcId } from "../../../model/entity/entity.ts";
import type { Workload } from "../../../model/entity/workload.ts";
import { valueOr } from "../../../model/known.ts";
import { regionOf } from "../../../model/network.ts";
import { isWithin } from "../name.ts";
import type { Sources } from "../places.ts";

/** `us-east-1.compute.internal` and its elder sister. */
export const internalDomain = (region: string): string =>
  region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;

export const publicDomain = (facts: Facts, region: string): string => {
  const { dnsSuffix } = facts.regionNamed(region).partition;
  return region === "us-east-1" ? `compute-1.${dnsSuffix}` : `${region}.compute.${dnsSuffix}`;
};

export interface InstanceNames {
  /** Addresses under a name of the VPC's internal domain; undefined where no such name exists. */
  readonly findInternal: (vpc: VpcId, region: string, name: string) => readonly Address[] | undefined;
  /** The address that a public name `ec2-….compute.amazonaws.com` is made of, if an instance has it. */
  readonly findPublic: (name: string) => PublicName | undefined;
  /** The name of an address in the VPC. */
  readonly findNameOf: (vpc: VpcId, region: string, address: Address) => string | undefined;
  /** The public name of a public address. */
  readonly findPublicNameOf: (address: Address) => string | undefined;
}

export interface PublicName {
  readonly address: Address;
  readonly behind: { readonly vpc: VpcId; readonly address: Address };
}

export function createInstanceNames(sources: Sources): InstanceNames {
  const { network, facts, places } = sources;
  const held = onceEach(
    (vpc: VpcId) =>
      new Set(
        [...network.networkInterfaces.values()]
          .filter((each) => each.vpc === vpc)
          .flatMap(({ addresses }) => valueOr(addresses, [])),
      ),
  );
  const instances = once(() => resourcesOf(sources));
  /** Where instances of a VPC have public names at all: it takes enableDnsHostnames. */
  const publicDomainOf = (id: VpcId): string | undefined => {
    const vpc = network.vpcs.get(id);
    if (vpc === undefined || !valueOr(vpc.enableDnsHostnames, true)) return undefined;
    return publicDomain(facts, regionOf(network, vpc));
  };
  return {
    findInternal: (vpc, region, name) => {
      const domain = internalDomain(region);
      if (!isWithin(name, domain) || name === domain) return undefined;
      const label = name.slice(0, -domain.length - 1);
      const address = addressIn(label, "ip");
      if (address !== undefined) return held(vpc).has(address) ? [address] : undefined;
      const resource = instances().get(label);
      return resource?.vpc === vpc ? resource.addresses : undefined;
    },
    findPublic: (name) => {
      const [label = "", ...rest] = name.split(".");
      const address = addressIn(label, "ec2");
      const behind = address === undefined ? undefined : places.privateAddressBehind(address);
      if (address === undefined || behind === undefined) return undefined;
      return rest.join(".") === publicDomainOf(behind.vpc) ? { address, behind } : undefined;
    },
    findNameOf: (vpc, region, address) => {
      if (!held(vpc).has(address)) return undefined;
      if (familyOf(address) === 4) return `${labelOf(address, "ip")}.${internalDomain(region)}`;
      const [id] =
        [...instances()].find(
          ([, resource]) => resource.vpc === vpc && resource.addresses.includes(address),
        ) ?? [];
      return id === undefined ? undefined : `${id}.${internalDomain(region)}`;
    },
    findPublicNameOf: (address) => {
      const behind = familyOf(address) === 4 ? places.privateAddressBehind(address) : undefined;
      const domain = behind === undefined ? undefined : publicDomainOf(behind.vpc);
      return domain === undefined ? undefined : `${labelOf(address, "ec2")}.${domain}`;
    },
  };
}

interface Resource {
  readonly vpc: VpcId;
  readonly addresses: readonly Address[];
}

/** Instances with a resource name, by id: the addresses of the first interface, as far as the options have records. */
function resourcesOf({ network, places }: Sources): ReadonlyMap<string, Resource> {
  const rows = [...network.workloads.values()].filter(({ kind }) => kind === "instance");
  return new Map(rows.flatMap((row) => resourceOf(row)));

  function resourceOf({ id, networkInterfaces: [first] }: Workload): readonly [string, Resource][] {
    const own = first === undefined ? undefined : network.networkInterfaces.get(first);
    const records = places.resourceNameRecords(id);
    if (own === undefined || (!records.a && !records.aaaa)) return [];
    const addresses = valueOr(own.addresses, []).filter((address) =>
      familyOf(address) === 4 ? records.a : records.aaaa,
    );
    return [[id.toLowerCase(), { vpc: own.vpc, addresses }]];
  }
}

const labelOf = (address: Address, prefix: string): string =>
  `${prefix}-${formatAddress(address).replaceAll(".", "-")}`;

function addressIn(label: string, prefix: string): Address | undefined {
  const [, octets] = /^[a-z0-9]+-(\d+-\d+-\d+-\d+)$/.exec(label) ?? [];
  if (octets === undefined || !label.startsWith(`${prefix}-`)) return undefined;
  return parseAddress(octets.replaceAll("-", "."));
}
