/**
 * Hybrid activations: with id and code, machines outside EC2 register as nodes.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html (read 2026-11-29)
 */
import { randomInt, randomUUID } from "node:crypto";
import type {
  CreateActivationRequest,
  CreateActivationResult,
  DeleteActivationRequest,
  DeleteActivationResult,
  DescribeActivationsRequest,
  DescribeActivationsResult,
} from "@aws-sdk/client-ssm";
import { invalidMember, ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { pageOf } from "../../json/page.ts";
import { stateOf } from "../context.ts";
import type { Plane } from "../context.ts";
import type { Activation } from "./node.ts";

const day = 86_400_000;
const longestMs = 30 * day;
const codeLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export function createActivation(
  plane: Plane,
  input: CreateActivationRequest,
  asked: Asked,
): CreateActivationResult {
  asked.permit("ssm:CreateActivation", "*");
  const { IamRole = "", RegistrationLimit: limit = 1, ExpirationDate, Tags = [] } = input;
  if (limit < 1 || limit > 1000)
    throw invalidMember("RegistrationLimit", limit, "Member must have value from 1 to 1000");
  const expiresAtMs = ExpirationDate?.getTime() ?? asked.nowMs + day;
  if (expiresAtMs <= asked.nowMs || expiresAtMs > asked.nowMs + longestMs)
    throw new ServiceFault("InvalidParameters", "ExpirationDate must lie within the next 30 days");
  if (plane.findRole(roleArn(asked, IamRole)) === undefined)
    throw new ServiceFault("ValidationException", `Not existing role: ${IamRole}`);
  const activation: Activation = {
    id: randomUUID(),
    code: Array.from({ length: 20 }, () => codeLetters[randomInt(codeLetters.length)]).join(""),
    role: IamRole,
    description: input.Description,
    defaultName: input.DefaultInstanceName,
    limit,
    used: 0,
    createdAtMs: asked.nowMs,
    expiresAtMs,
    tags: Tags.map(({ Key, Value }) => ({ Key, Value })),
  };
  stateOf(plane, asked).activations.set(activation.id, activation);
  return { ActivationId: activation.id, ActivationCode: activation.code };
}

/** A role is named with its path and without a slash before it. */
export const roleArn = ({ partition, account }: Pick<Asked, "partition" | "account">, role: string): string =>
  `arn:${partition}:iam::${account}:role/${role}`;

export function describeActivations(
  plane: Plane,
  { Filters = [], MaxResults = 50, NextToken }: DescribeActivationsRequest,
  asked: Asked,
): DescribeActivationsResult {
  asked.permit("ssm:DescribeActivations", "*");
  const fields: Readonly<Record<string, (one: Activation) => string | undefined>> = {
    ActivationIds: ({ id }) => id,
    DefaultInstanceName: ({ defaultName }) => defaultName,
    IamRole: ({ role }) => role,
  };
  const found = [...stateOf(plane, asked).activations.values()].filter((one) =>
    Filters.every(({ FilterKey, FilterValues = [] }) => {
      const field = fields[FilterKey ?? ""];
      if (field === undefined)
        throw new ServiceFault("InvalidFilter", `The filter ${FilterKey} is not valid`);
      return FilterValues.includes(field(one) ?? "");
    }),
  );
  const { items, next } = pageOf(found, { most: MaxResults, token: NextToken });
  const ActivationList = items.map((one) => ({
    ActivationId: one.id,
    Description: one.description,
    DefaultInstanceName: one.defaultName,
    IamRole: one.role,
    RegistrationLimit: one.limit,
    RegistrationsCount: one.used,
    ExpirationDate: new Date(one.expiresAtMs),
    Expired: one.expiresAtMs <= asked.nowMs,
    CreatedDate: new Date(one.createdAtMs),
    Tags: one.tags.map(({ Key, Value }) => ({ Key, Value })),
  }));
  return { ActivationList, NextToken: next };
}

export function deleteActivation(
  plane: Plane,
  { ActivationId = "" }: DeleteActivationRequest,
  asked: Asked,
): DeleteActivationResult {
  asked.permit("ssm:DeleteActivation", "*");
  if (!stateOf(plane, asked).activations.delete(ActivationId))
    throw new ServiceFault("InvalidActivationId", `There is no activation ${ActivationId}`);
  return {};
}
