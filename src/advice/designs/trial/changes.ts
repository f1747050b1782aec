/** What a design asks people to do, in an order in which nothing breaks on the way: first what is new, NATs last. */
import { valueOr } from "../../../model/known.ts";
import type { Design } from "../../design.ts";
import { changeText } from "../../vpc/endpoints.ts";
import type { Draft } from "../draft/draft.ts";
import type { Ground } from "../ground.ts";

export function changesOf({ survey }: Ground, draft: Draft, design: Design): readonly string[] {
  const { network, facts } = survey.today.world;
  const tokenOf = (name: string) => facts.tokenOf(name) ?? name;
  const additions = design.endpoints.map(({ service, type, routeTables, subnets, vpc }) =>
    type === "gateway"
      ? `add a gateway endpoint of ${service} to ${vpc}, on route tables ${routeTables.join(", ")}`
      : `add an interface endpoint of ${service} to ${vpc}, in subnets ${subnets.join(", ")}`,
  );
  const repairs = design.repairs.flatMap((repair) => {
    if (repair.kind === "vpc-dns")
      return [`set enableDnsSupport and enableDnsHostnames of ${repair.vpc} to true`];
    if (repair.kind === "acl-entry") {
      return [`let ${repair.acl} pass ${repair.direction} traffic of ${repair.cidr.text}`];
    }
    const subject = repair.kind === "group-rule" ? repair.group : repair.endpoint;
    return [`${subject}: ${changeText(repair)}`];
  });
  const removals = [...(draft.removed ?? [])].map((id) => {
    const endpoint = network.vpcEndpoints.get(id);
    const name = endpoint === undefined ? "" : valueOr(endpoint.serviceName, "");
    return `remove ${id} (${tokenOf(name)})`;
  });
  return [
    ...additions,
    ...repairs,
    ...(draft.alsoChanges ?? []),
    ...draft.chosen.flatMap(({ way }) => way.todo),
    ...removals,
  ];
}
