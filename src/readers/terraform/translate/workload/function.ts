/** Lambda functions in a VPC, and the event sources that poll on their behalf. */
import type { Value } from "../../../resource/value.ts";
import { referencesIn } from "../../configuration/configuration.ts";
import { wholeTraversals } from "../../configuration/traversal.ts";
import { nouns } from "../../edge/noun.ts";
import { expressionOf } from "../../read/source.ts";
import { originOf, plain } from "../../read/value.ts";
import { first, only, to, toAll } from "../spec.ts";
import type { Read, TypeRow } from "../spec.ts";

/** The start of the ARN tells the kind of source, before the ARN is known. */
const sourceArns: Readonly<Record<string, string>> = {
  aws_msk_cluster: "arn:aws:kafka:",
  aws_msk_serverless_cluster: "arn:aws:kafka:",
  aws_mq_broker: "arn:aws:mq:",
  aws_docdb_cluster: "arn:aws:rds:",
};

const sourceArn: Read = ({ source }) => {
  const value = plain(source, "event_source_arn");
  if (value === undefined || typeof value.content === "string") return value;
  const types = wholeTraversals(referencesIn(expressionOf(source.expressions, "event_source_arn"))).map(
    ({ steps }) => sourceArns[String(steps[0]?.value)],
  );
  const [start] = types.flatMap((type) => type ?? []);
  return start === undefined
    ? value
    : ({ content: start, origin: originOf(source.instance) } satisfies Value);
};

export const functionTypes: Readonly<Record<string, TypeRow>> = {
  aws_lambda_function: {
    type: "AWS::Lambda::Function",
    properties: {
      FunctionName: "function_name",
      Role: to("role", nouns.role),
      VpcConfig: first("vpc_config", {
        SubnetIds: toAll("subnet_ids", nouns.subnet),
        SecurityGroupIds: toAll("security_group_ids", nouns.group),
      }),
      Environment: first("environment", { Variables: "variables" }),
    },
  },
  aws_lambda_event_source_mapping: only("AWS::Lambda::EventSourceMapping", {
    FunctionName: to("function_name", nouns.function),
    EventSourceArn: sourceArn,
    SelfManagedEventSource: first("self_managed_event_source", { Endpoints: "endpoints" }),
    ProvisionedPollerConfig: first("provisioned_poller_config", { MinimumPollers: "minimum_pollers" }),
  }),
};
