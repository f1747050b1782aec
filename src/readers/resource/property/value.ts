/**
 * What is left of a property when every intrinsic function has been evaluated: plain data, references to resources, and
 * leaves that cannot be known from the template.
 */
import type { Origin } from "../../../model/entity/entity.ts";
import type { Unknown } from "../../../model/known.ts";

/** `Ref` or `Fn::GetAtt` of a resource: its id once it exists. */
export interface Reference {
  readonly kind: "reference";
  readonly resource: Resource;
  /** The attribute of `Fn::GetAtt`; undefined for `Ref`. */
  readonly attribute: string | undefined;
  /** Set where the input does not prove that it is this resource, and nearly everybody means it. */
  readonly assumed?: Unknown;
}

export interface Unresolved {
  readonly kind: "unresolved";
  readonly unknown: Unknown;
  /**
   * What it stands for, equal for equal things: the name of a parameter, `AWS::Region`, `{{resolve:ssm:/path}}`,
   * `import NAME`, `Logical.Attribute` of a custom resource. Two properties with one symbol will get one value.
   */
  readonly symbol?: string;
  /**
   * Text of which some parts are known, in order, as `Fn::Join` and `Fn::Sub` make it: `["arn:aws:s3:::", bucket, "/*"]`.
   * A service name keeps its shape by it when the Region is missing: `["com.amazonaws.", AWS::Region, ".s3"]`.
   */
  readonly parts?: readonly (string | Reference | Unresolved)[];
  /** Set when there will be no comma in it, nor in an item of it: an id, a Region, a list parameter. */
  readonly commaFree?: true;
  /** What `Fn::Base64` was given, in clear; for user data of which a part is unknown. */
  readonly plain?: Value;
  /** Resources of which it will be one. */
  readonly anyOf?: readonly Resource[];
  /** Set when it may turn out to be `AWS::NoValue`: the property or list item may not be there at all. */
  readonly mayBeAbsent?: true;
}

export interface List {
  readonly kind: "list";
  readonly items: readonly Value[];
}

export interface Fields {
  readonly kind: "fields";
  readonly entries: ReadonlyMap<string, Value>;
}

/** `AWS::NoValue` removes the property it is the value of, so it is never seen here. */
export type Content = string | number | boolean | null | Reference | Unresolved | List | Fields;

/** Every value knows where it stands in its file. */
export interface Value {
  readonly content: Content;
  readonly origin: Origin;
}

/** A resource whose condition is true, or not known. */
export interface Resource {
  /** Unique in the whole input: the logical id, or `stack/LogicalId` where several stacks use it. */
  readonly id: string;
  readonly logicalId: string;
  readonly stack: Stack;
  readonly type: string;
  readonly properties: Fields;
  /** Construct path of CDK, when the template carries it. */
  readonly path: string | undefined;
  readonly dependsOn: readonly string[];
  /** The id that AWS has given it, of a resource that stands already. */
  readonly ownId?: string;
  /** Other names that the input gives it: that id, its Name tag. */
  readonly aliases?: readonly string[];
  /** Set where the input only looks at it: it holds more than is told here. */
  readonly lookedUp?: true;
  /** Present when it cannot be told whether the resource exists at all. */
  readonly doubt: Unknown | undefined;
  /** What was taken for granted of it, in its own properties and in those of resources that add to it. */
  readonly assumed?: readonly Unknown[];
  readonly origin: Origin;
}

/** Stands for the account of a template that names none. */
export const unknownAccount = "unknown-account";

/** What differs between the tools that make resources, beside the words they use. */
export interface Dialect {
  /** The command that tells what AWS gave a resource. */
  readonly tell: (resource: Pick<Resource, "stack" | "logicalId">) => string;
  /** The command that tells the blocks of a VPC. */
  readonly tellVpc: (vpc: Pick<Resource, "stack" | "logicalId">) => string;
  /** How a note calls a resource. */
  readonly show: (resource: Pick<Resource, "id" | "type" | "origin">) => string;
  /** EC2 makes each group with a rule that lets everything out, which Terraform takes away again. */
  readonly keepsDefaultEgress: boolean;
}

export interface Stack {
  readonly dialect: Dialect;
  /** Why the stack may be another than its template says. */
  readonly doubt?: Unknown;
  /** Unique in the input: the artifact id of CDK, `parent/LogicalId` of a nested stack, else the file name without ending. */
  readonly name: string;
  readonly file: string;
  /** `unknownRegion` where neither the input nor `--region` tells. */
  readonly region: string;
  /** `unknownAccount` where the input does not tell. */
  readonly account: string;
}
