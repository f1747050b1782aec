/**
 * What the module `terraform-aws-modules/vpc/aws//modules/vpc-endpoints` makes of an entry of its map, as its inputs are documented:
 * subnets and groups of the call come before those of the entry, and what is not said is an interface endpoint.
 * https://registry.terraform.io/modules/terraform-aws-modules/vpc/aws/latest/submodules/vpc-endpoints (read 2026-11-29)
 */
import type { EndpointModule, TerraformInput } from "../../../model/source.ts";
import { listAt, textAt } from "../document/json.ts";
import type { Row } from "../document/json.ts";
import type { Resolver } from "./resolve.ts";
import type { Added } from "./rewrite.ts";

/** `address` is that of the endpoint, `entry` holds ids. */
export function endpointOf(
  address: string,
  entry: Row,
  { endpointModules, resources }: TerraformInput,
  { idOf }: Resolver,
): Added {
  const [, module = "", key = ""] = /^(.+)\.aws_vpc_endpoint\.this\["(.*)"\]$/.exec(address) ?? [];
  const call = endpointModules.find((one) => one.address === module);
  const names = new Map(resources.map(({ id, name }) => [id, name]));
  const idsOf = (ids: readonly string[] = []) =>
    ids.map((id) => {
      const name = names.get(id);
      return name === undefined ? id : idOf(name, "id");
    });
  const isGateway = textAt(entry, "service_type") === "Gateway";
  const own = {
    vpc_id: idsOf(vpcOf(call, resources))[0],
    vpc_endpoint_type: isGateway ? "Gateway" : "Interface",
    service_name:
      textAt(entry, "service_name") ?? `com.amazonaws.${call?.region}.${textAt(entry, "service")}`,
    route_table_ids: isGateway ? listAt(entry, "route_table_ids") : undefined,
    subnet_ids: isGateway ? undefined : both(idsOf(call?.subnets), listAt(entry, "subnet_ids")),
    security_group_ids: isGateway
      ? undefined
      : both(idsOf(call?.groups), listAt(entry, "security_group_ids")),
    private_dns_enabled: isGateway ? undefined : entry["private_dns_enabled"],
    policy: entry["policy"],
    tags: entry["tags"],
  };
  const values = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return { address, module, key, type: "aws_vpc_endpoint", name: "this", values };
}

/** A call of which nothing is known is of the only VPC. */
function vpcOf(call: EndpointModule | undefined, resources: TerraformInput["resources"]): readonly string[] {
  const [only, ...others] = resources.filter(({ type }) => type === "AWS::EC2::VPC");
  if (call?.vpc !== undefined) return [call.vpc];
  return only === undefined || others.length > 0 ? [] : [only.id];
}

const both = (first: readonly unknown[], second: readonly unknown[]) => [...new Set([...first, ...second])];
