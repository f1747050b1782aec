/**
 * Roles with the policies that are attached to them, and instance profiles.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role (read 2026-11-29)
 */
import type { Value } from "../../resource/value.ts";
import { textAt } from "../document/json.ts";
import { nouns } from "../edge/noun.ts";
import { sourceOf } from "../read/source.ts";
import { itemsOf, link, links, listOf, nameOf } from "../read/value.ts";
import { each, only, to, toldBeside } from "./spec.ts";
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
  const singles = attached.sources.flatMap((one) => link(reader, one, "policy_arn", nouns.policy) ?? []);
  const shared = sharedAttachments(from).flatMap(
    (one) => link(reader, one, "policy_arn", nouns.policy) ?? [],
  );
  const all = distinct([...kept, ...singles, ...shared]);
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

const documents: Read = (from) => {
  const beside = toldBeside(from, "inline_policy", { type: "aws_iam_role_policy", owner: "role" }, (values) =>
    textAt(values, "name"),
  );
  const list = each("inline_policy", { PolicyName: "name", PolicyDocument: "policy" })(from);
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
    properties: { RoleName: "name", ManagedPolicyArns: managed, Policies: documents },
  },
  aws_iam_role_policy: only("AWS::IAM::RolePolicy", {
    RoleName: to("role", nouns.role),
    PolicyDocument: "policy",
  }),
  aws_iam_policy: { type: "AWS::IAM::ManagedPolicy", properties: { PolicyDocument: "policy" } },
  aws_iam_role_policy_attachment: {},
  aws_iam_policy_attachment: {},
  aws_iam_instance_profile: {
    type: "AWS::IAM::InstanceProfile",
    properties: { Roles: to("role", nouns.role), InstanceProfileName: "name" },
  },
};
