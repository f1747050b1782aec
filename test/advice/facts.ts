/** The dated facts of data/, read once. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createAddressFacts } from "../../src/facts/address/index.ts";
import { createHostFacts } from "../../src/facts/host/index.ts";
import type { Facts } from "../../src/facts/index.ts";
import { createNeedFacts } from "../../src/facts/need/index.ts";
import { createPriceFacts } from "../../src/facts/price.ts";
import { createRegionFacts } from "../../src/facts/region.ts";
import { createServiceFacts } from "../../src/facts/service/index.ts";

const data = (name: string) => readFileSync(join(import.meta.dirname, "../../data", `${name}.csv`), "utf8");

const regions = createRegionFacts(data("partitions"), data("regions"));
const services = createServiceFacts(
  {
    services: data("services"),
    withoutEndpoint: data("services-without-endpoint"),
    crossRegion: data("cross-region"),
    serviceNames: data("service-names"),
    serviceHosts: data("service-hosts"),
  },
  regions,
);
const hosts = createHostFacts(data("hosts"), services, regions);
export const facts: Facts = {
  ...regions,
  ...services,
  ...hosts,
  ...createAddressFacts(
    {
      tags: data("address-tags"),
      specialAddresses: data("special-addresses"),
      prefixListIds: data("prefix-list-ids"),
      readRanges: () => data("address-ranges"),
    },
    services,
    regions,
  ),
  ...createNeedFacts(
    {
      needs: data("needs"),
      actions: data("iam-actions"),
      policies: data("managed-policies"),
      images: data("images"),
    },
    { services, hosts, regions },
  ),
  ...createPriceFacts(data("prices"), data("prices-missing"), regions),
};
