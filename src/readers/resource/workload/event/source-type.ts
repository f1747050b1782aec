/**
 * Where the sources of events stand that Lambda polls from inside their VPC.
 *
 * Reference page of each type under https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
 * (read 2026-11-29)
 */
import type { EventSourceKind } from "../../../event-source.ts";
import type { Resource, Value } from "../../property/value.ts";
import { isReference } from "../../property/attribute.ts";
import { entryOf, property, toItems } from "../../property/property.ts";
import { fieldsIn } from "../clue.ts";

interface Stand {
  readonly subnets: Value | undefined;
  readonly groups: Value | undefined;
}

interface SourceType {
  readonly kind: EventSourceKind;
  readonly placeOf: (source: Resource) => Stand;
}

type Path = readonly string[];

const at =
  (subnets: Path, groups: Path): SourceType["placeOf"] =>
  (source) => ({ subnets: property(source, ...subnets), groups: property(source, ...groups) });

/** A serverless cluster may stand in several VPCs, and nothing says from which of them it is polled. */
const onlyConfig: SourceType["placeOf"] = (source) => {
  const configs = fieldsIn(property(source, "VpcConfigs"));
  const [one, ...more] = configs;
  return one === undefined || more.length > 0
    ? { subnets: undefined, groups: undefined }
    : { subnets: entryOf(one.fields, "SubnetIds"), groups: entryOf(one.fields, "SecurityGroups") };
};

const bySubnetGroup: SourceType["placeOf"] = (source) => {
  const group = property(source, "DBSubnetGroupName");
  const resource = group !== undefined && isReference(group.content) ? group.content.resource : undefined;
  const groups = property(source, "VpcSecurityGroupIds");
  const items = toItems(groups);
  return {
    subnets: resource === undefined ? undefined : property(resource, "SubnetIds"),
    groups: items.known && items.value.length === 0 ? undefined : groups,
  };
};

export const sourceTypes: Readonly<Record<string, SourceType>> = {
  "AWS::MSK::Cluster": {
    kind: "kafka",
    placeOf: at(["BrokerNodeGroupInfo", "ClientSubnets"], ["BrokerNodeGroupInfo", "SecurityGroups"]),
  },
  "AWS::MSK::ServerlessCluster": { kind: "kafka", placeOf: onlyConfig },
  // A cluster of another account is polled by the connection that leads to it.
  "AWS::MSK::VpcConnection": { kind: "kafka", placeOf: at(["ClientSubnets"], ["SecurityGroups"]) },
  "AWS::AmazonMQ::Broker": { kind: "mq", placeOf: at(["SubnetIds"], ["SecurityGroups"]) },
  "AWS::DocDB::DBCluster": { kind: "documentdb", placeOf: bySubnetGroup },
};
