/**
 * The endpoint's policy, put to what the client asks of the service.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html (read 2026-11-24)
 *
 * It never grants on its own: identity and resource policies are asked elsewhere, if at all.
 */
import { familyOf, formatAddress } from "../../model/address.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import { known, unknown, valueOr } from "../../model/known.ts";
import type { Known } from "../../model/known.ts";
import { find, regionOf } from "../../model/network.ts";
import { judgePolicy } from "../../policy/index.ts";
import type { AskedRequests, PolicyAnswer } from "../../policy/index.ts";
import type { VpcEnd } from "../end.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { at } from "../hop.ts";
import type { Hop } from "../hop.ts";
import type { Requests } from "../question.ts";
import type { World } from "../world.ts";

export function askPolicy(hop: Hop, endpoint: VpcEndpoint): readonly Finding[] {
  const { policy } = endpoint;
  const place = at("forward", "policy", "vpc-endpoint", endpoint.id);
  const origin = formatOrigin(endpoint.origin);
  const token = hop.world.facts.tokenOf(valueOr(endpoint.serviceName, ""));
  const supported = token === undefined ? known(false) : hop.world.facts.findService(token)?.policySupported;
  if (supported?.known === true && !supported.value) return [];
  if (!policy.known) return [cannotTell(place, `the policy of ${endpoint.id}`, [policy], origin)];
  if (policy.value.kind === "full-access") return [pass(place, "default policy: full access", origin)];
  const asked = toAsked(hop, endpoint, requestsOf(hop, token, partitionOf(hop.world, endpoint)));
  return [toFinding(endpoint, judgePolicy(policy.value.json, asked), hop.question.requests !== undefined)];
}

const partitionOf = ({ facts, network }: World, endpoint: VpcEndpoint): string =>
  facts.regionNamed(regionOf(network, endpoint)).partition.name;

function toFinding(
  endpoint: VpcEndpoint,
  { outcome, rule, missing }: PolicyAnswer,
  isExact: boolean,
): Finding {
  const place = at("forward", "policy", "vpc-endpoint", endpoint.id);
  const origin = formatOrigin(endpoint.origin);
  if (outcome === "all") return pass(place, rule, origin);
  if (outcome === "unknown") return cannotTell(place, rule, missing, origin);
  if (outcome === "some" && !isExact) {
    const fact = `which requests the client makes: the policy of ${endpoint.id} admits only some (${rule})`;
    return cannotTell(place, rule, [{ fact, settledBy: "the client's IAM policy, or CloudTrail" }], origin);
  }
  const finding = drop(place, rule, origin, {
    code: "POLICY_DENIES",
    direction: "egress",
    message: `the policy of ${endpoint.id} refuses ${outcome === "some" ? "part of " : ""}what the client asks: ${rule}`,
    fix: `allow it in the policy of ${endpoint.id}`,
  });
  return outcome === "some" ? { ...finding, outcome: "some" } : finding;
}

/** As the question says, else anything that the service takes; on the bucket that the host names. */
function requestsOf({ world, question }: Hop, token: string | undefined, partition: string): Requests {
  if (question.requests !== undefined) return question.requests;
  const actions = token === undefined ? ["*"] : world.facts.actionsOfService(token);
  const { destination } = question;
  const host = destination.kind === "host" ? world.facts.classifyHost(destination.host) : undefined;
  const bucket = host?.kind === "aws" ? host.bucket : undefined;
  const arn = `arn:${partition}:s3:::${bucket ?? ""}`;
  const resources = bucket === undefined ? [] : [arn, `${arn}/*`];
  return { actions: actions.length === 0 ? ["*"] : actions, resources };
}

/** The keys of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html that a network tells. */
function toAsked({ world, sender }: Hop, endpoint: VpcEndpoint, requests: Requests): AskedRequests {
  const account = accountOf(world, endpoint);
  const keys = new Map<string, Known<readonly string[]> | "absent">([
    ["aws:sourcevpce", liveId(endpoint.id, "vpce-")],
    ["aws:sourcevpc", liveId(sender.vpc, "vpc-")],
    ["aws:vpcsourceip", addressOf(sender)],
    ["aws:sourceip", "absent"],
    ["aws:securetransport", known(["true"])],
    ["aws:viaawsservice", known(["false"])],
    ["aws:principalisawsservice", known(["false"])],
    ["aws:requestedregion", known([regionOf(world.network, endpoint)])],
    ["aws:principalaccount", account.known ? known([account.value]) : account],
  ]);
  const isGateway = endpoint.type === "gateway";
  const service = requests.actions[0]?.split(":")[0] ?? "*";
  return {
    ...requests,
    resourcesAmong: service === "*" ? [] : [`arn:${partitionOf(world, endpoint)}:${service}:*`],
    principal: { arn: roleOf(world, sender), account },
    principalRequired: true,
    rootMeansRootUser: isGateway,
    keys,
  };
}

/** An id that a template has not got yet is no value that a policy could name. */
function liveId(id: string, prefix: string): Known<readonly string[]> {
  if (id.startsWith(prefix)) return known([id]);
  return unknown(
    `the id that ${id} will have`,
    "deploy it, then read it with aws ec2 describe-vpc-endpoints",
  );
}

/** The address, or where it is not known yet the blocks of the subnet that it will come from. */
function addressOf({ span, subnet, component }: VpcEnd): Known<readonly string[]> {
  const [only, ...more] = span.set;
  if (span.quantifier === "every" && only !== undefined && more.length === 0 && only[0] === only[1]) {
    return known([formatAddress(only[0])]);
  }
  const blocks = subnet !== "none" && subnet.known ? valueOr(subnet.value.cidrs, []) : [];
  const [block] = blocks.filter(({ family }) => family === familyOf(only?.[0] ?? 0n));
  if (block !== undefined) return known([block.text]);
  return unknown(
    `the private address of ${component.id}`,
    "aws ec2 describe-network-interfaces, once it exists",
  );
}

function accountOf({ network }: World, { scope, id }: VpcEndpoint): Known<string> {
  const account = network.scopes.get(scope)?.account ?? "";
  if (/^\d{12}$/.test(account)) return known(account);
  return unknown(`the account of ${id}`, "aws sts get-caller-identity");
}

/** The one role that the sender's code acts under. */
function roleOf({ network }: World, { networkInterface, component }: VpcEnd): Known<string> {
  const settledBy = "aws ec2 describe-instances, or the function's or task's configuration";
  const owner =
    networkInterface === undefined ? undefined : find(network, "workloads", networkInterface.owner);
  if (owner?.known !== true) return unknown(`the role of ${component.id}`, settledBy);
  const { roles } = owner.value;
  if (!roles.known) return roles;
  const [role, ...others] = roles.value;
  if (role?.startsWith("arn:") === true && others.length === 0) return known(role);
  return unknown(`the ARN of the role of ${owner.value.id}`, settledBy);
}
