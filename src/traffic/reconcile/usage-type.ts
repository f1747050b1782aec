/**
 * The usage types of NAT gateways in a bill, told exactly: `NatGateway-Hours` is a part of `RegionalNatGateway-Hours`, and
 * what is provisioned has types of its own that cost nothing.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-pricing.html (read 2026-11-29)
 */
export interface NatUsage {
  readonly family: "zonal" | "regional" | "provisioned";
  readonly meter: "bytes" | "hours" | "gbps";
}

/** Without the prefix of a Region, which most types have and those of us-east-1 mostly have not. */
const usages: Readonly<Record<string, NatUsage>> = {
  "NatGateway-Bytes": { family: "zonal", meter: "bytes" },
  "NatGateway-Hours": { family: "zonal", meter: "hours" },
  "RegionalNatGateway-Bytes": { family: "regional", meter: "bytes" },
  "RegionalNatGateway-Hours": { family: "regional", meter: "hours" },
  "NatGateway-Prvd-Bytes": { family: "provisioned", meter: "bytes" },
  "NatGateway-Prvd-Gbps": { family: "provisioned", meter: "gbps" },
};

export function parseNatUsage(usageType: string): NatUsage | undefined {
  const [, name = ""] = /^(?:[A-Z]{2,5}\d{0,2}-)?([A-Za-z].*)$/.exec(usageType) ?? [];
  return Object.hasOwn(usages, name) ? usages[name] : undefined;
}
