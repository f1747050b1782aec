/** Instances, which the fabric makes namespaces of. */
import type { Actions } from "../context.ts";
import { describeInstanceAttribute, modifyInstanceAttribute } from "./attribute.ts";
import { describeInstances } from "./describe.ts";
import {
  associateIamInstanceProfile,
  describeIamInstanceProfileAssociations,
  disassociateIamInstanceProfile,
  modifyInstanceMetadataOptions,
  modifyPrivateDnsNameOptions,
  monitorInstances,
  unmonitorInstances,
  replaceIamInstanceProfileAssociation,
} from "./options.ts";
import { runInstances } from "./run.ts";
import {
  describeInstanceStatus,
  rebootInstances,
  startInstances,
  stopInstances,
  terminateInstances,
} from "./state.ts";

export const instanceActions: Actions = {
  RunInstances: runInstances,
  DescribeInstances: describeInstances,
  DescribeInstanceStatus: describeInstanceStatus,
  StartInstances: startInstances,
  StopInstances: stopInstances,
  RebootInstances: rebootInstances,
  TerminateInstances: terminateInstances,
  DescribeInstanceAttribute: describeInstanceAttribute,
  ModifyInstanceAttribute: modifyInstanceAttribute,
  ModifyInstanceMetadataOptions: modifyInstanceMetadataOptions,
  ModifyPrivateDnsNameOptions: modifyPrivateDnsNameOptions,
  MonitorInstances: monitorInstances,
  UnmonitorInstances: unmonitorInstances,
  AssociateIamInstanceProfile: associateIamInstanceProfile,
  DisassociateIamInstanceProfile: disassociateIamInstanceProfile,
  ReplaceIamInstanceProfileAssociation: replaceIamInstanceProfileAssociation,
  DescribeIamInstanceProfileAssociations: describeIamInstanceProfileAssociations,
};
