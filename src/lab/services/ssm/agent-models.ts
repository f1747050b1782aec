/** Inputs of operations that agents alone call, and no public SDK knows. Observed on amazon-ssm-agent, 2026-11-29. */
import type { Shape, Structure } from "../../schema/shape.ts";

type Field = "text" | "text!" | "number" | "tags";

const text: Shape = { kind: "text" };
const tag: Structure = structure({ Key: "text!", Value: "text!" });
const shapes: Readonly<Record<Field, Shape>> = {
  text,
  "text!": text,
  number: { kind: "number" },
  tags: { kind: "list", itemName: "member", item: () => tag },
};

function structure(fields: Readonly<Record<string, Field>>): Structure {
  const members = Object.entries(fields).map(([name, field]) => ({
    name,
    queryName: name,
    xmlName: name,
    required: field.endsWith("!"),
    shape: () => shapes[field],
  }));
  return { kind: "structure", members, byQueryName: new Map(members.map((member) => [member.name, member])) };
}

export const registerModel = structure({
  Fingerprint: "text!",
  PublicKey: "text!",
  PublicKeyType: "text",
  ActivationId: "text",
  ActivationCode: "text",
  IamRole: "text",
  Tags: "tags",
});

export const roleTokenModel = structure({ Fingerprint: "text!" });

export const agentModels = new Map(
  Object.entries({
    UpdateInstanceInformation: structure({
      InstanceId: "text!",
      AgentName: "text",
      AgentStatus: "text",
      AgentVersion: "text",
      AvailabilityZone: "text",
      AvailabilityZoneId: "text",
      ComputerName: "text",
      IPAddress: "text",
      PlatformName: "text",
      PlatformType: "text",
      PlatformVersion: "text",
      SSMConnectionChannel: "text",
    }),
    ListInstanceAssociations: structure({ InstanceId: "text!", MaxResults: "number", NextToken: "text" }),
  }).map(([name, input]) => [name, { input: () => input }] as const),
);
