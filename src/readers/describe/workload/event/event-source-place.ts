/**
 * Where clusters and brokers stand, by their ARNs.
 *
 * https://docs.aws.amazon.com/cli/latest/reference/kafka/list-clusters-v2.html, …/mq/describe-broker.html,
 * …/docdb/describe-db-clusters.html, …/docdb/describe-db-subnet-groups.html (read 2026-11-29)
 */
import { oncePerScope, parseRows } from "../../answer/collected.ts";
import type { Collected } from "../../answer/collected.ts";
import { findFields, findFlag, findText, mustText, rowsAt, textsAt } from "../../answer/fields.ts";
import type { Fields } from "../../answer/fields.ts";

export interface SourcePlace {
  /** Empty where the answers do not tell them. */
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
  /** Of a broker. */
  readonly engine: string | undefined;
}

/** `public`: reached by its public address. */
type Stand = readonly [arn: string, place: SourcePlace | "public"];

export const sourcesOf = oncePerScope(
  (collected): ReadonlyMap<string, SourcePlace | "public"> =>
    new Map<string, SourcePlace | "public">([
      ...parseRows(collected, "KafkaClusters", ({ fields }) => kafkaPlace(fields)),
      ...parseRows(collected, "Brokers", ({ fields }) => brokerPlace(fields)),
      ...documentPlaces(collected),
    ]),
);

const nowhere: SourcePlace = { subnets: [], groups: [], engine: undefined };

function kafkaPlace(fields: Fields): Stand {
  const arn = mustText(fields, "ClusterArn");
  const nodes = findFields(findFields(fields, "Provisioned") ?? {}, "BrokerNodeGroupInfo");
  if (nodes !== undefined)
    return [
      arn,
      {
        subnets: textsAt(nodes, "ClientSubnets"),
        groups: textsAt(nodes, "SecurityGroups"),
        engine: undefined,
      },
    ];
  // A serverless cluster may stand in several VPCs, and nothing says from which of them it is polled.
  const [config, ...more] = rowsAt(findFields(fields, "Serverless") ?? {}, "VpcConfigs");
  return config === undefined || more.length > 0
    ? [arn, nowhere]
    : [
        arn,
        {
          subnets: textsAt(config, "SubnetIds"),
          groups: textsAt(config, "SecurityGroupIds"),
          engine: undefined,
        },
      ];
}

function brokerPlace(fields: Fields): Stand {
  const arn = mustText(fields, "BrokerArn");
  return findFlag(fields, "PubliclyAccessible") === true
    ? [arn, "public"]
    : [
        arn,
        {
          subnets: textsAt(fields, "SubnetIds"),
          groups: textsAt(fields, "SecurityGroups"),
          engine: findText(fields, "EngineType"),
        },
      ];
}

function documentPlaces(collected: Collected): readonly Stand[] {
  const subnetsOf = new Map(
    parseRows(collected, "DBSubnetGroups", ({ fields }) => [
      mustText(fields, "DBSubnetGroupName"),
      rowsAt(fields, "Subnets").map((subnet) => mustText(subnet, "SubnetIdentifier")),
    ]),
  );
  return parseRows(collected, "DBClusters", ({ fields }): Stand => {
    const groups = rowsAt(fields, "VpcSecurityGroups").map((group) => mustText(group, "VpcSecurityGroupId"));
    const subnets = subnetsOf.get(findText(fields, "DBSubnetGroup") ?? "") ?? [];
    return [mustText(fields, "DBClusterArn"), { subnets, groups, engine: undefined }];
  });
}
