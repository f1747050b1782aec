/** A Terraform plan of modules as public ones are written: locals, `element(…, count.index)`, and much that is no network. */
import { planOf } from "../../test/readers/terraform/plan.ts";
import type { Block, Call } from "../../test/readers/terraform/plan.ts";

const padding = "x".repeat(700);
const many = <T>(count: number, of: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => of(index));

/** One VPC of 20 subnets and 160 instances. */
function vpcModule(number: number): readonly (Block | Call)[] {
  const call = `module.vpc${number}`;
  const vpc_id = ["local.vpc_id"];
  const indexed = (block: string, name: string) => [`${block}.${name}`, "count.index"];
  const subnet = (index: number) => ({
    cidr_block: `10.${number}.${index}.0/24`,
    availability_zone: `eu-west-1${"abc"[index % 3]}`,
  });
  const rule = { type: "egress", from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["10.0.0.0/8"] };
  return [
    { call, outputs: { vpc_id: ["aws_vpc.this[0].id"], private_subnets: ["aws_subnet.private"] } },
    {
      in: call,
      block: "aws_vpc.this",
      keyed: [{ cidr_block: `10.${number}.0.0/16` }],
      refs: { cidr_block: null },
    },
    { in: call, block: "aws_subnet.private", keyed: many(20, subnet), refs: { vpc_id } },
    { in: call, block: "aws_route_table.private", keyed: many(20, () => ({})), refs: { vpc_id } },
    {
      in: call,
      block: "aws_nat_gateway.this",
      keyed: many(20, () => ({})),
      refs: { subnet_id: indexed("aws_subnet", "private") },
    },
    {
      in: call,
      block: "aws_route.nat",
      keyed: many(20, () => ({ destination_cidr_block: "0.0.0.0/0" })),
      refs: {
        route_table_id: indexed("aws_route_table", "private"),
        nat_gateway_id: indexed("aws_nat_gateway", "this"),
      },
    },
    {
      in: call,
      block: "aws_route_table_association.private",
      keyed: many(20, () => ({})),
      refs: {
        subnet_id: indexed("aws_subnet", "private"),
        route_table_id: indexed("aws_route_table", "private"),
      },
    },
    {
      in: call,
      block: "aws_security_group.g",
      keyed: many(10, (index) => ({ name: `g${index}` })),
      refs: { vpc_id },
    },
    {
      in: call,
      block: "aws_security_group_rule.r",
      keyed: many(50, () => rule),
      refs: { security_group_id: ["aws_security_group.g[1].id"] },
    },
    {
      in: call,
      block: "aws_instance.i",
      keyed: many(160, (index) => ({
        ami: "ami-1",
        tags: { Name: `i${index}`, padding },
        user_data: padding,
      })),
      refs: {
        ami: null,
        subnet_id: ["aws_subnet.private[3].id"],
        vpc_security_group_ids: ["aws_security_group.g[1].id"],
      },
    },
  ];
}

/** JSON of at least `bytes`; how much of it is network is the same for every size. */
export function terraformPlan(bytes: number): string {
  const modules = Math.max(1, Math.round(bytes / 870_000));
  const buckets = many(modules * 80, (index): Block => ({
    block: `aws_s3_bucket.b${index}`,
    values: { bucket: `b${index}`, tags: { padding } },
  }));
  const text = JSON.stringify(planOf([...many(modules, vpcModule).flat(), ...buckets]), null, 2);
  return text.padEnd(bytes, " ");
}
