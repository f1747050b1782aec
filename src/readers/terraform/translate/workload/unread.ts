/**
 * Types that run clients in subnets which they do not name themselves, or in a way that is not read: what they are in
 * CloudFormation says that the workloads of their file are incomplete.
 */
import type { TypeRow } from "../spec.ts";

export const unreadTypes: Readonly<Record<string, TypeRow>> = {
  aws_dms_replication_config: { type: "AWS::DMS::ReplicationConfig" },
  aws_dms_replication_instance: { type: "AWS::DMS::ReplicationInstance" },
  aws_ec2_fleet: { type: "AWS::EC2::EC2Fleet" },
  aws_elastic_beanstalk_environment: { type: "AWS::ElasticBeanstalk::Environment" },
  aws_gamelift_fleet: { type: "AWS::GameLift::Fleet" },
  aws_opsworks_instance: { type: "AWS::OpsWorks::Instance" },
  aws_spot_fleet_request: { type: "AWS::EC2::SpotFleet" },
  aws_workspaces_workspace: { type: "AWS::WorkSpaces::Workspace" },
};
