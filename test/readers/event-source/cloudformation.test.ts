import { describe, expect, it } from "vitest";
import { clues, ground, plain, read, row, told } from "../cloudformation/resource/read.ts";

const more = `${ground}
  Brokers: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Vpc, GroupDescription: g } }
  Kafka: { Type: AWS::MSK::Cluster, Properties: { BrokerNodeGroupInfo: { ClientSubnets: [!Ref Subnet], SecurityGroups: [!Ref Brokers] } } }
  Serverless: { Type: AWS::MSK::ServerlessCluster, Properties: { VpcConfigs: [{ SubnetIds: [!Ref Subnet], SecurityGroups: [!Ref Brokers] }] } }
  Rabbit: { Type: AWS::AmazonMQ::Broker, Properties: { EngineType: RabbitMQ, SubnetIds: [!Ref Subnet], SecurityGroups: [!Ref Brokers] } }
  Open: { Type: AWS::AmazonMQ::Broker, Properties: { EngineType: ActiveMQ, PubliclyAccessible: true, SubnetIds: [!Ref Subnet] } }
  Rows: { Type: AWS::DocDB::DBSubnetGroup, Properties: { SubnetIds: [!Ref Subnet] } }
  Documents: { Type: AWS::DocDB::DBCluster, Properties: { DBSubnetGroupName: !Ref Rows, VpcSecurityGroupIds: [!Ref Brokers] } }
  Failed: { Type: AWS::SQS::Queue }
  Free: { Type: AWS::Lambda::Function, Properties: {} }
`;
const mapping = (properties: string) =>
  read(
    `${more}  Mapping: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Free, ${properties} } }`,
  );
const secret = "Type: BASIC_AUTH, URI: 'arn:aws:secretsmanager:eu-west-1:1:secret:s'";
const subnets =
  "{ Type: VPC_SUBNET, URI: !Sub 'subnet:${Subnet}' }, { Type: VPC_SECURITY_GROUP, URI: !Sub 'security_group:${Brokers}' }";

describe("a mapping whose source stands in a VPC polls from there, whatever its function", () => {
  it.each([
    ["EventSourceArn: !GetAtt Kafka.Arn", ["kafka"]],
    ["EventSourceArn: !Ref Serverless", ["kafka"]],
    [
      `EventSourceArn: !GetAtt Rabbit.Arn, SourceAccessConfigurations: [{ ${secret} }]`,
      ["mq rabbitmq with a secret"],
    ],
    [
      `EventSourceArn: !Sub 'arn:aws:rds:eu-west-1:1:cluster:\${Documents}', SourceAccessConfigurations: [{ ${secret} }]`,
      ["documentdb with a secret"],
    ],
    [
      `SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ["pkc-1.eu-west-1.aws.confluent.cloud:9092"] } }, SourceAccessConfigurations: [${subnets}]`,
      ["self-managed-kafka", "kafka://pkc-1.eu-west-1.aws.confluent.cloud:9092"],
    ],
    [
      "EventSourceArn: !GetAtt Kafka.Arn, DestinationConfig: { OnFailure: { Destination: !GetAtt Failed.Arn } }",
      ["kafka", "on-failure sqs"],
    ],
    [
      "EventSourceArn: !GetAtt Kafka.Arn, DestinationConfig: { OnFailure: { Destination: 'kafka://dead' } }",
      ["kafka"],
    ],
  ])("%s", (properties, texts) => {
    const reading = mapping(properties);
    expect(clues(reading, "Mapping")).toEqual(texts.map((text) => `event-source: ${text}`));
    const { kind, networkInterfaces } = row(reading, "workloads", "Mapping");
    expect(kind).toBe("event-source-mapping");
    expect(networkInterfaces).toEqual(["Mapping@Subnet"]);
    const made = row(reading, "networkInterfaces", "Mapping@Subnet");
    expect(made.vpc).toBe("Vpc");
    expect(plain(made.groups)).toEqual(["Brokers"]);
  });

  it.each([
    "EventSourceArn: arn:aws:sqs:eu-west-1:1:q",
    "EventSourceArn: !GetAtt Failed.Arn",
    "EventSourceArn: !Ref 'AWS::NoValue'",
    "EventSourceArn: !GetAtt Open.Arn, Queues: [q]",
    "EventSourceArn: !GetAtt Kafka.Arn, ProvisionedPollerConfig: { MinimumPollers: 1 }",
    "SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['broker.example.org:9092'] } }",
  ])("but not so with %s", (properties) => {
    expect(mapping(properties).network.workloads.size).toBe(0);
  });

  it.each([
    "EventSourceArn: arn:aws:kafka:eu-west-1:1:cluster/other/1",
    "EventSourceArn: !ImportValue Cluster, Topics: [t]",
  ])("and %s leaves open from where", (properties) => {
    const reading = mapping(properties);
    const [only = ""] = row(reading, "workloads", "Mapping").networkInterfaces;
    const { vpc, subnet } = row(reading, "networkInterfaces", only);
    expect(vpc).toBe("Vpc");
    expect(told(subnet, String)).toMatch(/^\? subnets of .+, which Mapping polls from and which is not in/);
    expect(subnet).toMatchObject({ settledBy: expect.stringContaining("add the template") });
  });
});

it("events of SAM make mappings, of a function in no VPC too", () => {
  const event = (type: string, properties: string) => `{ Type: ${type}, Properties: { ${properties} } }`;
  const reading = read(
    `${more}  One:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Msk: ${event("MSK", "Stream: !GetAtt Kafka.Arn, Topics: [t]")}
        Mq: ${event("MQ", `Broker: !GetAtt Rabbit.Arn, Queues: [q], SourceAccessConfigurations: [{ ${secret} }]`)}
        Own: ${event("SelfManagedKafka", `KafkaBootstrapServers: ['b.example.org:9092'], Topics: [t], SourceAccessConfigurations: [${subnets}]`)}
        Doc: ${event("DocumentDB", "Cluster: !Sub 'arn:aws:rds:eu-west-1:1:cluster:${Documents}'")}
        Queue: ${event("SQS", "Queue: !GetAtt Failed.Arn")}
`,
    { head: "Transform: AWS::Serverless-2016-10-31" },
  );
  const made = [...reading.network.workloads.values()].map(({ id, networkInterfaces }) => [
    id,
    networkInterfaces,
  ]);
  expect(made).toEqual([
    ["OneMsk", ["OneMsk@Subnet"]],
    ["OneMq", ["OneMq@Subnet"]],
    ["OneOwn", ["OneOwn@Subnet"]],
    ["OneDoc", ["OneDoc@Subnet"]],
  ]);
  expect(clues(reading, "OneOwn")).toEqual([
    "event-source: self-managed-kafka",
    "event-source: kafka://b.example.org:9092",
  ]);
  expect(row(reading, "workloads", "OneMq").origin.line).toBeGreaterThan(1);
});

it("where no VPC of the input can be meant, says what to add", () => {
  const { network } = read(
    "  Mapping: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: f, EventSourceArn: 'arn:aws:kafka:eu-west-1:1:cluster/c/1' } }",
  );
  expect(network.unresolved.get("the VPC of Mapping")?.settledBy).toMatch(/^add the template, plan or state/);
});
