/**
 * What the example adds to examples/session-manager/describe/0-nat: two subnets with an instance each, behind the same NAT
 * gateway. In which zones the three subnets stand is a file apart, so that one day of traffic fits all of them.
 */
import { readFileSync } from "node:fs";
import type { Client, Nat, Scene } from "./scene.ts";
import { mustHave } from "./scene.ts";

type Fields = Readonly<Record<string, unknown>>;

const base = new URL("../../examples/session-manager/describe/0-nat/", import.meta.url);

function rowsOf(call: string, key: string): readonly Fields[] {
  const answer = JSON.parse(readFileSync(new URL(`${call}.json`, base), "utf8")) as Readonly<
    Record<string, readonly Fields[]>
  >;
  return mustHave(answer[key]);
}

const vpc = "vpc-0c3251415ee066f60";
const table = "rtb-07715df81f4170e15";
const natInterface: Nat = {
  id: "eni-023a59ceab96135d6",
  address: "10.0.1.87",
  subnet: "subnet-0bbabfddac84fe04c",
  zone: "apne1-az4",
  instance: "-",
  kind: "nat_gateway",
  gateway: "nat-006798ebe8ae34a8e",
};

/** The first is the hands-on's own. */
const instances = [
  {
    id: "eni-0072f7fc039f17580",
    instance: "i-0df19cb222b533e80",
    address: "10.0.0.153",
    subnet: "subnet-0cf7aefaa58119108",
  },
  {
    id: "eni-04d1c65b0a7e82f93",
    instance: "i-0a94e17c3bd5f2608",
    address: "10.0.2.41",
    subnet: "subnet-0e5b83f9d21c64a07",
  },
  {
    id: "eni-0c8f2a6917d3e540b",
    instance: "i-07e3b9f85a1c4d62e",
    address: "10.0.3.208",
    subnet: "subnet-01a7d4c6e8f35b92d",
  },
] as const;

export const handsOn: Scene = {
  account: "123456789012",
  region: "ap-northeast-1",
  vpc,
  nats: [natInterface],
  clients: instances.map((instance, number): Client => ({
    ...instance,
    number,
    zone: natInterface.zone,
    kind: "interface",
    nat: natInterface,
  })),
  bastion: undefined,
};

/** Paths below the example, with what stands in them. */
export function networkFiles(): readonly (readonly [path: string, answer: Fields])[] {
  return [
    [
      "network/describe-network-interfaces.json",
      {
        NetworkInterfaces: [
          ...rowsOf("describe-network-interfaces", "NetworkInterfaces"),
          ...added().map(toInterface),
        ],
      },
    ],
    [
      "network/describe-instances.json",
      { Reservations: [...rowsOf("describe-instances", "Reservations"), ...added().map(toReservation)] },
    ],
    [
      "network/describe-route-tables.json",
      { RouteTables: rowsOf("describe-route-tables", "RouteTables").map(withAssociations) },
    ],
    [
      "network/describe-network-acls.json",
      { NetworkAcls: rowsOf("describe-network-acls", "NetworkAcls").map(withAcl) },
    ],
    ...zonesOf.map(
      ([name, zones]) => [`${name}/describe-subnets.json`, { Subnets: subnetsIn(zones) }] as const,
    ),
  ];
}

const a = { AvailabilityZone: "ap-northeast-1a", AvailabilityZoneId: "apne1-az4" };
const c = { AvailabilityZone: "ap-northeast-1c", AvailabilityZoneId: "apne1-az1" };
const d = { AvailabilityZone: "ap-northeast-1d", AvailabilityZoneId: "apne1-az2" };
const zonesOf = [
  ["one-az", [a, a, a]],
  ["two-azs", [a, c, c]],
  ["three-azs", [a, c, d]],
] as const;

type Instance = (typeof instances)[number];
const added = (): readonly Instance[] => instances.slice(1);

/** The zone stands in the subnet alone. */
function withoutZone(fields: Fields): Fields {
  const { AvailabilityZone: _zone, AvailabilityZoneId: _id, ...rest } = fields;
  return rest;
}

function toInterface({ id, instance, address, subnet }: Instance): Fields {
  const [model = {}] = rowsOf("describe-network-interfaces", "NetworkInterfaces");
  const PrivateDnsName = `ip-${address.replaceAll(".", "-")}.ap-northeast-1.compute.internal`;
  return {
    ...withoutZone(model),
    Attachment: {
      ...(model["Attachment"] as Fields),
      AttachmentId: `eni-attach-${id.slice(4)}`,
      InstanceId: instance,
    },
    MacAddress: macOf(id),
    NetworkInterfaceId: id,
    PrivateDnsName,
    PrivateIpAddress: address,
    PrivateIpAddresses: [{ Primary: true, PrivateDnsName, PrivateIpAddress: address }],
    SubnetId: subnet,
  };
}

const macOf = (id: string) => ["06", ...[4, 6, 8, 10, 12].map((at) => id.slice(at, at + 2))].join(":");

function toReservation({ id, instance, address, subnet }: Instance): Fields {
  const [model = {}] = rowsOf("describe-instances", "Reservations");
  const [first = {}] = model["Instances"] as readonly Fields[];
  const { Placement: _placement, BlockDeviceMappings: _disks, ...rest } = first;
  return {
    ...model,
    ReservationId: `r-${instance.slice(2)}`,
    Instances: [
      {
        ...rest,
        InstanceId: instance,
        NetworkInterfaces: [{ ...toInterface({ id, instance, address, subnet } as Instance) }],
        PrivateDnsName: `ip-${address.replaceAll(".", "-")}.ap-northeast-1.compute.internal`,
        PrivateIpAddress: address,
        SubnetId: subnet,
      },
    ],
  };
}

function withAssociations(row: Fields): Fields {
  if (row["RouteTableId"] !== table) return row;
  const more = added().map(({ subnet }) => ({
    Main: false,
    RouteTableAssociationId: `rtbassoc-${subnet.slice(7)}`,
    RouteTableId: table,
    SubnetId: subnet,
    AssociationState: { State: "associated" },
  }));
  return { ...row, Associations: [...(row["Associations"] as readonly Fields[]), ...more] };
}

function withAcl(row: Fields): Fields {
  const more = added().map(({ subnet }) => ({
    NetworkAclAssociationId: `aclassoc-${subnet.slice(7)}`,
    NetworkAclId: row["NetworkAclId"],
    SubnetId: subnet,
  }));
  return { ...row, Associations: [...(row["Associations"] as readonly Fields[]), ...more] };
}

function subnetsIn(zones: readonly Fields[]): readonly Fields[] {
  const [model = {}, ...others] = rowsOf("describe-subnets", "Subnets");
  const own = instances.map(({ address, subnet }, index) => ({
    ...model,
    ...zones[index],
    SubnetId: subnet,
    SubnetArn: `arn:aws:ec2:ap-northeast-1:123456789012:subnet/${subnet}`,
    CidrBlock: `${address.replace(/\.\d+$/, "")}.0/24`,
  }));
  return [...own, ...others];
}
