/**
 * The estate of the acceptance cases as `aws ec2 describe-*` prints it, a file for each call (test/fixtures/acceptance): two
 * private subnets with an endpoint for ssm in both, a gateway endpoint for S3, and a NAT gateway. A case takes calls away or
 * changes their answers.
 */
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

export const vpcId = "vpc-0a1b2c3d4e5f60001";
export const appId = "i-0a1b2c3d4e5f60001";
export const subnetA = "subnet-0a1b2c3d4e5f60016";
export const subnetB = "subnet-0a1b2c3d4e5f60017";
const privateTable = "rtb-0a1b2c3d4e5f60002";
const natId = "nat-0a1b2c3d4e5f60001";
const ssmId = "vpce-0a1b2c3d4e5f60001";
export const ssmName = `${ssmId}-abcdefgh.ssm.us-east-1.vpce.amazonaws.com`;

type Call = Readonly<Record<string, unknown>>;

const directory = join(import.meta.dirname, "../fixtures/acceptance/describe");
const answers: Readonly<Record<string, Call>> = Object.fromEntries(
  readdirSync(directory).map((file) => [
    basename(file, ".json"),
    JSON.parse(readFileSync(join(directory, file), "utf8")) as Call,
  ]),
);
export const allCalls = Object.keys(answers);

/** The rows that `call` answers under `key`, as `rowsOf("describe-vpcs", "Vpcs")`. */
export function rowsOf<Row extends Call>(call: string, key: string): readonly Row[] {
  const rows = answers[call]?.[key];
  if (!Array.isArray(rows)) throw new Error(`${call} has no ${key}`);
  return rows as readonly Row[];
}

/** The files of the calls, with some answers replaced, and some calls not made (`undefined`). */
export function describedFiles(
  changes: Readonly<Record<string, Call | undefined>> = {},
): Readonly<Record<string, string>> {
  const calls = Object.entries({ ...answers, ...changes });
  return Object.fromEntries(
    calls.flatMap(([call, answer]) =>
      answer === undefined ? [] : [[`${call}.json`, JSON.stringify(answer)]],
    ),
  );
}

export function zonalName(zone: string): string {
  return `${ssmId}-abcdefgh-${zone}.ssm.us-east-1.vpce.amazonaws.com`;
}

/** The endpoint for ssm with some of its fields changed. */
export function ssmEndpoint(changes: Call): Call {
  return { ...rowsOf("describe-vpc-endpoints", "VpcEndpoints")[0], ...changes };
}

/** The route table `id` with the local route and `routes`. */
export function table(id: string, associations: readonly Call[], routes: readonly Call[]): Call {
  return {
    RouteTableId: id,
    VpcId: vpcId,
    OwnerId: "111122223333",
    PropagatingVgws: [],
    Associations: associations.map((one, index) => ({
      Main: false,
      RouteTableAssociationId: `rtbassoc-${id}-${index}`,
      RouteTableId: id,
      AssociationState: { State: "associated" },
      ...one,
    })),
    Routes: [
      {
        DestinationCidrBlock: "10.0.0.0/16",
        GatewayId: "local",
        Origin: "CreateRouteTable",
        State: "active",
      },
      ...routes,
    ],
  };
}

export function toNat(changes: Call = {}): Call {
  return {
    DestinationCidrBlock: "0.0.0.0/0",
    NatGatewayId: natId,
    Origin: "CreateRoute",
    State: "active",
    ...changes,
  };
}

/** The private table with other routes beside the local one; the other tables as they are. */
export function withPrivateRoutes(...routes: readonly Call[]): Call {
  const [main, out] = rowsOf("describe-route-tables", "RouteTables");
  return {
    RouteTables: [main, out, table(privateTable, [{ SubnetId: subnetA }, { SubnetId: subnetB }], routes)],
  };
}

export function aclOf(id: string, subnetIds: readonly string[], entries: readonly Call[]): Call {
  return {
    NetworkAclId: id,
    VpcId: vpcId,
    IsDefault: false,
    Associations: subnetIds.map((SubnetId) => ({
      NetworkAclAssociationId: `aclassoc-${SubnetId}`,
      NetworkAclId: id,
      SubnetId,
    })),
    Entries: [...entries, entry(false, 32767, "deny"), entry(true, 32767, "deny")],
  };
}

export function entry(egress: boolean, number: number, action: "allow" | "deny"): Call {
  return { CidrBlock: "0.0.0.0/0", Egress: egress, Protocol: "-1", RuleAction: action, RuleNumber: number };
}
