/** Network interfaces, their addresses and where they are attached. */
import type { Actions } from "../context.ts";
import { attachNetworkInterface, detachNetworkInterface } from "./attach.ts";
import {
  describeNetworkInterfaceAttribute,
  modifyNetworkInterfaceAttribute,
  resetNetworkInterfaceAttribute,
} from "./attribute.ts";
import { createNetworkInterface, deleteNetworkInterface } from "./create.ts";
import { describeNetworkInterfaces } from "./describe.ts";
import {
  assignIpv6Addresses,
  assignPrivateIpAddresses,
  unassignIpv6Addresses,
  unassignPrivateIpAddresses,
} from "./private-address.ts";

export const interfaceActions: Actions = {
  CreateNetworkInterface: createNetworkInterface,
  DeleteNetworkInterface: deleteNetworkInterface,
  DescribeNetworkInterfaces: describeNetworkInterfaces,
  AttachNetworkInterface: attachNetworkInterface,
  DetachNetworkInterface: detachNetworkInterface,
  DescribeNetworkInterfaceAttribute: describeNetworkInterfaceAttribute,
  ModifyNetworkInterfaceAttribute: modifyNetworkInterfaceAttribute,
  ResetNetworkInterfaceAttribute: resetNetworkInterfaceAttribute,
  AssignPrivateIpAddresses: assignPrivateIpAddresses,
  UnassignPrivateIpAddresses: unassignPrivateIpAddresses,
  AssignIpv6Addresses: assignIpv6Addresses,
  UnassignIpv6Addresses: unassignIpv6Addresses,
};
