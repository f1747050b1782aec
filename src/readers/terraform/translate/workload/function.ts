/** Lambda functions in a VPC. */
import { nouns } from "../../edge/noun.ts";
import { first, to, toAll } from "../spec.ts";
import type { TypeRow } from "../spec.ts";

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
};
