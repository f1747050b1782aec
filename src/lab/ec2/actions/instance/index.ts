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
import { rebootInstances, startInstances, stopInstances, terminateInstances } from "./state.ts";
import { describeInstanceStatus, getConsoleOutput } from "./status.ts";

export const instanceActions: Actions = {
  RunInstances: runInstances,
  DescribeInstances: describeInstances,
  DescribeInstanceStatus: describeInstanceStatus,
  GetConsoleOutput: getConsoleOutput,
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
