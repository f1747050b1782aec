// One estate, told by its template and by what the AWS CLI prints of it once deployed, is one model up to ids.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Known } from "../../src/model/known.ts";
import type { Network } from "../../src/model/network.ts";
import { formatTraffic } from "../../src/model/traffic.ts";
import { readNetwork } from "../../src/readers/index.ts";
import { facts } from "../facts/facts.ts";

const example = join(import.meta.dirname, "../../examples/session-manager");
const states = [
  { stack: "SessionManager0Nat", directory: "0-nat" },
  { stack: "SessionManager1Isolated", directory: "1-isolated" },
  { stack: "SessionManager2Interface", directory: "2-interface-endpoints" },
  { stack: "SessionManager3Gateway", directory: "3-gateway-endpoint" },
] as const;

async function readFiles(paths: readonly string[]): Promise<Network> {
  const files = paths.map((path) => ({ path, text: readFileSync(join(example, path), "utf8") }));
  const options = {
    region: "ap-northeast-1",
    parameters: new Map<string, string>(),
    findBeside: () => undefined,
  };
  return (await readNetwork(files, options, facts)).network;
}
const ofTemplate = (stack: string) => readFiles([`cdk.out/${stack}.template.json`]);
const ofAnswers = (directory: string) =>
  readFiles(readdirSync(join(example, "describe", directory)).map((name) => `describe/${directory}/${name}`));

/** The value, or the word `unknown`: what only the deployed estate can tell is compared by neither. */
const told = <T, U>(fact: Known<T>, to: (value: T) => U): U | "unknown" =>
  fact.known ? to(fact.value) : "unknown";
const plain = <T>(fact: Known<T>) => told(fact, (value) => value);
const sorted = <T>(items: Iterable<T>): readonly T[] =>
  [...items].toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/**
 * Names that both inputs have: the block of a subnet, the service of an endpoint. A group is called by its rules, for
 * its id is all that its rows say of it else.
 */
function namesIn(network: Network): (id: string) => string {
  const named = new Map<string, string>([
    ...[...network.subnets.values()].map(
      ({ id, cidrs }) => [id, `subnet ${told(cidrs, (all) => all[0]?.text ?? "")}`] as const,
    ),
    ...[...network.vpcEndpoints.values()].map(
      ({ id, serviceName }) => [id, `endpoint ${plain(serviceName)}`] as const,
    ),
    ...[...network.securityGroups.values()].map(
      (group) => [group.id, `group ${JSON.stringify(rulesOf(group, group.id))}`] as const,
    ),
    ...[...network.natGateways.keys()].map((id) => [id, "nat"] as const),
    ...[...network.gateways.values()].map(({ id, kind }) => [id, kind] as const),
    ...[...network.vpcs.keys()].map((id) => [id, "vpc"] as const),
  ]);
  return (id) => named.get(id) ?? id;
}

function rulesOf(
  {
    ingress,
    egress,
  }: Pick<Network["securityGroups"] extends ReadonlyMap<string, infer G> ? G : never, "ingress" | "egress">,
  self: string,
) {
  const list = (rules: typeof ingress) =>
    told(rules, (all) =>
      sorted(
        all.map(({ traffic, peer }) => [
          told(traffic, formatTraffic),
          told(peer, (one) => (one.kind === "cidr" ? one.cidr.text : one.id === self ? "itself" : one.kind)),
        ]),
      ),
    );
  return { ingress: list(ingress), egress: list(egress) };
}

/** Gateway endpoints put their route into a live table; a template implies it, and reach/ adds it. */
function routesOf(
  network: Network,
  table: Network["routeTables"] extends ReadonlyMap<string, infer T> ? T : never,
) {
  const name = namesIn(network);
  return told(table.routes, (all) =>
    sorted(
      all.flatMap(({ destination, target, state, via }) => {
        const to = told(destination, (one) => (one.kind === "cidr" ? one.cidr.text : "a prefix list"));
        const through = told(target, ({ kind, id }) => `${kind} ${name(id)}`);
        return to === "a prefix list" && through.startsWith("vpc-endpoint")
          ? []
          : [`${to} -> ${through} ${state} ${via}`];
      }),
    ),
  );
}

function normalized(network: Network) {
  const name = namesIn(network);
  return {
    vpcs: [...network.vpcs.values()].map((vpc) => ({
      cidrs: told(vpc.cidrs, (all) => all.map(({ cidr, primary }) => [cidr.text, primary])),
      support: plain(vpc.enableDnsSupport),
      hostnames: plain(vpc.enableDnsHostnames),
      encryption: plain(vpc.encryptionControl),
    })),
    subnets: sorted(
      [...network.subnets.values()].map(
        ({ vpc, cidrs, availabilityZone, mapPublicIpOnLaunch, enableDns64 }) => ({
          vpc: name(vpc),
          cidrs: told(cidrs, (all) => all.map(({ text }) => text)),
          zone: plain(availabilityZone),
          isPublic: plain(mapPublicIpOnLaunch),
          dns64: plain(enableDns64),
        }),
      ),
    ),
    tables: sorted(
      [...network.routeTables.values()].map((table) => ({
        main: table.main,
        subnets: sorted(table.subnets.map(name)),
        routes: routesOf(network, table),
      })),
    ),
    groups: sorted([...network.securityGroups.values()].map((group) => rulesOf(group, group.id))),
    acls: [...network.networkAcls.values()].map(({ isDefault, entries }) => ({
      isDefault,
      allows: told(entries, (all) =>
        sorted(
          all
            .filter(({ action }) => action === "allow")
            .map(({ direction, traffic, cidr }) => [
              direction,
              told(traffic, formatTraffic),
              told(cidr, ({ text }) => text),
            ]),
        ),
      ),
    })),
    endpoints: sorted(
      [...network.vpcEndpoints.values()].map((endpoint) => ({
        service: plain(endpoint.serviceName),
        type: endpoint.type,
        state: plain(endpoint.state),
        privateDns: plain(endpoint.privateDnsEnabled),
        policy: plain(endpoint.policy),
        subnets: told(endpoint.subnets, (ids) => ids.map(name)),
        groups: told(endpoint.groups, (ids) => ids.map(name)),
        tables: told(endpoint.routeTables, (ids) => ids.length),
      })),
    ),
    nats: [...network.natGateways.values()].map(({ availability, connectivity, subnet, vpc }) => ({
      availability,
      connectivity,
      subnet: subnet === undefined ? undefined : told(subnet, name),
      vpc: told(vpc, name),
    })),
    gateways: [...network.gateways.values()].map(({ kind, vpcs }) => ({ kind, vpcs: vpcs.map(name) })),
    workloads: [...network.workloads.values()].map((workload) => ({
      kind: workload.kind,
      platform: workload.platform,
      policies: told(workload.roles, (ids) =>
        ids.map((id) =>
          told(network.roles.get(id)?.managedPolicies ?? { known: false, fact: "", settledBy: "" }, (all) =>
            sorted(all),
          ),
        ),
      ),
      interfaces: workload.networkInterfaces.map((id) => {
        const one = network.networkInterfaces.get(id);
        return (
          one && {
            subnet: told(one.subnet, name),
            groups: told(one.groups, (ids) => ids.map(name)),
            client: one.client,
            isPublic: plain(one.hasPublicIpv4),
            passes: plain(one.sourceDestCheck),
          }
        );
      }),
    })),
  };
}

describe("the template and the describe answers of one estate", () => {
  it.each(states)("$directory are one model", async ({ stack, directory }) => {
    const [template, answers] = [await ofTemplate(stack), await ofAnswers(directory)];
    expect(normalized(template)).toEqual(normalized(answers));
  });

  it("are told apart where the states differ", async () => {
    const models = await Promise.all(states.map(async ({ stack }) => normalized(await ofTemplate(stack))));
    expect(new Set(models.map((model) => JSON.stringify(model))).size).toBe(states.length);
  });
});
