/** Names and tags of what is new, in the habits of the input. */
import type { VpcId } from "../model/entity/entity.ts";
import type { Aid } from "./aid.ts";

/** `ssm`, `ecr.api` → `Ssm`, `EcrApi`. */
export function pascal(text: string): string {
  return words(text)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
}

export function snake(text: string): string {
  return words(text).join("_").toLowerCase();
}

const words = (text: string) => text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");

/**
 * Tags for what is added to a VPC: those that the VPC and all its subnets share, and a Name in the form of the VPC's own; none
 * where these have none.
 */
export function tagsFor({ network, resources }: Aid, vpc: VpcId, part: string): ReadonlyMap<string, string> {
  const own = resources.find(({ id }) => id === vpc);
  if (own === undefined) return new Map();
  const inVpc = new Set<string>(
    [...network.subnets.values()].filter((subnet) => subnet.vpc === vpc).map(({ id }) => id),
  );
  const subnets = resources.filter(({ id }) => inVpc.has(id));
  const shared = [...own.tags].filter(
    ([key, value]) =>
      key !== "Name" && !isOfTool(key) && subnets.every(({ tags }) => tags.get(key) === value),
  );
  const name = own.tags.get("Name")?.replace(/-vpc$/, "");
  const named = name === undefined || name === "" ? [] : [["Name", `${name}-${part}`] as const];
  return new Map([...named, ...shared]);
}

/** CDK's and Kubernetes' tags say what the tagged thing is, which is not true of another. */
const isOfTool = (key: string) => /^(?:aws-cdk:|kubernetes\.io\/|aws:)/.test(key);
