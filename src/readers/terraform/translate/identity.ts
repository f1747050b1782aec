/**
 * Roles with the policies that are attached to them, and instance profiles.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role (read 2026-11-29)
 */
import { policyDocumentType } from "../../resource/additions.ts";
import type { Value } from "../../resource/property/value.ts";
import { textAt } from "../document/json.ts";
import { nouns } from "../edge/noun.ts";
import { blocksOf, sourceOf } from "../read/source.ts";
import { itemsOf, link, links, listOf, nameOf, originOf, plain } from "../read/value.ts";
import { always, each, either, fields, only, to, toldBeside } from "./spec.ts";
import type { From, Read, TypeRow } from "./spec.ts";

const attachment = "aws_iam_role_policy_attachment";

/** Policies that the role names, and those that attachments of both kinds add. */
const managed: Read = (from) => {
  const { reader, source } = from;
  const beside = toldBeside(from, "managed_policy_arns", { type: attachment, owner: "role" }, (values) =>
    textAt(values, "policy_arn"),
  );
  const attached = reader.naming(attachment, "role", nouns.role, source.instance);
  if (attached.doubt !== undefined) return attached.doubt;
  const own = itemsOf(links(reader, source, "managed_policy_arns", nouns.policy));
  const kept = own.filter(({ content }) => !(typeof content === "string" && beside.has(content)));
  const exclusive = reader.naming(`${attachment}s_exclusive`, "role_name", nouns.role, source.instance);
  if (exclusive.doubt !== undefined) return exclusive.doubt;
  const all = distinct([
    ...kept,
    ...[...attached.sources, ...sharedAttachments(from)].flatMap(
      (one) => link(reader, one, "policy_arn", nouns.policy) ?? [],
    ),
    ...exclusive.sources.flatMap((one) => itemsOf(links(reader, one, "policy_arns", nouns.policy))),
  ]);
  return all.length === 0 ? undefined : listOf(source, all);
};

/** `aws_iam_policy_attachment` names many roles. */
function sharedAttachments({ reader, self }: From) {
  return reader.world
    .ofType("aws_iam_policy_attachment")
    .map((one) => sourceOf(reader.world, one))
    .filter((one) =>
      itemsOf(links(reader, one, "roles", nouns.role)).some(
        ({ content }) =>
          typeof content === "object" && content?.kind === "reference" && content.resource === self,
      ),
    );
}

function distinct(values: readonly Value[]): readonly Value[] {
  const texts = new Set<string>();
  return values.filter(({ content }) => {
    if (typeof content !== "string") return true;
    if (texts.has(content)) return false;
    texts.add(content);
    return true;
  });
}

const document = to("policy", nouns.policyDocument);

/**
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document (read 2026-11-29). One
 * that is read during the apply tells its statements all the same, but for what is not known yet in them.
 */
const writtenDocument: Read = (from) => {
  const json = plain(from.source, "json");
  if (typeof json?.content === "string") return json;
  return fields(from, {
    Version: either("version", always("2012-10-17")),
    Statement: each("statement", {
      Effect: either("effect", always("Allow")),
      Action: "actions",
      NotAction: "not_actions",
      Resource: "resources",
      NotResource: "not_resources",
      Condition: conditions,
    }),
  });
};

function conditions(from: From): Value | undefined {
  const blocks = blocksOf(from.source, "condition");
  const entries = blocks.flatMap((source): readonly (readonly [string, Value])[] => {
    const test = textAt(source.values, "test");
    const variable = textAt(source.values, "variable");
    const values = plain(source, "values");
    if (test === undefined || variable === undefined || values === undefined) return [];
    const content = { kind: "fields", entries: new Map([[variable, values]]) } as const;
    return [[test, { ...values, content }]];
  });
  return entries.length === 0
    ? undefined
    : { content: { kind: "fields", entries: new Map(entries) }, origin: originOf(from.source.instance) };
}

/** What a document is made of besides its own statements. */
const otherDocuments: Read = ({ reader, source }) => {
  const items = ["source_policy_documents", "override_policy_documents"].flatMap((name) =>
    itemsOf(links(reader, source, name, nouns.policyDocument)),
  );
  return items.length === 0 ? undefined : listOf(source, items);
};

const documents: Read = (from) => {
  const beside = toldBeside(from, "inline_policy", { type: "aws_iam_role_policy", owner: "role" }, (values) =>
    textAt(values, "name"),
  );
  const list = each("inline_policy", { PolicyName: "name", PolicyDocument: document })(from);
  const items = itemsOf(list).filter(({ content }) => {
    const entries = typeof content === "object" && content?.kind === "fields" ? content.entries : undefined;
    const name = entries?.get("PolicyName");
    // The provider keeps an empty block where there is none.
    return (
      entries === undefined ||
      (entries.has("PolicyDocument") && !(name !== undefined && beside.has(nameOf(name))))
    );
  });
  return items.length === 0 ? undefined : listOf(from.source, items);
};

export const identityTypes: Readonly<Record<string, TypeRow>> = {
  aws_iam_role: {
    type: "AWS::IAM::Role",
    properties: {
      RoleName: "name",
      ManagedPolicyArns: managed,
      Policies: documents,
      AssumeRolePolicyDocument: to("assume_role_policy", nouns.policyDocument),
    },
  },
  aws_iam_role_policy: only("AWS::IAM::RolePolicy", {
    RoleName: to("role", nouns.role),
    PolicyDocument: document,
  }),
  aws_iam_policy: { type: "AWS::IAM::ManagedPolicy", properties: { PolicyDocument: document } },
  "data.aws_iam_policy": {
    type: "AWS::IAM::ManagedPolicy",
    properties: { Arn: "arn", PolicyDocument: document },
  },
  "data.aws_iam_policy_document": {
    type: policyDocumentType,
    properties: { Document: writtenDocument, Others: otherDocuments },
  },
  aws_iam_role_policy_attachment: {},
  aws_iam_role_policy_attachments_exclusive: {},
  aws_iam_role_policies_exclusive: {},
  aws_iam_policy_attachment: {},
  aws_iam_instance_profile: {
    type: "AWS::IAM::InstanceProfile",
    properties: { Roles: to("role", nouns.role), InstanceProfileName: "name" },
  },
};
