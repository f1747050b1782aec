/** Whom the user means: names of sources and destinations, as CONTRACT.md lets people write them. */
import type { Facts } from "../facts/index.ts";
import { parseAddress } from "../model/address.ts";
import { AppError } from "../model/app-error.ts";
import type { NetworkInterfaceId, SubnetId } from "../model/entity/entity.ts";
import type { Workload } from "../model/entity/workload.ts";
import { didYouMean } from "../model/near-names.ts";
import type { Network } from "../model/network.ts";
import type { Destination, Source } from "./question.ts";

/** A workload, interface, subnet or private address. Throws an AppError that lists near names when nothing is called so. */
export function resolveSources(network: Network, text: string): readonly Source[] {
  const found = byAddress(network, text) ?? byId(network, text) ?? byAlias(network, text);
  if (found !== undefined) return found;
  const unknown = network.unresolved.get(text);
  const hint =
    unknown === undefined
      ? didYouMean(text, namesOf(network), "denat read lists what there is")
      : `${unknown.fact}: ${unknown.settledBy}`;
  throw new AppError("SOURCE_UNKNOWN", `--from ${text}: nothing in the input has this name`, hint);
}

/** The workload of this name, or the one that an interface or private address of this name belongs to. */
export function resolveWorkload(network: Network, text: string): Workload {
  const named = [...network.workloads.values()].filter(
    ({ id, aliases }) => id === text || aliases.includes(text),
  );
  const [first, ...others] = named.some(({ id }) => id === text)
    ? named.filter(({ id }) => id === text)
    : named;
  if (first !== undefined && others.length === 0) return first;
  const [source] = first === undefined ? (byAddress(network, text) ?? byId(network, text) ?? []) : [];
  const owner = source?.kind === "interface" ? network.networkInterfaces.get(source.id)?.owner : undefined;
  const behind = owner === undefined ? undefined : network.workloads.get(owner as never);
  if (behind !== undefined) return behind;
  if (first !== undefined) throw ambiguous(text, named);
  const hint = didYouMean(text, namesOf(network), "denat read lists what there is");
  throw new AppError(
    "WORKLOAD_UNKNOWN",
    `WORKLOAD ${text}: nothing in the input that runs has this name`,
    hint,
  );
}

/** A service, interface, address or host name, in this order. */
export function resolveDestination(network: Network, facts: Facts, text: string): Destination {
  const address = parseAddress(text);
  if (address !== undefined) return { kind: "address", address };
  if (facts.findService(text) !== undefined) return { kind: "service", service: text };
  const without = facts.servicesWithoutEndpoint.find(({ name }) => name === text);
  if (without !== undefined)
    return { kind: "host", host: without.host.replaceAll("REGION", regionsOf(network)) };
  const sources = byId(network, text) ?? byAlias(network, text) ?? [];
  const own = sources.find((source) => source.kind === "interface");
  if (own?.kind === "interface") return own;
  if (hostName.test(text)) return { kind: "host", host: text.toLowerCase().replace(/\.$/, "") };
  const names = [...facts.nearServices(text), ...namesOf(network)];
  throw new AppError(
    "DESTINATION_UNKNOWN",
    `--to ${text}: no service, interface, address or host name`,
    didYouMean(text, names, "give a service such as s3, a host name, an IP address or an interface"),
  );
}

const hostName =
  /^(?=.{1,253}\.?$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\.?$/i;

const regionsOf = ({ scopes }: Network): string => [...scopes.values()][0]?.region ?? "us-east-1";

function byAddress(network: Network, text: string): readonly Source[] | undefined {
  const address = parseAddress(text);
  if (address === undefined) return undefined;
  const owners = [...network.networkInterfaces.values()].filter(
    ({ addresses }) => addresses.known && addresses.value.includes(address),
  );
  return owners.length === 0 ? undefined : owners.map(({ id }) => ({ kind: "interface", id }));
}

function byId(network: Network, id: string): readonly Source[] | undefined {
  const workload = network.workloads.get(id as never);
  if (workload !== undefined) return ofWorkload(workload.id, workload.networkInterfaces);
  if (network.networkInterfaces.has(id as NetworkInterfaceId))
    return [{ kind: "interface", id: id as NetworkInterfaceId }];
  return network.subnets.has(id as SubnetId) ? [{ kind: "subnet", id: id as SubnetId }] : undefined;
}

function byAlias(network: Network, text: string): readonly Source[] | undefined {
  const ids = [
    ...network.workloads.values(),
    ...network.networkInterfaces.values(),
    ...network.subnets.values(),
  ]
    .filter(({ aliases }) => aliases.includes(text))
    .map(({ id }) => id);
  const [id, ...others] = [...new Set<string>(ids)];
  if (id === undefined) return undefined;
  if (others.length === 0) return byId(network, id);
  throw ambiguous(
    text,
    [id, ...others].map((one) => ({ id: one })),
  );
}

function ambiguous(text: string, things: readonly { readonly id: string }[]): AppError {
  const ids = things.map(({ id }) => id);
  return new AppError(
    "NAME_AMBIGUOUS",
    `${text} is the name of ${ids.length} things`,
    `use an id: ${ids.slice(0, 5).join(", ")}`,
  );
}

function ofWorkload(id: string, interfaces: readonly NetworkInterfaceId[]): readonly Source[] {
  if (interfaces.length > 0) return interfaces.map((each) => ({ kind: "interface", id: each }));
  throw new AppError(
    "SOURCE_HAS_NO_INTERFACE",
    `--from ${id}: it has no interface in the input`,
    "name its subnet instead",
  );
}

function* namesOf({ workloads, networkInterfaces, subnets }: Network): Generator<string> {
  for (const table of [workloads, networkInterfaces, subnets]) {
    for (const { id, aliases } of table.values()) {
      yield id;
      yield* aliases;
    }
  }
}
