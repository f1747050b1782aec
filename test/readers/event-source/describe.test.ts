import { describe, expect, it } from "vitest";
import { read } from "../describe/answers.ts";

const kafka = "arn:aws:kafka:eu-west-1:123456789012:cluster/c/1";
const broker = "arn:aws:mq:eu-west-1:123456789012:broker:b:b-1";
const documents = "arn:aws:rds:eu-west-1:123456789012:cluster:d";
const Subnets = [
  { SubnetId: "subnet-1", VpcId: "vpc-1", CidrBlock: "10.0.1.0/24", MapPublicIpOnLaunch: false },
];
const mapping = (more: object) => ({
  Subnets,
  NetworkInterfaces: [],
  EventSourceMappings: [
    { UUID: "1", FunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:f:live", ...more },
  ],
});
const secret = [{ Type: "BASIC_AUTH", URI: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s" }];
const nodes = { ClientSubnets: ["subnet-1"], SecurityGroups: ["sg-1"] };

describe("event source mappings of an account", () => {
  it.each([
    [
      { EventSourceArn: kafka },
      { ClusterInfoList: [{ ClusterArn: kafka, Provisioned: { BrokerNodeGroupInfo: nodes } }] },
      "kafka",
    ],
    [
      { EventSourceArn: kafka },
      {
        ClusterInfo: {
          ClusterArn: kafka,
          Serverless: { VpcConfigs: [{ SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] }] },
        },
      },
      "kafka",
    ],
    [
      { EventSourceArn: documents, SourceAccessConfigurations: secret },
      {
        DBClusters: [
          {
            DBClusterArn: documents,
            DBSubnetGroup: "g",
            VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-1" }],
          },
        ],
        DBSubnetGroups: [{ DBSubnetGroupName: "g", Subnets: [{ SubnetIdentifier: "subnet-1" }] }],
      },
      "documentdb with a secret",
    ],
    [
      {
        SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: [] } },
        SourceAccessConfigurations: [
          { Type: "VPC_SUBNET", URI: "subnet:subnet-1" },
          { Type: "VPC_SECURITY_GROUP", URI: "security_group:sg-1" },
        ],
      },
      {},
      "self-managed-kafka",
    ],
  ])("poll from where their source stands: %j", (more, answers, text) => {
    const { network } = read({ ...mapping(more), ...answers });
    const [workload] = network.workloads.values();
    expect(workload).toMatchObject({
      kind: "event-source-mapping",
      networkInterfaces: ["f-1@subnet-1"],
      clues: [{ kind: "event-source", text }],
    });
    expect(network.networkInterfaces.get("f-1@subnet-1" as never)).toMatchObject({
      vpc: "vpc-1",
      groups: { known: true, value: ["sg-1"] },
    });
  });

  it("of a broker know its engine, and those of a public one stand nowhere", () => {
    const answer = {
      BrokerArn: broker,
      BrokerId: "b-1",
      EngineType: "RABBITMQ",
      SubnetIds: ["subnet-1"],
      SecurityGroups: ["sg-1"],
    };
    const polled = mapping({ EventSourceArn: broker, SourceAccessConfigurations: secret });
    const { network } = read(polled, { ...answer, PubliclyAccessible: false });
    expect([...network.workloads.values()].flatMap(({ clues }) => clues.map(({ text }) => text))).toEqual([
      "mq rabbitmq with a secret",
    ]);
    expect(read(polled, { ...answer, PubliclyAccessible: true }).network.workloads.size).toBe(0);
  });

  it("name the call that tells where, and poll queues from no VPC", () => {
    const { network } = read(mapping({ EventSourceArn: kafka }));
    const [one] = network.networkInterfaces.values();
    expect(one?.subnet).toMatchObject({ known: false, settledBy: "aws kafka list-clusters-v2" });
    expect(network.unresolved.get(one?.vpc ?? "")).toMatchObject({ fact: expect.stringContaining(kafka) });
    const queue = mapping({ EventSourceArn: "arn:aws:sqs:eu-west-1:123456789012:q" });
    expect(read(queue).network.workloads.size).toBe(0);
    const provisioned = mapping({ EventSourceArn: kafka, ProvisionedPollerConfig: { MinimumPollers: 1 } });
    expect(read(provisioned).network.workloads.size).toBe(0);
  });
});
