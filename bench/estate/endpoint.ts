/** The VPC endpoints that a half-finished migration leaves behind: S3 nearly everywhere, Session Manager in some VPCs. */
import { mustAddress } from "../../src/model/address.ts";
import type { NetworkInterfaceId, SecurityGroupId, VpcEndpointId } from "../../src/model/entity/entity.ts";
import type { NetworkInterface } from "../../src/model/entity/network-interface.ts";
import type {
  EndpointPolicy,
  EndpointService,
  EndpointState,
  VpcEndpoint,
} from "../../src/model/entity/vpc-endpoint.ts";
import { known } from "../../src/model/known.ts";
import { endpointGroup, s3List } from "./firewall.ts";
import type { Random } from "./random.ts";
import { account, awsId, entity, region, zones } from "./row.ts";
import type { Rows } from "./row.ts";
import { interfaceIn } from "./site.ts";
import type { Site } from "./site.ts";

/** The services that the plans of the benchmark ask for. */
export const services = [
  "s3",
  "dynamodb",
  "ssm",
  "ssmmessages",
  "ec2messages",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "logs",
  "monitoring",
  "sts",
  "kms",
  "secretsmanager",
  "sqs",
  "sns",
  "events",
  "states",
  "lambda",
  "ecs",
  "autoscaling",
] as const;

/** Each of them in every zone, as DescribeVpcEndpointServices lists them. */
export function serviceRows(): Rows {
  const rows = services.map((service): EndpointService => {
    const serviceName = `com.amazonaws.${region}.${service}`;
    const hasGateway = service === "s3" || service === "dynamodb";
    return {
      ...entity(serviceName, "DescribeVpcEndpointServices"),
      serviceName,
      types: hasGateway ? ["gateway", "interface"] : ["interface"],
      availabilityZones: zones,
      privateDnsNames: [],
      policySupported: known(true),
    };
  });
  return { endpointServices: rows };
}

const interfaceServices = ["ssm", "ssmmessages", "ec2messages", "ecr.api", "ecr.dkr", "logs"] as const;

/** Every other policy lets the account alone, as security reviews like it. */
const ownAccountOnly: EndpointPolicy = {
  kind: "document",
  json: {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: "*",
        Action: "*",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalAccount": account } },
      },
    ],
  },
};

export function endpointRows(random: Random, site: Site): Rows {
  const group = awsId<SecurityGroupId>("sg", site.number, 0xe000);
  const services = random.chance(0.5) ? interfaceServices.filter(() => random.chance(0.8)) : [];
  const gateways = random.chance(0.75) ? [gatewayEndpoint(site)] : [];
  const made = services.map((service, index) => interfaceEndpoint(random, site, { service, group, index }));
  return {
    securityGroups: [endpointGroup(group, site.vpc, site.block)],
    vpcEndpoints: [...gateways, ...made.map(({ endpoint }) => endpoint)],
    networkInterfaces: made.flatMap(({ interfaces }) => interfaces),
  };
}

/** Whether the tables of a site have the route that a gateway endpoint adds. */
export function withGatewayRoutes(rows: Rows, endpoints: Rows): Rows {
  const gateway = endpoints.vpcEndpoints?.find(({ type }) => type === "gateway");
  if (gateway === undefined || !gateway.routeTables.known) return rows;
  const tables: readonly string[] = gateway.routeTables.value;
  return {
    ...rows,
    routeTables: (rows.routeTables ?? []).map((table) => {
      if (!tables.includes(table.id) || !table.routes.known) return table;
      const route = {
        destination: known({ kind: "prefix-list", id: s3List } as const),
        target: known({ kind: "vpc-endpoint", id: gateway.id } as const),
        state: "active",
        via: "static",
        origin: table.origin,
      } as const;
      return { ...table, routes: known([...table.routes.value, route]) };
    }),
  };
}

function endpointBase(site: Site, number: number, service: string) {
  return {
    ...entity(awsId<VpcEndpointId>("vpce", site.number, number), "DescribeVpcEndpoints"),
    vpc: known(site.vpc),
    serviceName: known(`com.amazonaws.${region}.${service}`),
    serviceRegion: known(region),
    state: known<EndpointState>("available"),
    privateDnsOnlyForInboundResolver: undefined,
    ipAddressType: known<"ipv4">("ipv4"),
  } as const;
}

function gatewayEndpoint(site: Site): VpcEndpoint {
  return {
    ...endpointBase(site, 0, "s3"),
    type: "gateway",
    policy: known<EndpointPolicy>({ kind: "full-access" }),
    privateDnsEnabled: known(false),
    dnsNames: known([]),
    subnets: known([]),
    groups: known([]),
    networkInterfaces: known([]),
    routeTables: known(site.privateTables),
  };
}

interface EndpointPlan {
  readonly service: string;
  readonly group: SecurityGroupId;
  readonly index: number;
}

function interfaceEndpoint(random: Random, site: Site, { service, group, index }: EndpointPlan) {
  const base = endpointBase(site, 1 + index, service);
  const interfaces = site.privateSubnets.map((home, zone): NetworkInterface => {
    const id = awsId<NetworkInterfaceId>("eni", site.number, 0x2000000 + index * 3 + zone);
    const address = mustAddress(`10.${site.number}.${31 + zone * 16}.${200 + index}`);
    return {
      ...interfaceIn(site, home, id, address),
      groups: known([group]),
      client: "endpoint",
      owner: base.id,
    };
  });
  const endpoint: VpcEndpoint = {
    ...base,
    type: "interface",
    policy: known<EndpointPolicy>(random.chance(0.5) ? ownAccountOnly : { kind: "full-access" }),
    privateDnsEnabled: known(random.chance(0.9)),
    dnsNames: known([]),
    subnets: known(site.privateSubnets.map(({ id }) => id)),
    groups: known([group]),
    networkInterfaces: known(interfaces.map(({ id }) => id)),
    routeTables: known([]),
  };
  return { endpoint, interfaces };
}
