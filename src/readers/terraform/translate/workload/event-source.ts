/**
 * Event source mappings of Lambda, and the clusters and brokers that they poll inside a VPC.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_event_source_mapping, …/msk_cluster,
 * …/msk_serverless_cluster, …/msk_vpc_connection, …/mq_broker, …/docdb_cluster, …/docdb_subnet_group (read 2026-11-29)
 */
import { mappingType } from "../../../resource/workload/event/event-source.ts";
import type { Value } from "../../../resource/property/value.ts";
import { referencesIn } from "../../configuration/configuration.ts";
import { wholeTraversals } from "../../configuration/traversal.ts";
import { nouns } from "../../edge/noun.ts";
import { blocksOf, expressionOf } from "../../read/source.ts";
import { link, named, originOf, plain } from "../../read/value.ts";
import { each, fields, first, to, toAll } from "../spec.ts";
import type { Read, Spec, TypeRow } from "../spec.ts";

/** The start of the ARN tells the service, before the ARN is known. */
const destinationArns: Readonly<Record<string, string>> = {
  aws_sqs_queue: "arn:aws:sqs:",
  aws_sns_topic: "arn:aws:sns:",
  aws_s3_bucket: "arn:aws:s3:::",
};

const destination: Read = ({ source }) => {
  const value = plain(source, "destination_arn");
  if (value === undefined || typeof value.content === "string") return value;
  const types = wholeTraversals(referencesIn(expressionOf(source.expressions, "destination_arn"))).map(
    ({ steps }) => destinationArns[String(steps[0]?.value)],
  );
  const [start] = types.flatMap((type) => type ?? []);
  return start === undefined
    ? value
    : ({ content: start, origin: originOf(source.instance) } satisfies Value);
};

/** The provider takes the servers as one text. */
const servers: Read = (from) => {
  const [block] = blocksOf(from.source, "self_managed_event_source");
  const value = block && plain(block, "endpoints");
  const content = typeof value?.content === "object" ? value.content : null;
  const named = content?.kind === "fields" ? content.entries.get("KAFKA_BOOTSTRAP_SERVERS") : undefined;
  if (block === undefined) return undefined;
  const items = typeof named?.content === "string" ? named.content.split(",") : [];
  const list = items.map((item): Value => ({ content: item.trim(), origin: originOf(block.instance) }));
  const endpoints: Spec = {
    KafkaBootstrapServers: () => ({
      content: { kind: "list", items: list },
      origin: originOf(block.instance),
    }),
  };
  return fields(from, { Endpoints: (inner) => fields(inner, endpoints) });
};

const place = { SubnetIds: toAll("subnet_ids", nouns.subnet) } as const;

export const eventSourceTypes: Readonly<Record<string, TypeRow>> = {
  aws_lambda_event_source_mapping: {
    type: mappingType,
    properties: {
      EventSourceArn: to("event_source_arn", nouns.eventSource),
      SelfManagedEventSource: servers,
      Topics: "topics",
      Queues: "queues",
      DocumentDBEventSourceConfig: first("document_db_event_source_config", {
        DatabaseName: "database_name",
      }),
      ProvisionedPollerConfig: first("provisioned_poller_config", { MinimumPollers: "minimum_pollers" }),
      SourceAccessConfigurations: each("source_access_configuration", { Type: "type", URI: accessUri }),
      DestinationConfig: first("destination_config", {
        OnFailure: first("on_failure", { Destination: destination }),
      }),
    },
  },
  aws_msk_cluster: {
    type: "AWS::MSK::Cluster",
    properties: {
      BrokerNodeGroupInfo: first("broker_node_group_info", {
        ClientSubnets: toAll("client_subnets", nouns.subnet),
        SecurityGroups: toAll("security_groups", nouns.group),
      }),
    },
  },
  aws_msk_serverless_cluster: {
    type: "AWS::MSK::ServerlessCluster",
    properties: {
      VpcConfigs: each("vpc_config", { ...place, SecurityGroups: toAll("security_group_ids", nouns.group) }),
    },
  },
  aws_msk_vpc_connection: {
    type: "AWS::MSK::VpcConnection",
    properties: {
      ClientSubnets: toAll("client_subnets", nouns.subnet),
      SecurityGroups: toAll("security_groups", nouns.group),
    },
  },
  aws_mq_broker: {
    type: "AWS::AmazonMQ::Broker",
    properties: {
      ...place,
      SecurityGroups: toAll("security_groups", nouns.group),
      EngineType: "engine_type",
      PubliclyAccessible: "publicly_accessible",
    },
  },
  aws_docdb_cluster: {
    type: "AWS::DocDB::DBCluster",
    properties: {
      DBSubnetGroupName: to("db_subnet_group_name", nouns.documentSubnetGroup),
      VpcSecurityGroupIds: toAll("vpc_security_group_ids", nouns.group),
    },
  },
  aws_docdb_subnet_group: { type: "AWS::DocDB::DBSubnetGroup", properties: place },
};

/** `subnet:ID`, `security_group:ID` or the ARN of a secret, which is not looked up. */
function accessUri({ reader, source }: Parameters<Read>[0]): Value | undefined {
  const type = plain(source, "type")?.content;
  const noun = type === "VPC_SUBNET" ? nouns.subnet : type === "VPC_SECURITY_GROUP" ? nouns.group : undefined;
  const value = plain(source, "uri");
  if (noun === undefined || value === undefined) return value;
  const id = typeof value.content === "string" ? value.content.replace(/^\w+:/, "") : undefined;
  return id === undefined
    ? link(reader, source, "uri", noun)
    : named(reader, { ...value, content: id }, noun);
}
