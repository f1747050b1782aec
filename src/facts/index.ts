/**
 * Facts about AWS that no input carries: names, addresses, needs and prices, each row with a source and a date.
 *
 * Decides how the tables of data/ are read and asked; knows no network, workload or policy, and judges nothing. What the
 * tables do not hold is undefined or unknown, never guessed. The texts come from app/, so that the room stays pure.
 */
import { createAddressFacts } from "./address/index.ts";
import type { AddressFacts } from "./address/index.ts";
import { createAgentFacts } from "./agent/index.ts";
import type { AgentFacts } from "./agent/index.ts";
import { createBucketFacts } from "./bucket.ts";
import type { BucketFacts } from "./bucket.ts";
import { createHostFacts } from "./host/index.ts";
import type { HostFacts } from "./host/index.ts";
import { createNeedFacts } from "./need/index.ts";
import type { NeedFacts } from "./need/index.ts";
import { createOutsideHostFacts } from "./outside.ts";
import type { OutsideHostFacts } from "./outside.ts";
import { createOfferFacts } from "./offer/index.ts";
import type { OfferFacts } from "./offer/index.ts";
import { createPriceFacts } from "./price.ts";
import type { PriceFacts } from "./price.ts";
import { createRegionFacts } from "./region.ts";
import type { RegionFacts } from "./region.ts";
import { createServiceFacts } from "./service/index.ts";
import type { ServiceFacts } from "./service/index.ts";
import { addServices } from "./snapshot/services.ts";

export { parseAddressRanges } from "./address/range.ts";
export { createOfferReader } from "./offer/read.ts";
export type { OfferPrices, OfferQuestion } from "./offer/read.ts";
export { createRecordReader } from "./offer/record.ts";
export { offerCodes } from "./offer/wanted.ts";
export { toAddressRangeTable } from "./snapshot/ranges.ts";
export { toPriceTable } from "./snapshot/prices.ts";
export { toServiceTable } from "./snapshot/services.ts";
export { summarizeTable } from "./summary.ts";
export type { AgentFailure } from "./agent/index.ts";
export type { AwsHost } from "./host/index.ts";
export type { ImageFamily, Need, NeedFacts, TriggerKind } from "./need/index.ts";
export type { PriceFacts } from "./price.ts";

/** Everything below, as one immutable value that the judges take as a parameter. */
export interface Facts
  extends
    RegionFacts,
    ServiceFacts,
    HostFacts,
    AddressFacts,
    BucketFacts,
    NeedFacts,
    OutsideHostFacts,
    PriceFacts,
    OfferFacts,
    AgentFacts {}

/** The tables of data/ that are read at once, by the name of their file. */
export const factTables = [
  "partitions",
  "regions",
  "services",
  "service-names",
  "service-hosts",
  "services-without-endpoint",
  "cross-region",
  "hosts",
  "address-tags",
  "remote-tags",
  "special-addresses",
  "prefix-list-ids",
  "aws-buckets",
  "needs",
  "iam-actions",
  "managed-policies",
  "sam-policies",
  "images",
  "image-families",
  "outside-hosts",
  "alternatives",
  "prices",
  "prices-missing",
  "price-offers",
  "sources",
  "ssm-agent-policies",
  "ssm-agent-images",
  "ssm-agent-symptoms",
] as const;
export type FactTable = (typeof factTables)[number];

export interface FactTexts {
  /** CSV texts. */
  readonly tables: Readonly<Record<FactTable, string>>;
  /** Tables of a snapshot that `denat facts refresh` wrote, beside those of data/. */
  readonly refreshed?: Partial<Record<"prices" | "services", string>>;
  /** The text of address-ranges.csv, asked for once and only when addresses are needed: it is the largest by far. */
  readonly readAddressRanges: () => string;
}

/**
 * Throws when a table is malformed: data/ is part of the program, and a broken row a defect of it. Tables that not every
 * question needs are parsed when they are first asked, and throw then.
 */
export function createFacts({ tables, refreshed = {}, readAddressRanges }: FactTexts): Facts {
  const regions = createRegionFacts(tables.partitions, tables.regions);
  const services = createServiceFacts(
    {
      services: addServices(tables.services, refreshed.services),
      withoutEndpoint: tables["services-without-endpoint"],
      crossRegion: tables["cross-region"],
      serviceNames: tables["service-names"],
      serviceHosts: tables["service-hosts"],
    },
    regions,
  );
  const hosts = createHostFacts(tables.hosts, services, regions);
  const addresses = {
    tags: tables["address-tags"],
    remoteTags: tables["remote-tags"],
    specialAddresses: tables["special-addresses"],
    prefixListIds: tables["prefix-list-ids"],
    readRanges: readAddressRanges,
  };
  const outside = createOutsideHostFacts(
    { hosts: tables["outside-hosts"], alternatives: tables.alternatives },
    regions,
  );
  const needs = {
    needs: tables.needs,
    actions: tables["iam-actions"],
    policies: tables["managed-policies"],
    policyTemplates: tables["sam-policies"],
    images: tables.images,
    families: tables["image-families"],
  };
  return {
    ...regions,
    ...services,
    ...hosts,
    ...createAddressFacts(addresses, services, regions),
    ...createNeedFacts(needs, { services, hosts, regions, outside }),
    ...outside,
    ...createBucketFacts(tables["aws-buckets"], regions),
    ...createAgentFacts({
      policies: tables["ssm-agent-policies"],
      images: tables["ssm-agent-images"],
      symptoms: tables["ssm-agent-symptoms"],
    }),
    ...createPriceFacts(
      { prices: tables.prices, missing: tables["prices-missing"], refreshed: refreshed.prices },
      regions,
    ),
    ...createOfferFacts(tables["price-offers"], tables.sources),
  };
}
