/** What the metadata service tells: the instance at an address, read off the network. */
import { anyMachine } from "../../lab/any-machine.ts";
import type { MetadataClient } from "../../lab/host/host.ts";
import type { Instance, InstanceRole, ServiceOptions } from "../../lab/metadata/index.ts";
import { macOf } from "../../lab/fabric/name.ts";
import { familyOf, formatAddress, parseAddress } from "../../model/address.ts";
import { parseId } from "../../model/entity/entity.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import { known, valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import { regionOf } from "../../model/network.ts";
import { identityOf, sessionOf } from "./role-session.ts";
import type { SessionAsk } from "./role-session.ts";

export function findInstance(
  network: Network,
  client: MetadataClient,
  ask: SessionAsk,
): Instance | undefined {
  const address = parseAddress(client.address);
  const row = [...network.networkInterfaces.values()].find(
    ({ vpc, addresses }) => vpc === client.vpc && valueOr(addresses, []).some((one) => one === address),
  );
  const subnet = row?.subnet.known === true ? network.subnets.get(row.subnet.value) : undefined;
  if (row === undefined || subnet === undefined) return undefined;
  const addresses = valueOr(row.addresses, []);
  const region = regionOf(network, row);
  const own = formatAddress(addresses.find((one) => familyOf(one) === 4) ?? addresses[0] ?? 0n);
  const vpc = network.vpcs.get(row.vpc);
  return {
    id: row.owner,
    account: ask.account,
    region,
    availabilityZone: valueOr(subnet.availabilityZone, `${region}a`),
    availabilityZoneId: subnet.availabilityZoneId.known ? subnet.availabilityZoneId.value : undefined,
    ...anyMachine,
    mac: macOf(`port ${row.id} far`),
    interfaceId: row.id,
    subnet: subnet.id,
    subnetBlock: valueOr(subnet.cidrs, []).find(({ family }) => family === 4)?.text,
    vpc: row.vpc,
    vpcBlock: valueOr(vpc?.cidrs ?? { known: true, value: [] }, []).find(({ primary }) => primary)?.cidr.text,
    privateAddress: own,
    publicAddress: undefined,
    ipv6Addresses: addresses.filter((one) => familyOf(one) === 6).map(formatAddress),
    localHostName: `ip-${own.replaceAll(".", "-")}.${region === "us-east-1" ? "ec2" : `${region}.compute`}.internal`,
    securityGroups: valueOr(row.groups, []),
    options: optionsOf(network, row),
    role: roleOf(network, row, ask),
    identity:
      network.workloads.get(parseId(row.owner))?.kind === "instance"
        ? () => identityOf(row.owner, ask.facts.regionNamed(region).partition.name, ask)
        : undefined,
  };
}

/** Where the input does not tell, the service is there as current images want it: with tokens, and as far as they get. */
function optionsOf(network: Network, { owner }: NetworkInterface): ServiceOptions {
  const metadata = network.workloads.get(parseId(owner))?.metadata;
  return {
    isEnabled: valueOr(metadata?.httpEndpoint ?? known("enabled"), "enabled") === "enabled",
    requiresToken: valueOr(metadata?.httpTokens ?? known("required"), "required") === "required",
    hopLimit: metadata?.hopLimit.known === true ? metadata.hopLimit.value : undefined,
  };
}

function roleOf(network: Network, row: NetworkInterface, ask: SessionAsk): InstanceRole | undefined {
  const workload = network.workloads.get(parseId(row.owner));
  const [role] = workload === undefined ? [] : valueOr(workload.roles, []);
  if (role === undefined) return undefined;
  const name = role.split("/").at(-1) ?? role;
  return {
    name,
    profileArn: `arn:aws:iam::${ask.account}:instance-profile/${name}`,
    credentials: () => sessionOf(network, role, { row, ask }),
  };
}
