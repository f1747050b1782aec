/** Which types of resources are read, and how: nothing of any other type is looked at but the names of its subnets and groups. */
import { aclTypes } from "./acl.ts";
import { clientTypes } from "./client.ts";
import { containerTypes } from "./container.ts";
import { dnsTypes } from "./dns.ts";
import { endpointTypes } from "./endpoint.ts";
import { functionTypes } from "./function.ts";
import { gatewayTypes } from "./gateway.ts";
import { groupTypes } from "./group.ts";
import { identityTypes } from "./identity.ts";
import { instanceTypes } from "./instance.ts";
import { routeTypes } from "./route.ts";
import type { TypeRow } from "./spec.ts";
import { transitTypes } from "./transit.ts";
import { vpcTypes } from "./vpc.ts";

export const typeRows: Readonly<Record<string, TypeRow>> = {
  ...vpcTypes,
  ...routeTypes,
  ...groupTypes,
  ...aclTypes,
  ...gatewayTypes,
  ...endpointTypes,
  ...transitTypes,
  ...dnsTypes,
  ...identityTypes,
  ...instanceTypes,
  ...functionTypes,
  ...containerTypes,
  ...clientTypes,
  aws_ssm_document: {
    type: "AWS::SSM::Document",
    properties: { Name: "name", DocumentType: "document_type", Content: "content" },
  },
  aws_vpc_peering_connection_accepter: {},
  aws_ec2_managed_prefix_list_entry: {},
};
