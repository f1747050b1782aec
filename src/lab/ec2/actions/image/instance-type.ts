/** Instance types: a few of AWS's, with what networks and clients ask of them. */
import type {
  _InstanceType,
  ArchitectureType,
  DescribeInstanceTypeOfferingsRequest,
  DescribeInstanceTypeOfferingsResult,
  DescribeInstanceTypesRequest,
  DescribeInstanceTypesResult,
  InstanceTypeInfo,
  InstanceTypeOffering,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidValue } from "../../error.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable } from "../ask/filter.ts";
import { pageOf } from "../ask/page.ts";
import type { Context } from "../context.ts";
import { zonesOf } from "../subnet/zone.ts";

type Row = readonly [
  type: string,
  vcpus: number,
  memoryMib: number,
  interfaces: number,
  addresses: number,
  architecture: ArchitectureType,
];

const types: readonly Row[] = [
  ["t2.micro", 1, 1024, 2, 2, "x86_64"],
  ["t2.small", 1, 2048, 3, 4, "x86_64"],
  ["t2.medium", 2, 4096, 3, 6, "x86_64"],
  ["t3.nano", 2, 512, 2, 2, "x86_64"],
  ["t3.micro", 2, 1024, 2, 2, "x86_64"],
  ["t3.small", 2, 2048, 3, 4, "x86_64"],
  ["t3.medium", 2, 4096, 3, 6, "x86_64"],
  ["t3.large", 2, 8192, 3, 12, "x86_64"],
  ["t4g.nano", 2, 512, 2, 2, "arm64"],
  ["t4g.micro", 2, 1024, 2, 2, "arm64"],
  ["t4g.small", 2, 2048, 3, 4, "arm64"],
  ["m5.large", 2, 8192, 3, 10, "x86_64"],
  ["m5.xlarge", 4, 16384, 4, 15, "x86_64"],
  ["c5.large", 2, 4096, 3, 10, "x86_64"],
  ["m6g.large", 2, 8192, 3, 10, "arm64"],
];

const isBurstable = (type: string) => type.startsWith("t");

function toInfo([type, vcpus, memoryMib, interfaces, addresses, architecture]: Row): InstanceTypeInfo {
  return {
    InstanceType: type as _InstanceType,
    CurrentGeneration: !type.startsWith("t2."),
    FreeTierEligible: type === "t2.micro" || type === "t3.micro",
    SupportedUsageClasses: ["on-demand", "spot"],
    SupportedRootDeviceTypes: ["ebs"],
    SupportedVirtualizationTypes: ["hvm"],
    BareMetal: false,
    Hypervisor: type.startsWith("t2.") ? "xen" : "nitro",
    ProcessorInfo: { SupportedArchitectures: [architecture] },
    VCpuInfo: { DefaultVCpus: vcpus },
    MemoryInfo: { SizeInMiB: memoryMib },
    InstanceStorageSupported: false,
    NetworkInfo: {
      MaximumNetworkInterfaces: interfaces,
      MaximumNetworkCards: 1,
      Ipv4AddressesPerInterface: addresses,
      Ipv6AddressesPerInterface: addresses,
      Ipv6Supported: true,
      EnaSupport: type.startsWith("t2.") ? "unsupported" : "required",
    },
    BurstablePerformanceSupported: isBurstable(type),
    DedicatedHostsSupported: !isBurstable(type),
    AutoRecoverySupported: true,
  };
}

const infos = types.map(toInfo);

const filters: FilterTable<InstanceTypeInfo> = {
  "bare-metal": ({ BareMetal }) => BareMetal,
  "burstable-performance-supported": ({ BurstablePerformanceSupported }) => BurstablePerformanceSupported,
  "current-generation": ({ CurrentGeneration }) => CurrentGeneration,
  "free-tier-eligible": ({ FreeTierEligible }) => FreeTierEligible,
  hypervisor: ({ Hypervisor }) => Hypervisor,
  "instance-type": ({ InstanceType }) => InstanceType,
  "memory-info.size-in-mib": ({ MemoryInfo }) => MemoryInfo?.SizeInMiB,
  "processor-info.supported-architecture": ({ ProcessorInfo }) => ProcessorInfo?.SupportedArchitectures,
  "vcpu-info.default-vcpus": ({ VCpuInfo }) => VCpuInfo?.DefaultVCpus,
};

export function describeInstanceTypes(
  input: DescribeInstanceTypesRequest,
  _context: Context,
): DescribeInstanceTypesResult {
  const { InstanceTypes: names = [] } = input;
  const absent = names.find((name) => !infos.some(({ InstanceType }) => InstanceType === name));
  if (absent !== undefined)
    throw new Ec2Error(
      "InvalidInstanceType",
      `The following supplied instance types do not exist: [${absent}]`,
    );
  const asked = infos.filter(
    ({ InstanceType }) => names.length === 0 || names.some((name) => name === InstanceType),
  );
  const { rows, NextToken } = pageOf(filterRows(asked, input.Filters, filters), input, {
    idOf: ({ InstanceType }) => InstanceType ?? "",
    named: names.length > 0,
    most: 100,
  });
  return { InstanceTypes: [...rows], NextToken };
}

const offeringFilters: FilterTable<InstanceTypeOffering> = {
  "instance-type": ({ InstanceType }) => InstanceType,
  location: ({ Location }) => Location,
};

export function describeInstanceTypeOfferings(
  input: DescribeInstanceTypeOfferingsRequest,
  context: Context,
): DescribeInstanceTypeOfferingsResult {
  const { LocationType = "region" } = input;
  const places: Readonly<Record<string, readonly string[]>> = {
    region: [context.region],
    "availability-zone": zonesOf(context).map(({ name }) => name),
    "availability-zone-id": zonesOf(context).map(({ id }) => id),
  };
  const locations = places[LocationType];
  if (locations === undefined)
    throw invalidValue(`Value (${LocationType}) for parameter locationType is invalid.`);
  const all = locations.flatMap((Location) =>
    infos.map(({ InstanceType }): InstanceTypeOffering => ({ InstanceType, LocationType, Location })),
  );
  const { rows, NextToken } = pageOf(filterRows(all, input.Filters, offeringFilters), input, {
    idOf: ({ InstanceType, Location }) => `${InstanceType} ${Location}`,
  });
  return { InstanceTypeOfferings: [...rows], NextToken };
}

/** Any name made like one may be launched: the lab gives every instance the same machine. */
export function mustInstanceType(name: string): _InstanceType {
  if (!/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(name))
    throw invalidValue(`Invalid value '${name}' for InstanceType.`);
  return name as _InstanceType;
}
