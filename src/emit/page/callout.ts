/** What a phase may do beside what it is for, where this change may do it. */
import type { VpcPlan } from "../../advice/plan.ts";
import { formatAddress } from "../../model/address.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import type { Action, ActionOf } from "../change/action.ts";
import type { WrittenPhase } from "../written.ts";
import { code, plain } from "./markup.ts";
import { foreseenOf } from "./proof.ts";

export function calloutsOf(
  { phase: { actions, number }, text, proof }: WrittenPhase,
  network: Network,
  vpcs: readonly VpcPlan[],
): readonly string[] {
  const added = actions.filter(isEndpoint);
  const gateways = [
    ...added.filter(({ endpoint }) => endpoint.type === "gateway").map(({ endpoint }) => endpoint.service),
    ...actions.flatMap((action) => (action.kind === "associate-table" ? [action.endpoint] : [])),
  ];
  const isRerouted = gateways.length > 0 || number === 3;
  return [
    ...(gateways.length > 0 ? [cutConnections] : []),
    ...(isRerouted && actions.length > 0 ? sourceAddresses(network) : []),
    ...(number === 3 && takesAllApis(actions, vpcs) ? [allApis] : []),
    ...(number === 5 && actions.length > 0 ? [openConnections] : []),
    ...(number === 6 ? releases(actions, network) : []),
    ...(proof === undefined
      ? []
      : foreseenOf(proof).map((one) => `**Works no more, as it need not**: ${plain(one)}.`)),
    ...text.notes.map(plain),
  ];
}

const isEndpoint = (action: Action): action is ActionOf<"add-endpoint"> => action.kind === "add-endpoint";

/** https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html (read 2026-11-29) */
const cutConnections =
  "**Open connections are cut.** As the route table gets the prefix list, what is open to the service's public addresses is dropped and must be dialled again. Apply it when no long upload runs, and see that clients retry. Nothing but TCP and ICMP echo goes by a gateway endpoint, and the service answers nothing else.";

const openConnections =
  "**Whatever still uses the NAT stops at once**, connections that are open among it. Apply it in a window in which you can undo it: the undo takes as long as the apply.";

const allApis =
  "**All APIs of API Gateway are captured.** Private DNS of `execute-api` answers for public APIs too, and calls to these get 403.";

/**
 * Requests by an endpoint come from a private address, and `aws:SourceIp` is not in their context.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (read 2026-11-29)
 */
function sourceAddresses(network: Network): readonly string[] {
  const roles = [...network.roles.values()].flatMap(({ id, documents }) =>
    valueOr(documents, []).flatMap(({ json, origin }) =>
      hasSourceIp(json) ? [`${code(id)} (${code(formatOrigin(origin))})`] : [],
    ),
  );
  const seen =
    roles.length === 0
      ? "No role in the input has such a condition; policies of buckets, keys and queues are not in it, so look there."
      : `These have one: ${[...new Set(roles)].join(", ")}.`;
  return [
    `**Policies with \`aws:SourceIp\` stop matching** what comes by an endpoint. ${seen} Add \`aws:SourceVpc\` or \`aws:SourceVpce\` beside it first.`,
  ];
}

function hasSourceIp(json: unknown): boolean {
  return /"aws:sourceip"/i.test(JSON.stringify(json) ?? "");
}

function takesAllApis(actions: readonly Action[], vpcs: readonly VpcPlan[]): boolean {
  const touched = new Set<string>(actions.map(({ vpc }) => vpc));
  return vpcs.some(
    ({ id, endpoints }) => touched.has(id) && endpoints.add.some(({ service }) => service === "execute-api"),
  );
}

function releases(actions: readonly Action[], network: Network): readonly string[] {
  const nats = actions.flatMap((action) => (action.kind === "delete-nat" ? [action.nat] : []));
  if (nats.length === 0) return [];
  const known = nats.flatMap((id) => {
    const addresses = valueOr(
      network.natGateways.get(id)?.addresses ?? { known: false, fact: "", settledBy: "" },
      [],
    );
    return addresses.flatMap(({ publicAddress }) =>
      publicAddress?.known === true ? [formatAddress(publicAddress.value)] : [],
    );
  });
  const which = known.length === 0 ? "the addresses of the NAT gateways" : known.map(code).join(", ");
  return [
    `**Released addresses do not come back.** If a partner allows ${which}, an undo brings other ones: ask those who keep such lists before, or keep the Elastic IPs and pay for them.`,
  ];
}
