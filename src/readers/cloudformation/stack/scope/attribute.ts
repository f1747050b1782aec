/**
 * `Fn::GetAtt`: an output of a nested stack, a property that the resource was given, or a reference.
 * Return values by resource type:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html, read 2026-11-24.
 */
import { plannedNameOf } from "../../../../model/entity/vpc-endpoint.ts";
import { unresolved, valueAt } from "../../intrinsic/context.ts";
import { findNode } from "../../syntax/node.ts";
import type { Content, Value } from "../../../resource/property/value.ts";
import { absentResource } from "./absent.ts";
import { createMemo } from "./memo.ts";
import { circular } from "../refusal.ts";
import type { Draft, Scope } from "../world.ts";

/** Attributes that are what the property of the same name was given, where functions take them apart. */
const givenProperties: ReadonlyMap<string, readonly string[]> = new Map([
  ["AWS::EC2::VPC", ["CidrBlock"]],
  ["AWS::EC2::Subnet", ["AvailabilityZone", "CidrBlock", "VpcId"]],
  ["AWS::EC2::SecurityGroup", ["VpcId"]],
  ["AWS::EC2::LaunchTemplate", ["LaunchTemplateName"]],
  ["AWS::SSM::Parameter", ["Type", "Value"]],
]);

const outputPrefix = "Outputs.";

export type Attributes = (logicalId: string, attribute: string, line: number) => Value;

export function createAttributes(scopeOf: () => Scope): Attributes {
  const contents = createMemo(
    (key) => contentOf(key, scopeOf()),
    (trail) => {
      const [logicalId = ""] = (trail[0] ?? "").split(".");
      const { stack, resourceNodes } = scopeOf();
      return circular("resources", trail, {
        file: stack.file,
        line: resourceNodes().get(logicalId)?.line ?? 1,
      });
    },
  );
  return (logicalId, attribute, line) => {
    const scope = scopeOf();
    const content = scope.resources().has(logicalId)
      ? contents(`${logicalId}.${attribute}`)
      : absentResource(logicalId, line, scope);
    return valueAt(content, line, scope.context);
  };
}

function contentOf(key: string, scope: Scope): Content {
  const dot = key.indexOf(".");
  const [logicalId, attribute] = [key.slice(0, dot), key.slice(dot + 1)];
  const resource = scope.resources().get(logicalId);
  if (resource === undefined) throw new Error(`${logicalId} is no resource`);
  if (resource.type === "AWS::CloudFormation::Stack" && attribute.startsWith(outputPrefix)) {
    return nestedOutput(resource, attribute.slice(outputPrefix.length), scope);
  }
  if (resource.type === "AWS::EC2::VPCEndpoint" && attribute === "DnsEntries")
    return dnsEntries(resource, scope);
  if (isCustom(resource.type)) return customAttribute(resource, attribute);
  const node =
    givenProperties.get(resource.type)?.includes(attribute) === true
      ? propertyNode(scope, logicalId, attribute)
      : undefined;
  const given = node === undefined ? undefined : scope.context.evaluate(node);
  return given?.content ?? { kind: "reference", resource, attribute };
}

const propertyNode = (scope: Scope, logicalId: string, name: string) =>
  findNode(scope.resourceNodes().get(logicalId)?.node, "Properties", name);

function nestedOutput({ logicalId, stack }: Draft, name: string, scope: Scope): Content {
  const nested = scope.nested(logicalId);
  const fact = `output ${name} of nested stack ${stack.name}/${logicalId}`;
  if ("missing" in nested) {
    return unresolved(`${fact}, ${nested.missing}`, "give the template of the nested stack as well", {
      symbol: fact,
    });
  }
  const value = nested.scope.output(name);
  return (
    value?.content ??
    unresolved(
      `${fact}, which ${nested.scope.stack.file} does not have`,
      `add it to ${nested.scope.stack.file}`,
      { symbol: fact },
    )
  );
}

/** `ZONE:NAME` each; records take the parts of the first, the Regional name, by `Fn::Split`. */
function dnsEntries(resource: Draft, scope: Scope): Content {
  const entry = valueAt(`ZONE:${plannedNameOf(resource.id)}`, resource.origin.line ?? 1, scope.context);
  return { kind: "list", items: [entry] };
}

/** The attributes of a custom resource are whatever its own code answers. */
function isCustom(type: string): boolean {
  return type.startsWith("Custom::") || type === "AWS::CloudFormation::CustomResource";
}

function customAttribute({ logicalId, stack }: Draft, attribute: string): Content {
  const fact = `attribute ${attribute} of custom resource ${logicalId} of ${stack.name}`;
  const settledBy = `aws cloudformation describe-stacks --stack-name ${stack.name}, where an output gives it`;
  return unresolved(fact, settledBy, { symbol: `${stack.name}/${logicalId}.${attribute}` });
}
