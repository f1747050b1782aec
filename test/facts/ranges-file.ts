/** ip-ranges.json in small, in the shape that AWS gives it. */
export function rangesFile({ syncToken = "1900000000", count = 1000 } = {}) {
  return {
    syncToken,
    createDate: "2030-03-17-17-46-40",
    prefixes: Array.from({ length: count - 1 }, (_, index) => ({
      ip_prefix: `3.${Math.floor(index / 256)}.${index % 256}.0/24`,
      region: "eu-west-1",
      service: "AMAZON",
      network_border_group: "eu-west-1",
    })).concat({
      ip_prefix: "3.0.0.0/24",
      region: "eu-west-1",
      service: "S3",
      network_border_group: "eu-west-1",
    }),
    ipv6_prefixes: [] as readonly object[],
  };
}
