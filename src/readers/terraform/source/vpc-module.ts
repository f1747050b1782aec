/**
 * The module `terraform-aws-modules/vpc/aws`, whose outputs go through locals that no plan tells.
 * https://registry.terraform.io/modules/terraform-aws-modules/vpc/aws/latest (outputs, read 2026-11-29)
 */
interface ModuleOutput {
  readonly output: string;
  readonly isList: boolean;
}

const one = (output: string): ModuleOutput => ({ output, isList: false });
const list = (output: string): ModuleOutput => ({ output, isList: true });

const outputs: Readonly<Record<string, ModuleOutput>> = {
  "aws_vpc.this": one("vpc_id"),
  "aws_default_security_group.this": one("default_security_group_id"),
  "aws_subnet.private": list("private_subnets"),
  "aws_subnet.public": list("public_subnets"),
  "aws_subnet.intra": list("intra_subnets"),
  "aws_subnet.database": list("database_subnets"),
  "aws_subnet.elasticache": list("elasticache_subnets"),
  "aws_subnet.redshift": list("redshift_subnets"),
  "aws_route_table.private": list("private_route_table_ids"),
  "aws_route_table.public": list("public_route_table_ids"),
  "aws_route_table.intra": list("intra_route_table_ids"),
  "aws_route_table.database": list("database_route_table_ids"),
};

export function vpcModuleOutputs(source: string): Readonly<Record<string, ModuleOutput>> {
  return isVpcModule(source) ? outputs : {};
}

export function isVpcModule(source: string): boolean {
  return /(?:^|[/.])terraform-aws-modules\/(?:vpc\/aws|terraform-aws-vpc(?:\.git)?)(?:\?.*)?$/.test(source);
}
