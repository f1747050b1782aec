/** Services by name; one that offers several types of endpoint has a row for each, and is one entity. */
import type { EndpointService, EndpointType } from "../../../model/entity/vpc-endpoint.ts";
import { known, unknown } from "../../../model/known.ts";
import { parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import { findFlag, findRows, findText, mustRows, mustText, textsAt } from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

export const endpointServices: TableReader<"endpointServices"> = {
  table: "endpointServices",
  needs: [need("ec2 describe-vpc-endpoint-services", "ServiceDetails")],
  read: (collected) => {
    const byName = new Map<string, EndpointService>();
    for (const service of parseRows(collected, "ServiceDetails", (row) =>
      toEndpointService(row, collected),
    )) {
      const earlier = byName.get(service.serviceName);
      byName.set(service.serviceName, earlier === undefined ? service : combined(earlier, service));
    }
    return [...byName.values()];
  },
};

const types: Readonly<Record<string, EndpointType>> = {
  Interface: "interface",
  Gateway: "gateway",
  GatewayLoadBalancer: "gateway-load-balancer",
};

function toEndpointService({ fields, origin }: Row, { scope }: Collected): EndpointService {
  const serviceName = mustText(fields, "ServiceName");
  const policySupported = findFlag(fields, "VpcEndpointPolicySupported");
  return {
    id: serviceName,
    aliases: [],
    scope: scope.id,
    origin,
    serviceName,
    types: mustRows(fields, "ServiceType").map((type) => types[mustText(type, "ServiceType")] ?? "other"),
    availabilityZones: textsAt(fields, "AvailabilityZones"),
    privateDnsNames: privateDnsNamesOf(fields),
    policySupported:
      policySupported === undefined
        ? unknown(
            `policy support of ${serviceName}`,
            `aws ec2 describe-vpc-endpoint-services --service-names ${serviceName}`,
          )
        : known(policySupported),
  };
}

function privateDnsNamesOf(fields: Fields): readonly string[] {
  const listed = findRows(fields, "PrivateDnsNames")?.map((name) => mustText(name, "PrivateDnsName"));
  const single = findText(fields, "PrivateDnsName");
  return listed ?? (single === undefined ? [] : [single]);
}

function combined(a: EndpointService, b: EndpointService): EndpointService {
  const union = <T>(x: readonly T[], y: readonly T[]) => [...new Set([...x, ...y])];
  return {
    ...a,
    types: union(a.types, b.types),
    availabilityZones: union(a.availabilityZones, b.availabilityZones),
    privateDnsNames: union(a.privateDnsNames, b.privateDnsNames),
    policySupported:
      a.policySupported.known && !a.policySupported.value ? a.policySupported : b.policySupported,
  };
}
