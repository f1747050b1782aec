/** Which types of resources are read, and how: nothing of any other type is looked at but the names of its subnets and groups. */
import { aclTypes } from "./firewall/acl.ts";
import { clientTypes } from "./workload/client.ts";
import { containerTypes } from "./workload/container.ts";
import { dnsTypes } from "./network/dns.ts";
import { endpointTypes } from "./network/endpoint.ts";
import { eventSourceTypes } from "./workload/event-source.ts";
import { functionTypes } from "./workload/function.ts";
import { gatewayTypes } from "./network/gateway.ts";
import { groupTypes } from "./firewall/group.ts";
import { identityTypes } from "./identity.ts";
import { instanceTypes } from "./workload/instance.ts";
import { routeTypes } from "./network/route.ts";
import type { TypeRow } from "./spec.ts";
import { transitTypes } from "./network/transit.ts";
import { unreadTypes } from "./workload/unread.ts";
import { vpcTypes } from "./network/vpc.ts";

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
  ...eventSourceTypes,
  ...containerTypes,
  ...clientTypes,
  ...unreadTypes,
  aws_ssm_document: {
    type: "AWS::SSM::Document",
    properties: { Name: "name", DocumentType: "document_type", Content: "content" },
  },
  aws_ssm_service_setting: {
    type: "Terraform::SSM::ServiceSetting",
    properties: { SettingId: "setting_id", SettingValue: "setting_value" },
  },
  aws_vpc_peering_connection_accepter: {},
  aws_ec2_managed_prefix_list_entry: {},
};
