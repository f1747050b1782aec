/**
 * IAM roles with every policy that the templates attach to them.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html, …-iam-policy.html,
 * …-iam-rolepolicy.html, …-iam-managedpolicy.html, …-iam-instanceprofile.html (read 2026-11-24)
 */
import type { Origin, RoleId } from "../../../model/entity/entity.ts";
import { formatOrigin } from "../../../model/entity/entity.ts";
import type { Role } from "../../../model/entity/workload.ts";
import { known, mapKnown, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { Resource, Value } from "../property/value.ts";
import { isReference } from "../property/attribute.ts";
import { policyDocumentType } from "../additions.ts";
import { toRoleDocument } from "../property/document.ts";
import { toEntity } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { anyDoubt } from "../existence.ts";
import { allKnown, entryOf, property, toFields, toItems, toShape, toText } from "../property/property.ts";
import type { Rows } from "../rows.ts";

type RoleDocument = { readonly json: unknown; readonly origin: Origin };

export function mapRole(estate: Estate, resource: Resource): Rows {
  const attached = policiesIn(property(resource, "ManagedPolicyArns"));
  const role: Role = {
    ...toEntity<RoleId>(estate, resource),
    managedPolicies: attached.names,
    documents: documentsOf(estate, resource, attached.written),
  };
  return { roles: [role] };
}

/** Policies named in a list: those of AWS or of other templates by name, and those written in this input. */
export function policiesIn(list: Value | undefined) {
  const items = toItems(list);
  if (!items.known) return { names: items, written: [] };
  const named = items.value.map(byName);
  const written = named.flatMap(({ content }) => (isReference(content) ? [content.resource] : []));
  const others = named.filter(({ content }) => !isReference(content));
  return { names: allKnown(others.map(policyName)), written };
}

/** AWS's own policies go by their names, even where the input looks one up. */
function byName(value: Value): Value {
  const { content } = value;
  const arn = isReference(content) ? property(content.resource, "Arn")?.content : undefined;
  return typeof arn === "string" && /^arn:[^:]*:iam::aws:/.test(arn) ? { ...value, content: arn } : value;
}

/** An ARN or a name. The name of AWS's own policies shows even where the partition of the ARN is not known. */
function policyName(value: Value): Known<string> {
  const text = toText(value);
  const [, name] = /:iam::aws:policy\/(?:[^$]*\/)?([^$/]+)$/.exec(toShape(value) ?? "") ?? [];
  return text.known || name === undefined ? text : known(name);
}

function documentsOf(estate: Estate, role: Resource, written: readonly Resource[]): Role["documents"] {
  const beside = [
    ...written,
    ...estate.adding("AWS::IAM::Policy", "Roles", role.id),
    ...estate.adding("AWS::IAM::ManagedPolicy", "Roles", role.id),
    ...estate.adding("AWS::IAM::RolePolicy", "RoleName", role.id),
  ];
  const doubt = anyDoubt(beside, role);
  if (doubt !== undefined) return doubt;
  const inline = toItems(property(role, "Policies"));
  if (!inline.known) return inline;
  return allKnown([
    ...inline.value.flatMap(inlineDocuments),
    ...[...new Set(beside)].flatMap((policy) =>
      documentsAt(property(policy, "PolicyDocument"), policy.origin),
    ),
  ]);
}

function inlineDocuments(item: Value): readonly Known<RoleDocument>[] {
  const fields = toFields(item);
  return fields.known ? documentsAt(entryOf(fields.value, "PolicyDocument"), item.origin) : [fields];
}

/** A document that is written on its own has those that it is made of beside it. */
function documentsAt(
  value: Value | undefined,
  origin: Origin,
  seen: readonly Resource[] = [],
): readonly Known<RoleDocument>[] {
  const { content } = value ?? {};
  const isWritten =
    content !== undefined && isReference(content) && content.resource.type === policyDocumentType;
  if (!isWritten) return [documentAt(value, origin)];
  const { resource } = content;
  if (seen.includes(resource)) return [];
  const others = property(resource, "Others");
  const isText = typeof property(resource, "Document")?.content === "string";
  return [
    documentAt(property(resource, "Document"), resource.origin),
    ...(isText
      ? []
      : (others === undefined ? [] : itemsIn(others)).flatMap((one) =>
          documentsAt(one, resource.origin, [...seen, resource]),
        )),
  ];
}

/** What is not known stands for the whole list. */
function itemsIn(list: Value): readonly Value[] {
  const items = toItems(list);
  return items.known ? items.value : [list];
}

export function documentAt(value: Value | undefined, origin: Origin): Known<RoleDocument> {
  const place = formatOrigin(origin);
  if (value === undefined) return unknown(`PolicyDocument of the policy at ${place}`, `correct ${place}`);
  return mapKnown(toRoleDocument(value), (json) => ({ json, origin: value.origin }));
}

/** The role that a property names by ARN or name, as a list of one; empty when the property is left out. */
export function rolesNamed(
  estate: Estate,
  ...values: readonly (Value | undefined)[]
): Known<readonly RoleId[]> {
  const given = values.flatMap((value) => value ?? []);
  return mapKnown(allKnown(given.map((value) => estate.id<RoleId>("role", value))), (ids) => [
    ...new Set(ids),
  ]);
}

/** The role of an instance profile, which instances name by name or ARN. */
export function rolesOfProfile(estate: Estate, profile: Value | undefined): Known<readonly RoleId[]> {
  if (profile === undefined) return known([]);
  const resource = isReference(profile.content) ? profile.content.resource : undefined;
  if (resource !== undefined) return estate.ids<RoleId>("role", property(resource, "Roles"));
  const name = toText(profile);
  if (!name.known) return name;
  const short = name.value.split("/").at(-1) ?? name.value;
  return unknown(
    `role of instance profile ${short}`,
    `aws iam get-instance-profile --instance-profile-name ${short}`,
  );
}
