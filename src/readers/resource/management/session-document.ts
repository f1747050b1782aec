/**
 * Session documents, and with them the preferences of Session Manager.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-document.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html (read 2026-11-29)
 */
import type { SessionDocument, SessionInputs } from "../../../model/entity/systems-manager.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { formatOrigin } from "../../../model/entity/entity.ts";
import type { Fields, Value } from "../property/value.ts";
import { toDocument } from "../property/document.ts";
import { textOf, toEntity } from "../entity.ts";
import { ifExists } from "../existence.ts";
import { booleanOr, entryOf, property, toFields, toShape } from "../property/property.ts";
import type { Mapper } from "../rows.ts";

export const mapDocument: Mapper = (estate, resource) => {
  if (textOf(resource, "DocumentType") !== "Session") return {};
  const content = property(resource, "Content");
  const document: SessionDocument = {
    ...toEntity<string>(estate, resource),
    documentName: textOf(resource, "Name") ?? resource.id,
    inputs: ifExists(resource, content === undefined ? known(none) : inputsOf(content)),
  };
  return { sessionDocuments: [document] };
};

const none: SessionInputs = {
  s3BucketName: "",
  s3EncryptionEnabled: false,
  cloudWatchLogGroupName: "",
  cloudWatchEncryptionEnabled: false,
  kmsKeyId: "",
};

/** A bucket, group or key that the template makes has no name yet, and is named all the same. */
function inputsOf(content: Value): Known<SessionInputs> {
  if (typeof content.content === "string") return inputsOfText(content);
  const fields = toFields(content);
  if (!fields.known) return fields;
  const inputs = entryOf(fields.value, "inputs");
  const own = inputs === undefined ? undefined : toFields(inputs);
  if (own === undefined) return known(none);
  return own.known ? inputsIn(own.value) : own;
}

function inputsIn(fields: Fields): Known<SessionInputs> {
  const nameAt = (key: string): string => {
    const value = entryOf(fields, key);
    return value === undefined ? "" : (toShape(value) ?? `\${${key}}`);
  };
  const s3 = booleanOr(entryOf(fields, "s3EncryptionEnabled"), none.s3EncryptionEnabled);
  const logs = booleanOr(entryOf(fields, "cloudWatchEncryptionEnabled"), none.cloudWatchEncryptionEnabled);
  if (!s3.known) return s3;
  if (!logs.known) return logs;
  return known({
    s3BucketName: nameAt("s3BucketName"),
    s3EncryptionEnabled: s3.value,
    cloudWatchLogGroupName: nameAt("cloudWatchLogGroupName"),
    cloudWatchEncryptionEnabled: logs.value,
    kmsKeyId: nameAt("kmsKeyId"),
  });
}

/** The whole document as JSON in one text. */
function inputsOfText(content: Value): Known<SessionInputs> {
  const json = toDocument(content);
  if (!json.known) return json;
  const inputs = (json.value as { readonly inputs?: Partial<SessionInputs> } | null)?.inputs ?? {};
  const place = formatOrigin(content.origin);
  const isSound = Object.entries(none).every(([key, value]) => {
    const given = inputs[key as keyof SessionInputs];
    return given === undefined || typeof given === typeof value;
  });
  return isSound
    ? known({ ...none, ...inputs })
    : unknown(`the inputs of the document at ${place}`, `correct ${place}`);
}
