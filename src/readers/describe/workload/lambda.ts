/**
 * Lambda functions in a VPC.
 *
 * Functions with the same subnet and the same groups share their interfaces, whose description names the first of them
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html, read 2026-11-24); so an interface is a
 * function's by where it stands, and by its name only where nobody listed the functions.
 */
import type { Origin, SecurityGroupId, WorkloadId } from "../../../model/entity/entity.ts";
import { parseId } from "../../../model/entity/entity.ts";
import type { Clue, Workload } from "../../../model/entity/workload.ts";
import { known, unknown } from "../../../model/known.ts";
import { parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import { Rejected, findFields, findName, findTexts, mustText, textsAt } from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { roleNamed } from "../identity/role-row.ts";
import { lambdaNameIn } from "../vpc/interface-owner.ts";
import { interfacesOf } from "../vpc/network-interface.ts";
import type { ReadInterface } from "../vpc/network-interface.ts";
import { placeEventSourceMappings } from "./event/event-source.ts";
import { impliedInterfaces, interfacesLike, place } from "./placed.ts";
import type { Placed } from "./placed.ts";

export function placeFunctions(collected: Collected): readonly Placed[] {
  const listed = parseRows(collected, "Functions", (row) => placeFunction(row, collected));
  const mappings = placeEventSourceMappings(collected);
  const claimed = new Set([...listed, ...mappings].flatMap(({ workload }) => workload.networkInterfaces));
  return [...listed, ...mappings, ...unlistedFunctions(collected, (one) => claimed.has(one.row.id))];
}

function placeFunction({ fields, origin }: Row, collected: Collected): Placed {
  const name = mustText(fields, "FunctionName");
  const arn = mustText(fields, "FunctionArn");
  const network = findFields(fields, "VpcConfig") ?? {};
  const subnets = textsAt(network, "SubnetIds");
  if (subnets.length === 0) throw new Rejected(`${name} runs outside every VPC`, false);
  const groups = findTexts(network, "SecurityGroupIds");
  const present = interfacesLike(collected, subnets, groups ?? []).filter(
    ({ row }) => row.client === "lambda",
  );
  const implied = impliedInterfaces(
    collected,
    {
      owner: name,
      subnets,
      groups:
        groups === undefined
          ? unknown(
              `security groups of ${name}`,
              `aws lambda get-function-configuration --function-name ${name}`,
            )
          : known(groups.map((group) => parseId<SecurityGroupId>(group))),
      client: "lambda",
      hasPublicIpv4: known(false),
      origin,
    },
    present,
  );
  const role = findName(fields, "Role");
  const call = `aws lambda get-function-configuration --function-name ${name}`;
  const workload = toWorkload(collected, name, {
    aliases: [arn],
    origin,
    roles:
      role === undefined ? unknown(`role of ${name}`, call) : known([roleNamed(collected, role, origin)]),
    clues: environmentClues(fields, origin),
  });
  return place(workload, present, implied);
}

type Own = Pick<Workload, "aliases" | "origin" | "roles" | "clues">;

function toWorkload(collected: Collected, name: string, own: Own): Omit<Workload, "networkInterfaces"> {
  return {
    id: parseId<WorkloadId>(name),
    scope: collected.scope.id,
    kind: "lambda",
    platform: "linux",
    state: "running",
    ...own,
  };
}

/** Functions that only their interfaces tell of. */
function unlistedFunctions(
  collected: Collected,
  isClaimed: (one: ReadInterface) => boolean,
): readonly Placed[] {
  const byName = new Map<string, ReadInterface[]>();
  for (const one of interfacesOf(collected)) {
    const name = one.row.client === "lambda" && !isClaimed(one) ? lambdaNameIn(one.description) : undefined;
    if (name !== undefined && one.isSender) byName.set(name, [...(byName.get(name) ?? []), one]);
  }
  return [...byName].flatMap(([name, present]) => {
    const origin = present[0]?.row.origin;
    if (origin === undefined) return [];
    const call = `aws lambda get-function-configuration --function-name ${name}`;
    const workload = toWorkload(collected, name, {
      aliases: [],
      origin,
      roles: unknown(`role of ${name}`, call),
      clues: [],
    });
    return [place(workload, present, [])];
  });
}

function environmentClues(fields: Fields, origin: Origin): readonly Clue[] {
  const variables = findFields(findFields(fields, "Environment") ?? {}, "Variables") ?? {};
  return Object.entries(variables).map(([name, value]) => ({
    kind: "environment",
    text: `${name}=${String(value)}`,
    origin,
  }));
}
