/** Things outside the input that a property may name: what each is called, and the call that would tell of it. */
import { unknown } from "../../../model/known.ts";
import type { Unknown } from "../../../model/known.ts";

const describeCalls = {
  VPC: (id) => `aws ec2 describe-vpcs --vpc-ids ${id}`,
  subnet: (id) => `aws ec2 describe-subnets --subnet-ids ${id}`,
  "security group": (id) => `aws ec2 describe-security-groups --group-ids ${id}`,
  "route table": (id) => `aws ec2 describe-route-tables --route-table-ids ${id}`,
  "network ACL": (id) => `aws ec2 describe-network-acls --network-acl-ids ${id}`,
  "network interface": (id) => `aws ec2 describe-network-interfaces --network-interface-ids ${id}`,
  instance: (id) => `aws ec2 describe-instances --instance-ids ${id}`,
  "internet or VPN gateway": (id) => `aws ec2 describe-internet-gateways --internet-gateway-ids ${id}`,
  "egress-only internet gateway": (id) =>
    `aws ec2 describe-egress-only-internet-gateways --egress-only-internet-gateway-ids ${id}`,
  "NAT gateway": (id) => `aws ec2 describe-nat-gateways --nat-gateway-ids ${id}`,
  "carrier gateway": (id) => `aws ec2 describe-carrier-gateways --carrier-gateway-ids ${id}`,
  "local gateway": (id) => `aws ec2 describe-local-gateways --local-gateway-ids ${id}`,
  "core network": (id) =>
    `aws networkmanager get-core-network --core-network-id ${id.split("/").at(-1) ?? id}`,
  "peering connection": (id) => `aws ec2 describe-vpc-peering-connections --vpc-peering-connection-ids ${id}`,
  "transit gateway": (id) => `aws ec2 describe-transit-gateways --transit-gateway-ids ${id}`,
  "transit gateway attachment": (id) =>
    `aws ec2 describe-transit-gateway-attachments --transit-gateway-attachment-ids ${id}`,
  "transit gateway route table": (id) =>
    `aws ec2 describe-transit-gateway-route-tables --transit-gateway-route-table-ids ${id}`,
  "VPC endpoint": (id) => `aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${id}`,
  "prefix list": (id) => `aws ec2 get-managed-prefix-list-entries --prefix-list-id ${id}`,
  "DHCP option set": (id) => `aws ec2 describe-dhcp-options --dhcp-options-ids ${id}`,
  "hosted zone": (id) => `aws route53 get-hosted-zone --id ${id}`,
  "resolver rule": (id) => `aws route53resolver get-resolver-rule --resolver-rule-id ${id}`,
  "elastic IP": (id) => `aws ec2 describe-addresses --allocation-ids ${id}`,
  role: (id) => `aws iam get-role --role-name ${id.split("/").at(-1) ?? id}`,
} as const satisfies Readonly<Record<string, (id: string) => string>>;
export type Noun = keyof typeof describeCalls;

export function outsideOf(noun: Noun, id: string): Unknown {
  return unknown(`${noun} ${id}, which is outside the input`, describeCalls[noun](id));
}
