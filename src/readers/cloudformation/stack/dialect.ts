/** How CloudFormation tells of what it has made. */
import { formatOrigin } from "../../../model/entity/entity.ts";
import type { Dialect } from "../../resource/property/value.ts";

export const dialect: Dialect = {
  tell: ({ stack, logicalId }) =>
    `aws cloudformation describe-stack-resource --stack-name ${stack.name} --logical-resource-id ${logicalId}, once it is deployed`,
  tellVpc: ({ stack }) =>
    `aws ec2 describe-vpcs --filters Name=tag:aws:cloudformation:stack-name,Values=${stack.name}, once it is deployed`,
  show: ({ origin, id, type }) => `${formatOrigin(origin)} ${id} (${type})`,
  keepsDefaultEgress: true,
};
