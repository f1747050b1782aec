/**
 * DescribeInstanceInformation and GetConnectionStatus.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeInstanceInformation.html (read 2026-11-29)
 */
import type {
  DescribeInstanceInformationRequest,
  DescribeInstanceInformationResult,
  GetConnectionStatusRequest,
  GetConnectionStatusResponse,
  InstanceInformation,
  PlatformType,
} from "@aws-sdk/client-ssm";
import { invalidMember, ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { pageOf } from "../../json/page.ts";
import { nodeArn, ssmArn, stateOf } from "../context.ts";
import type { Plane } from "../context.ts";
import { pingStatus } from "./node.ts";
import type { Node } from "./node.ts";

type Keyed = (info: InstanceInformation) => string | undefined;

const fields: Readonly<Record<string, Keyed>> = {
  InstanceIds: ({ InstanceId }) => InstanceId,
  AgentVersion: ({ AgentVersion }) => AgentVersion,
  PingStatus: ({ PingStatus }) => PingStatus,
  PlatformTypes: ({ PlatformType }) => PlatformType,
  PlatformType: ({ PlatformType }) => PlatformType,
  ActivationIds: ({ ActivationId }) => ActivationId,
  IamRole: ({ IamRole }) => IamRole,
  ResourceType: ({ ResourceType }) => ResourceType,
  AssociationStatus: ({ AssociationStatus }) => AssociationStatus,
  SourceIds: ({ SourceId }) => SourceId,
  SourceTypes: ({ SourceType }) => SourceType,
};

export function describeInstanceInformation(
  plane: Plane,
  input: DescribeInstanceInformationRequest,
  asked: Asked,
): DescribeInstanceInformationResult {
  asked.permit("ssm:DescribeInstanceInformation", ssmArn(asked, "*"));
  const { MaxResults: most = 10, InstanceInformationFilterList: list = [], Filters = [] } = input;
  if (most < 5 || most > 50) throw invalidMember("MaxResults", most, `Member must have value from 5 to 50`);
  if (list.length > 0 && Filters.length > 0)
    throw new ServiceFault("ValidationException", "Only one of the two kinds of filters may be given");
  const filters = [
    ...list.map(({ key, valueSet }) => ({ key: String(key), values: valueSet ?? [] })),
    ...Filters.map(({ Key, Values }) => ({ key: Key ?? "", values: Values ?? [] })),
  ];
  for (const { key } of filters)
    if (fields[key] === undefined && !isTag(key))
      throw new ServiceFault("InvalidFilterKey", `The filter key ${key} is not valid`);
  const tags = (id: string) => plane.tagsOf?.(asked.region, id) ?? new Map<string, string>();
  const found = [...stateOf(plane, asked).nodes.values()]
    .filter(({ lastPingAtMs, activationId }) => lastPingAtMs !== undefined || activationId !== undefined)
    .map((node) => toInformation(node, asked.nowMs))
    .filter((info) =>
      filters.every(({ key, values }) =>
        isTag(key)
          ? hasTag(tags(info.InstanceId ?? ""), key, values)
          : values.includes(fields[key]?.(info) ?? ""),
      ),
    );
  const { items, next } = pageOf(found, { most, token: input.NextToken });
  return { InstanceInformationList: items, NextToken: next };
}

const isTag = (key: string): boolean => key === "tag-key" || key.startsWith("tag:");

/** `tag:NAME` with one of the values, or `tag-key` with one of the names. */
export function hasTag(tags: ReadonlyMap<string, string>, key: string, values: readonly string[]): boolean {
  if (key === "tag-key") return values.some((name) => tags.has(name));
  const value = tags.get(key.slice("tag:".length));
  return value !== undefined && values.includes(value);
}

function toInformation(node: Node, nowMs: number): InstanceInformation {
  const { id, reported, lastPingAtMs, activationId, role, name, registeredAtMs } = node;
  return {
    InstanceId: id,
    PingStatus: pingStatus(node, nowMs),
    LastPingDateTime: lastPingAtMs === undefined ? undefined : new Date(lastPingAtMs),
    AgentVersion: reported.AgentVersion,
    IsLatestVersion: true,
    PlatformType: reported.PlatformType as PlatformType | undefined,
    PlatformName: reported.PlatformName,
    PlatformVersion: reported.PlatformVersion,
    ...(activationId === undefined
      ? { ResourceType: "EC2Instance", SourceType: "AWS::EC2::Instance" }
      : {
          ResourceType: "ManagedInstance",
          SourceType: "AWS::SSM::ManagedInstance",
          ActivationId: activationId,
          IamRole: role,
          Name: name,
          RegistrationDate: new Date(registeredAtMs),
        }),
    IPAddress: reported.IPAddress,
    ComputerName: reported.ComputerName,
    SourceId: id,
  };
}

export function getConnectionStatus(
  plane: Plane,
  { Target = "" }: GetConnectionStatusRequest,
  asked: Asked,
): GetConnectionStatusResponse {
  asked.permit("ssm:GetConnectionStatus", nodeArn(asked, Target));
  return { Target, Status: plane.gateway().isConnected(Target) ? "connected" : "notconnected" };
}
