/**
 * CreateDocument, UpdateDocument, UpdateDocumentDefaultVersion, DeleteDocument.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html (read 2026-11-29)
 */
import type {
  CreateDocumentRequest,
  CreateDocumentResult,
  DeleteDocumentRequest,
  UpdateDocumentDefaultVersionRequest,
  UpdateDocumentDefaultVersionResult,
  UpdateDocumentRequest,
  UpdateDocumentResult,
} from "@aws-sdk/client-ssm";
import { invalidMember, ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { stateOf } from "../context.ts";
import type { Plane } from "../context.ts";
import { parseContent } from "./content.ts";
import { toDescription } from "./describe.ts";
import { documentArn, mustDocument, mustVersion } from "./find.ts";
import type { StoredDocument } from "./stored.ts";

const namePattern = /^[a-zA-Z0-9_\-.]{3,128}$/;
/** Names of AWS's own begin so. */
const reserved = /^(aws-|amazon|amzn)/i;

export function createDocument(
  plane: Plane,
  input: CreateDocumentRequest,
  asked: Asked,
): CreateDocumentResult {
  const { Name: name = "", Content: text = "", DocumentType: type = "Command", VersionName } = input;
  if (!namePattern.test(name))
    throw invalidMember(
      "Name",
      name,
      `Member must satisfy regular expression pattern: ${namePattern.source}`,
    );
  const account = asked.account;
  asked.permit("ssm:CreateDocument", documentArn(asked, { name, owner: account }));
  if (reserved.test(name))
    throw new ServiceFault(
      "ValidationException",
      `Document name ${name} begins with a prefix that is reserved`,
    );
  const { documents } = stateOf(plane, asked);
  if (documents.has(name))
    throw new ServiceFault("DocumentAlreadyExists", `Document with same name ${name} already exists`);
  mustBeJson(input.DocumentFormat);
  if (type !== "Session" && type !== "Command")
    throw new ServiceFault("ValidationException", "The lab has documents of type Session and Command alone");
  const content = parseContent(text, type);
  const createdAtMs = asked.nowMs;
  const versions = [{ text, content, versionName: VersionName, createdAtMs }];
  const document: StoredDocument = { name, type, owner: account, createdAtMs, defaultVersion: 1, versions };
  documents.set(name, document);
  return { DocumentDescription: { ...toDescription(document, 1), Status: "Creating" } };
}

function mustBeJson(format: string | undefined): void {
  if (format !== undefined && format !== "JSON")
    throw new ServiceFault("ValidationException", "The lab keeps documents as JSON alone");
}

export function updateDocument(
  plane: Plane,
  input: UpdateDocumentRequest,
  asked: Asked,
): UpdateDocumentResult {
  const document = mustOwn(plane, input.Name ?? "", asked);
  asked.permit("ssm:UpdateDocument", documentArn(asked, document));
  mustBeJson(input.DocumentFormat);
  mustVersion(document, input.DocumentVersion ?? "$LATEST");
  const { Content: text = "" } = input;
  if (document.versions.some((version) => version.text === text))
    throw new ServiceFault(
      "DuplicateDocumentContent",
      "The content of the document is that of another version of it",
    );
  const content = parseContent(text, document.type);
  const version = { text, content, versionName: input.VersionName, createdAtMs: asked.nowMs };
  const changed = { ...document, versions: [...document.versions, version] };
  stateOf(plane, asked).documents.set(document.name, changed);
  return { DocumentDescription: { ...toDescription(changed, changed.versions.length), Status: "Updating" } };
}

export function updateDocumentDefaultVersion(
  plane: Plane,
  { Name = "", DocumentVersion }: UpdateDocumentDefaultVersionRequest,
  asked: Asked,
): UpdateDocumentDefaultVersionResult {
  const document = mustOwn(plane, Name, asked);
  asked.permit("ssm:UpdateDocumentDefaultVersion", documentArn(asked, document));
  const { number } = mustVersion(document, DocumentVersion);
  stateOf(plane, asked).documents.set(Name, { ...document, defaultVersion: number });
  return { Description: { Name, DefaultVersion: String(number) } };
}

export function deleteDocument(plane: Plane, { Name = "" }: DeleteDocumentRequest, asked: Asked): object {
  const document = mustOwn(plane, Name, asked);
  asked.permit("ssm:DeleteDocument", documentArn(asked, document));
  stateOf(plane, asked).documents.delete(Name);
  return {};
}

function mustOwn(plane: Plane, name: string, asked: Asked): StoredDocument {
  const document = mustDocument(plane, name, asked);
  if (document.owner !== "Amazon") return document;
  throw new ServiceFault(
    "InvalidDocumentOperation",
    `Document ${name} is owned by AWS and cannot be changed`,
  );
}
