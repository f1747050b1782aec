// One estate, told by its template, by a Terraform plan and by what the AWS CLI prints of it once deployed, is one model up to ids.
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

type Json = Record<string, unknown>;
interface Written extends Json {
  readonly address: string;
}

/** The plan of the first state, changed into that of another as an edit of main.tf would change it. */
function planOf(change: (plan: Plan) => void): Json {
  const plan = JSON.parse(readFileSync(join(example, "terraform/plan.json"), "utf8")) as Json & Plan;
  change(plan);
  return plan;
}

interface Plan {
  readonly planned_values: { readonly root_module: { resources: Written[] } };
  resource_changes: Written[];
  readonly configuration: { readonly root_module: { resources: Written[] } };
}

const ofNat =
  /^aws_(?:subnet|route_table|route_table_association)\.public$|^aws_(?:internet_gateway|eip|nat_gateway|route)\./;

function withoutNat(plan: Plan): void {
  const isLeft = ({ address }: Written) => !ofNat.test(address);
  plan.planned_values.root_module.resources = plan.planned_values.root_module.resources.filter(isLeft);
  plan.resource_changes = plan.resource_changes.filter(isLeft);
  plan.configuration.root_module.resources = plan.configuration.root_module.resources.filter(isLeft);
}

function withEndpoints(plan: Plan, services: readonly string[], type: "Interface" | "Gateway"): void {
  const isGateway = type === "Gateway";
  const lists = isGateway
    ? { route_table_ids: "aws_route_table.private" }
    : { subnet_ids: "aws_subnet.private", security_group_ids: "aws_security_group.endpoints" };
  for (const service of services) {
    const one = {
      address: `aws_vpc_endpoint.${service}`,
      mode: "managed",
      type: "aws_vpc_endpoint",
      name: service,
      provider_name: "registry.terraform.io/hashicorp/aws",
    };
    const values = {
      service_name: `com.amazonaws.ap-northeast-1.${service}`,
      vpc_endpoint_type: type,
      private_dns_enabled: !isGateway,
    };
    const asked = ["vpc_id", ...Object.keys(lists)].map((name) => [name, true] as const);
    const references = (block: string) => ({ references: [`${block}.id`, block] });
    plan.planned_values.root_module.resources.push({ ...one, values });
    const change = {
      actions: ["create"],
      after_unknown: { id: true, policy: true, ...Object.fromEntries(asked) },
    };
    plan.resource_changes.push({ ...one, change });
    const expressions = Object.fromEntries(
      Object.entries({ vpc_id: "aws_vpc.this", ...lists }).map(([name, block]) => [name, references(block)]),
    );
    plan.configuration.root_module.resources.push({ ...one, provider_config_key: "aws", expressions });
  }
}

const interfaceServices = ["ssm", "ssmmessages", "ec2messages", "ec2"];
const plans: readonly ((plan: Plan) => void)[] = [
  () => {},
  withoutNat,
  (plan) => {
    withoutNat(plan);
    withEndpoints(plan, interfaceServices, "Interface");
  },
  (plan) => {
    withoutNat(plan);
    withEndpoints(plan, interfaceServices, "Interface");
    withEndpoints(plan, ["s3"], "Gateway");
  },
];

async function ofPlan(change: (plan: Plan) => void): Promise<Network> {
  const files = [{ path: "plan.json", text: JSON.stringify(planOf(change)) }];
  const options = { region: undefined, parameters: new Map<string, string>(), findBeside: () => undefined };
  return (await readNetwork(files, options, facts)).network;
}

describe("the template and the Terraform plan of one estate", () => {
  it.each(states.map((state, index) => ({ ...state, change: plans[index] ?? (() => {}) })))(
    "$directory are one model",
    async ({ stack, change }) => {
      expect(normalized(await ofPlan(change))).toEqual(normalized(await ofTemplate(stack)));
    },
  );
});

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
