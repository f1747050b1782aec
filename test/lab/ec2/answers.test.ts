// The answers that the API gives are read back into a network, as those of AWS are.
import { describe, expect, it } from "vitest";
import type { Network } from "../../../src/model/network.ts";
import { readNetwork } from "../../../src/readers/index.ts";
import { facts } from "../../facts/facts.ts";
import { must, namesDns, newEstate } from "./estate.ts";
import type { Ec2 } from "../../../src/lab/ec2/index.ts";

async function networkOf(ec2: Ec2, region: string) {
  const files = [...ec2.answers(region)].map(([call, answer]) => ({
    path: `${region}/${call}.json`,
    text: JSON.stringify(answer),
  }));
  return readNetwork(
    files,
    { region, parameters: new Map<string, string>(), findBeside: () => undefined },
    facts,
  );
}

const known = <T>(fact: { known: true; value: T } | { known: false } | undefined) =>
  fact?.known === true ? fact.value : "unknown";
const only = <R>(table: ReadonlyMap<string, R>, test: (row: R) => boolean = () => true) =>
  must([...table.values()].find(test));

async function newHandsOn() {
  const estate = await newEstate();
  const { ec2, VpcId, SubnetId, RouteTableId, newInternetGateway, newAddress, newGroup, run } = estate;
  await ec2.modifyVpcAttribute({ VpcId, ...namesDns });
  await newInternetGateway();
  await ec2.associateRouteTable({ RouteTableId, SubnetId });
  const NatGatewayId = must(
    (await ec2.createNatGateway({ SubnetId, AllocationId: await newAddress() })).NatGateway?.NatGatewayId,
  );
  await ec2.createRoute({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0", NatGatewayId });
  const gateway = must(
    (
      await ec2.createVpcEndpoint({
        VpcId,
        ServiceName: "com.amazonaws.us-east-1.s3",
        RouteTableIds: [RouteTableId],
      })
    ).VpcEndpoint?.VpcEndpointId,
  );
  const ssm = must(
    (
      await ec2.createVpcEndpoint({
        VpcId,
        ServiceName: "com.amazonaws.us-east-1.ssm",
        VpcEndpointType: "Interface",
        SubnetIds: [SubnetId],
      })
    ).VpcEndpoint?.VpcEndpointId,
  );
  const group = await newGroup("web");
  await ec2.authorizeSecurityGroupIngress({
    GroupId: group,
    IpPermissions: [{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "10.0.0.0/16" }] }],
  });
  const instance = must(
    (await run({ SecurityGroupIds: [group], UserData: Buffer.from("aws s3 ls").toString("base64") }))
      .InstanceId,
  );
  return { ...estate, NatGatewayId, gateway, ssm, group, instance };
}

describe("the answers of a Region", () => {
  it("read back as the network that they are of, with nothing left over and nothing missing", async () => {
    const { lab, VpcId, SubnetId, RouteTableId, NatGatewayId, gateway, ssm, group, instance } =
      await newHandsOn();
    const { network, unused } = await networkOf(lab.ec2, "us-east-1");
    expect(unused.filter(({ reason }) => !/Elastic IP|zones|Region/.test(reason))).toEqual([]);
    // What other services than EC2 would tell.
    expect(gapsIn(network)).toEqual([
      "dns firewalls",
      "hosted zones",
      "managed instances",
      "resolver rules",
      "roles",
      "service settings",
      "session documents",
    ]);
    const vpc = only(network.vpcs, ({ id }) => id === VpcId);
    expect([
      known(vpc.enableDnsSupport),
      known(vpc.enableDnsHostnames),
      known(vpc.encryptionControl),
    ]).toEqual([true, true, "off"]);
    const table = only(network.routeTables, ({ id }) => id === RouteTableId);
    expect(table.subnets).toEqual([SubnetId]);
    const routes = known(table.routes);
    expect(routes === "unknown" ? routes : routes.map(({ target, state }) => [known(target), state])).toEqual(
      [
        [{ kind: "local", id: "local" }, "active"],
        [{ kind: "nat-gateway", id: NatGatewayId }, "active"],
        [{ kind: "vpc-endpoint", id: gateway }, "active"],
      ],
    );
    const endpoint = only(network.vpcEndpoints, ({ id }) => id === ssm);
    expect([
      endpoint.type,
      known(endpoint.state),
      known(endpoint.privateDnsEnabled),
      known(endpoint.policy),
    ]).toEqual(["interface", "available", true, { kind: "full-access" }]);
    const eni = only(network.networkInterfaces, ({ id }) => known(endpoint.networkInterfaces).includes(id));
    expect([eni.client, eni.owner]).toEqual(["endpoint", ssm]);
    const workload = only(network.workloads);
    expect([workload.id, workload.kind, workload.state, workload.clues]).toMatchObject([
      instance,
      "instance",
      "running",
      [{ kind: "user-data", text: "aws s3 ls" }],
    ]);
    expect(known(only(network.securityGroups, ({ id }) => id === group).ingress)).toHaveLength(1);
    const nat = only(network.natGateways);
    expect([nat.state, nat.connectivity, known(nat.vpc)]).toEqual(["available", "public", VpcId]);
    const list = only(network.prefixLists, ({ listName }) => listName === "com.amazonaws.us-east-1.s3");
    expect([list.owner, known(list.entries).length > 5]).toEqual(["aws", true]);
    expect(network.endpointServices.size).toBeGreaterThan(400);
  });

  it("are of the Region alone, and of none that the account has not", async () => {
    const { lab } = await newHandsOn();
    const { network } = await networkOf(lab.ec2, "ap-northeast-1");
    expect([network.vpcs.size, network.subnets.size, network.vpcEndpoints.size]).toEqual([1, 3, 0]);
    expect(lab.ec2.answers("eu-west-1").size).toBe(0);
  });

  it("are the same object where no request changes them", async () => {
    const { lab, ec2 } = await newHandsOn();
    const services = () => lab.ec2.answers("us-east-1").get("describe-vpc-endpoint-services");
    const before = services();
    await ec2.createVpc({ CidrBlock: "10.7.0.0/16" });
    expect(services()).toBe(before);
  });

  it("write times as texts", async () => {
    const { lab } = await newHandsOn();
    expect(JSON.stringify(lab.ec2.answers("us-east-1").get("describe-nat-gateways"))).toContain(
      '"CreateTime":"2026-11-29T00:00:00.000Z"',
    );
  });
});

function gapsIn(network: Network): readonly string[] {
  return [...network.gaps.values()]
    .flatMap((gaps) => [...gaps.keys()])
    .map((name) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`))
    .toSorted();
}
