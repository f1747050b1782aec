/**
 * VPC Block Public Access of an account and Region, with its exclusions; the entity is named after the scope.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html (read 2026-11-24)
 */
import type { SubnetId, VpcId } from "../../../model/entity/entity.ts";
import { parseId } from "../../../model/entity/entity.ts";
import type { BlockPublicAccess, PublicAccessExclusion } from "../../../model/entity/vpc.ts";
import { known, unknown } from "../../../model/known.ts";
import { isCollected, isWhole, oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import { findFields, findWord, mustText, Rejected } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

const optionsCall = "ec2 describe-vpc-block-public-access-options";
const exclusionsCall = "aws ec2 describe-vpc-block-public-access-exclusions";

export const blockPublicAccess: TableReader<"blockPublicAccess"> = {
  table: "blockPublicAccess",
  needs: [need(optionsCall, "VpcBlockPublicAccessOptions")],
  read: (collected) => {
    const asked = parseRows(collected, "VpcBlockPublicAccessOptions", (row) =>
      toBlockPublicAccess(row, collected),
    );
    return asked.length > 0 || isCollected(collected, "VpcBlockPublicAccessOptions")
      ? asked
      : offInEveryVpc(collected);
  },
  isToldElsewhere: (collected) =>
    !isCollected(collected, "VpcBlockPublicAccessOptions") && offInEveryVpc(collected).length > 0,
};

function toBlockPublicAccess({ fields, origin }: Row, collected: Collected): BlockPublicAccess {
  const mode = findWord(fields, "InternetGatewayBlockMode");
  if (mode !== "off" && mode !== "block-bidirectional" && mode !== "block-ingress") {
    throw new Rejected(`InternetGatewayBlockMode is "${mode ?? ""}", which is no mode`);
  }
  const exclusions = parseRows(collected, "VpcBlockPublicAccessExclusions", (row) => toExclusion(row));
  const isTold = mode === "off" || isWhole(collected, "VpcBlockPublicAccessExclusions");
  return {
    id: collected.scope.id,
    aliases: [],
    scope: collected.scope.id,
    origin,
    mode: known(mode),
    exclusions: isTold ? known(exclusions) : unknown("what Block Public Access leaves open", exclusionsCall),
  };
}

function toExclusion({ fields }: Row): PublicAccessExclusion {
  const state = findWord(fields, "State") ?? "";
  if (/^(delete|disable)/.test(state)) throw new Rejected(`the exclusion is in state ${state}`, false);
  const mode = findWord(fields, "InternetGatewayExclusionMode");
  if (mode !== "allow-bidirectional" && mode !== "allow-egress") {
    throw new Rejected(`InternetGatewayExclusionMode is "${mode ?? ""}", which is no mode`);
  }
  const id = mustText(fields, "ResourceArn").split("/").at(-1) ?? "";
  if (!/^(vpc|subnet)-/.test(id)) throw new Rejected("ResourceArn names neither a VPC nor a subnet");
  return { resource: parseId<VpcId | SubnetId>(id), mode };
}

/** Every row of describe-vpcs tells what Block Public Access does to that VPC; all "off" means there is none. */
const offInEveryVpc = oncePerScope((collected): readonly BlockPublicAccess[] => {
  if (!isWhole(collected, "Vpcs")) return [];
  const told = parseRows(collected, "Vpcs", ({ fields, origin }) => ({
    origin,
    mode: findWord(findFields(fields, "BlockPublicAccessStates") ?? {}, "InternetGatewayBlockMode"),
  }));
  const [first] = told;
  if (first === undefined || told.some(({ mode }) => mode !== "off")) return [];
  const { id } = collected.scope;
  return [{ id, aliases: [], scope: id, origin: first.origin, mode: known("off"), exclusions: known([]) }];
});
