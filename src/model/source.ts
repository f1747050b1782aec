/**
 * The text of an input as whoever changes it must see it: where each item of a list or mapping begins and ends, and who
 * mentions whom. Readers make it; it says nothing of what the text means for the network.
 */

/** Offsets in a text; `end` is behind the last character. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface SourceItem extends Span {
  /** The key of a mapping; of a list, the text of the item or what it refers to. */
  readonly name: string;
  readonly line: number;
  /** Where the value stands, without its key. */
  readonly value: Span;
}

/** A mapping or list. In block style an item is whole lines; in flow style, JSON's among them, commas stand between. */
export interface SourceList {
  readonly style: "block" | "flow";
  /** Columns before an item. */
  readonly indent: number;
  readonly items: readonly SourceItem[];
}

/** One place of a template that names a resource: `Ref`, `Fn::GetAtt`, `Fn::Sub`. */
export interface Mention {
  readonly of: string;
  readonly section: string;
  /** The resource, output or condition in whose text it stands. */
  readonly by: string;
  readonly line: number;
}

export interface TemplateResource {
  readonly type: string;
  /** `Type`, `Properties`, `DependsOn` … */
  readonly entries: SourceList;
  readonly properties: SourceList | undefined;
  /** Names, when `DependsOn` is a list; a single name is a list of one. */
  readonly dependsOn: readonly string[];
  readonly dependsOnList: SourceList | undefined;
  /** The lists among its properties. */
  readonly lists: ReadonlyMap<string, SourceList>;
  readonly condition: string | undefined;
  /** Construct path of CDK. */
  readonly path: string | undefined;
}

export interface TemplateSource {
  readonly file: string;
  readonly text: string;
  readonly format: "yaml" | "json";
  /** Columns that one level of nesting adds. */
  readonly step: number;
  readonly sections: SourceList;
  readonly resourceList: SourceList;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly outputList: SourceList | undefined;
  /** Outputs that other stacks import. */
  readonly exported: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  readonly mentions: readonly Mention[];
}

/** An argument of Terraform's language, or an entry of an object. */
export interface HclArgument extends SourceItem {
  /** The value where it is an object that is written out, or the last of those that it merges; undefined for all else. */
  readonly object: HclObject | undefined;
}

/** From brace to brace. */
export interface HclObject extends Span {
  readonly entries: readonly HclArgument[];
}

/** A block of Terraform's language, with what stands directly in it. */
export interface HclBlock extends Span {
  readonly type: string;
  readonly labels: readonly string[];
  readonly line: number;
  /** Between the braces. */
  readonly body: Span;
  readonly indent: number;
  readonly attributes: readonly HclArgument[];
  readonly blocks: readonly HclBlock[];
}

export interface HclSource {
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly HclBlock[];
}

/** A resource of an input, in the words of CloudFormation, with what it refers to. */
export interface InputResource {
  /** As in the network. */
  readonly id: string;
  /** As in the text: logical id, or resource address. */
  readonly name: string;
  readonly type: string;
  readonly file: string;
  readonly refersTo: readonly { readonly property: string; readonly id: string }[];
  /** Those whose values are known. */
  readonly tags: ReadonlyMap<string, string>;
}

/** What Terraform's code of the root module may write for an attribute of a resource, and what it knows of it. */
export interface TerraformName {
  /** Undefined where no output leads to it. */
  readonly expression: string | undefined;
  /** The value itself, where the file tells it. */
  readonly value: string | undefined;
}

export interface TerraformModule {
  /** As in the call: `terraform-aws-modules/vpc/aws`, `./modules/network`. */
  readonly source: string;
  readonly file: string;
  /** Its input variables. */
  readonly variables: ReadonlySet<string>;
  /** How many calls of the input have this source. */
  readonly calls: number;
}

/** A call of the root module that makes endpoints of a map: `terraform-aws-modules/vpc/aws//modules/vpc-endpoints`. */
export interface EndpointModule {
  /** `module.endpoints`. */
  readonly address: string;
  /** As in the network, and so are subnets and groups; undefined where neither the call nor an endpoint of it tells. */
  readonly vpc: string | undefined;
  /** Those that each interface endpoint gets beside its own; undefined where that is not known. */
  readonly subnets: readonly string[] | undefined;
  /** As far as they are known. */
  readonly groups: readonly string[];
  /** Keys of its map. */
  readonly keys: ReadonlySet<string>;
  readonly region: string;
}

/** What a plan or state tells of how it was written. */
export interface TerraformInput {
  readonly resources: readonly InputResource[];
  readonly nameOf: (address: string, attribute: string) => TerraformName;
  /** By address without keys: `module.vpc`. */
  readonly moduleOf: (module: string) => TerraformModule | undefined;
  /** Arguments that the block of a resource has, and undefined where a state does not tell. */
  readonly argumentsOf: (address: string) => ReadonlySet<string> | undefined;
  readonly types: ReadonlySet<string>;
  readonly endpointModules: readonly EndpointModule[];
  /** Those of the input that are plans or states. */
  readonly files: ReadonlySet<string>;
}

/** A change of a block of Terraform, by the address of what it makes. */
export interface BlockChange {
  readonly address: string;
  /**
   * `set` and `add-inner` take arguments and inner blocks as text, `append-route-table` an expression, and `add-entry`, whose
   * address is that of the endpoint that the entry makes, the entry of the map.
   */
  readonly change: "remove" | "remove-routes" | "set" | "append-route-table" | "add-inner" | "add-entry";
  readonly text: string;
  /** Whether an edit does it: else a person must. */
  readonly isLocated: boolean;
}
