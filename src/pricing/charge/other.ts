/** What is the same whichever side wins: addresses of others, and traffic that leaves a zone, the Region or AWS. */
import type { AddressEntry } from "../design.ts";
import { sum } from "./row.ts";
import type { ChargeRow } from "./row.ts";

export const otherCharges: readonly ChargeRow[] = [
  {
    item: "public-ipv4-hours",
    side: "other",
    row: "public_ipv4_inuse_hour",
    unit: "hour",
    of: ({ publicIpv4s }) => addressHours(publicIpv4s, "in-use"),
  },
  {
    item: "public-ipv4-idle-hours",
    side: "other",
    row: "public_ipv4_idle_hour",
    unit: "hour",
    of: ({ publicIpv4s }) => addressHours(publicIpv4s, "idle"),
  },
  {
    item: "internet-egress-gb",
    side: "other",
    row: "internet_egress_gb",
    unit: "GB",
    of: ({ trafficGb, freeInternetEgressGb }) => Math.max(0, trafficGb.internetEgress - freeInternetEgressGb),
    note: ({ freeInternetEgressGb }) =>
      freeInternetEgressGb === 0 ? undefined : `the first ${freeInternetEgressGb} GB are free`,
  },
  {
    item: "cross-az-gb",
    side: "other",
    row: "cross_az_gb_per_direction",
    unit: "GB",
    of: ({ trafficGb }) => trafficGb.crossAz,
    note: "both directions",
  },
];

const addressHours = (entries: readonly AddressEntry[], state: AddressEntry["state"]) =>
  sum(
    entries.filter((entry) => entry.state === state),
    ({ count, hours }) => count * hours,
  );
