import { expect, it } from "vitest";
import { clues, plain, row, told } from "../cloudformation/resource/read.ts";
import { ground, read, vpcId } from "../terraform/plan.ts";
import type { Block } from "../terraform/plan.ts";

const subnet: Block = { block: "aws_subnet.a", values: { cidr_block: "10.0.0.0/24" }, refs: vpcId };
const group: Block = { block: "aws_security_group.b", values: { name: "b" }, refs: vpcId };
const at = { subnet_ids: ["aws_subnet.a.id"], security_groups: ["aws_security_group.b.id"] };

const sources: Readonly<Record<string, readonly Block[]>> = {
  "aws_mq_broker.s": [{ block: "aws_mq_broker.s", values: { engine_type: "ActiveMQ" }, refs: at }],
  "aws_msk_vpc_connection.s": [
    {
      block: "aws_msk_vpc_connection.s",
      refs: { client_subnets: ["aws_subnet.a.id"], security_groups: ["aws_security_group.b.id"] },
    },
  ],
  "aws_docdb_cluster.s": [
    { block: "aws_docdb_subnet_group.g", values: { name: "g" }, refs: { subnet_ids: ["aws_subnet.a.id"] } },
    {
      block: "aws_docdb_cluster.s",
      values: { db_subnet_group_name: "g" },
      refs: { vpc_security_group_ids: ["aws_security_group.b.id"] },
    },
  ],
};

it.each([
  ["aws_mq_broker.s", "mq activemq with a secret"],
  ["aws_msk_vpc_connection.s", "kafka with a secret"],
  ["aws_docdb_cluster.s", "documentdb with a secret"],
])("a mapping of %s polls from the subnets of its source", (source, text) => {
  const reading = read(...ground, subnet, group, ...(sources[source] ?? []), {
    block: "aws_lambda_event_source_mapping.m",
    values: {
      function_name: "f",
      source_access_configuration: [
        { type: "BASIC_AUTH", uri: "arn:aws:secretsmanager:eu-west-1:1:secret:s" },
      ],
    },
    refs: { event_source_arn: [`${source}.arn`] },
  });
  const name = "aws_lambda_event_source_mapping.m";
  expect(clues(reading, name)).toEqual([`event-source: ${text}`]);
  expect(row(reading, "workloads", name).networkInterfaces).toEqual([`${name}@aws_subnet.a`]);
  expect(plain(row(reading, "networkInterfaces", `${name}@aws_subnet.a`).groups)).toEqual([
    "aws_security_group.b",
  ]);
});

it("a queue is polled by the service, and topics of a cluster that is looked up leave open from where", () => {
  const mapping = (values: Block["values"], from: string): Block => ({
    block: "aws_lambda_event_source_mapping.m",
    values: { function_name: "f", ...values },
    refs: { event_source_arn: [from] },
  });
  const queue = read(...ground, { block: "aws_sqs_queue.q" }, mapping({}, "aws_sqs_queue.q.arn"));
  expect(queue.network.workloads.size).toBe(0);
  const other = read(...ground, mapping({ topics: ["t"] }, "data.aws_msk_cluster.c.arn"));
  const [only = ""] = row(other, "workloads", "aws_lambda_event_source_mapping.m").networkInterfaces;
  expect(told(row(other, "networkInterfaces", only).subnet, String)).toMatch(/^\? subnets of/);
});

it("servers of one's own are polled from the subnets that are written", () => {
  const reading = read(...ground, {
    block: "aws_lambda_event_source_mapping.m",
    values: {
      function_name: "f",
      topics: ["t"],
      self_managed_event_source: [
        { endpoints: { KAFKA_BOOTSTRAP_SERVERS: "k1.example.org:9092,k2.example.org:9092" } },
      ],
      source_access_configuration: [
        { type: "VPC_SUBNET", uri: "subnet:subnet-1" },
        { type: "VPC_SECURITY_GROUP", uri: "security_group:sg-1" },
      ],
    },
  });
  const name = "aws_lambda_event_source_mapping.m";
  expect(clues(reading, name)).toEqual([
    "event-source: self-managed-kafka",
    "event-source: kafka://k1.example.org:9092",
    "event-source: kafka://k2.example.org:9092",
  ]);
  expect(row(reading, "workloads", name).networkInterfaces).toEqual([`${name}@subnet-1`]);
});
