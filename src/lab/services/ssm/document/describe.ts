/** GetDocument, DescribeDocument, ListDocuments. */
import type {
  DescribeDocumentRequest,
  DescribeDocumentResult,
  DocumentDescription,
  DocumentParameterType,
  GetDocumentRequest,
  GetDocumentResult,
  ListDocumentsRequest,
  ListDocumentsResult,
} from "@aws-sdk/client-ssm";
import { ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { pageOf } from "../../json/page.ts";
import { ssmArn, stateOf } from "../context.ts";
import type { Plane } from "../context.ts";
import { documentArn, mustDocument, mustVersion } from "./find.ts";
import { ownedDocuments } from "./owned.ts";
import { hashOf } from "./stored.ts";
import type { StoredDocument } from "./stored.ts";

export function getDocument(
  plane: Plane,
  { Name = "", DocumentVersion, DocumentFormat = "JSON" }: GetDocumentRequest,
  asked: Asked,
): GetDocumentResult {
  const document = mustDocument(plane, Name, asked);
  asked.permit("ssm:GetDocument", documentArn(asked, document));
  if (DocumentFormat !== "JSON")
    throw new ServiceFault("ValidationException", "The lab gives documents as JSON alone");
  const { number, version } = mustVersion(document, DocumentVersion);
  return {
    Name: document.name,
    CreatedDate: new Date(version.createdAtMs),
    VersionName: version.versionName,
    DocumentVersion: String(number),
    Status: "Active",
    Content: version.text,
    DocumentType: document.type,
    DocumentFormat: "JSON",
  };
}

export function describeDocument(
  plane: Plane,
  { Name = "", DocumentVersion }: DescribeDocumentRequest,
  asked: Asked,
): DescribeDocumentResult {
  const document = mustDocument(plane, Name, asked);
  asked.permit("ssm:DescribeDocument", documentArn(asked, document));
  return { Document: toDescription(document, mustVersion(document, DocumentVersion).number) };
}

export function toDescription(document: StoredDocument, number: number): DocumentDescription {
  const { version } = mustVersion(document, String(number));
  const { description, parameters = {}, schemaVersion } = version.content;
  return {
    Name: document.name,
    Owner: document.owner,
    CreatedDate: new Date(version.createdAtMs),
    Status: "Active",
    DocumentVersion: String(number),
    LatestVersion: String(document.versions.length),
    DefaultVersion: String(document.defaultVersion),
    VersionName: version.versionName,
    Description: description,
    Parameters: Object.entries(parameters).map(([name, model]) => ({
      Name: name,
      Type: model.type as DocumentParameterType,
      Description: model.description,
      ...(model.default === undefined
        ? {}
        : {
            DefaultValue: typeof model.default === "string" ? model.default : JSON.stringify(model.default),
          }),
    })),
    PlatformTypes: ["Linux", "MacOS"],
    DocumentType: document.type,
    SchemaVersion: schemaVersion,
    HashType: "Sha256",
    Hash: hashOf(version),
    DocumentFormat: "JSON",
    Tags: [],
  };
}

type Field = (document: StoredDocument) => string;

const fields: Readonly<Record<string, Field>> = {
  Name: ({ name }) => name,
  Owner: ({ owner }) => owner,
  DocumentType: ({ type }) => type,
};

export function listDocuments(plane: Plane, input: ListDocumentsRequest, asked: Asked): ListDocumentsResult {
  asked.permit("ssm:ListDocuments", ssmArn(asked, "*"));
  const filters = [
    ...(input.Filters ?? []).map(({ Key, Values = [] }) => ({ key: Key ?? "", values: Values })),
    ...(input.DocumentFilterList ?? []).map(({ key, value }) => ({
      key: String(key),
      values: [value ?? ""],
    })),
  ];
  const all = [...stateOf(plane, asked).documents.values(), ...ownedDocuments.values()];
  const found = all.filter((document) => filters.every((filter) => passes(document, filter, asked)));
  const { items, next } = pageOf(found, { most: input.MaxResults ?? 50, token: input.NextToken });
  const DocumentIdentifiers = items.map((document) => {
    const { Tags, PlatformTypes, ...rest } = toDescription(document, document.defaultVersion);
    const { Name, Owner, CreatedDate, DocumentVersion, DocumentType, SchemaVersion, DocumentFormat } = rest;
    return {
      Name,
      Owner,
      CreatedDate,
      PlatformTypes,
      DocumentVersion,
      DocumentType,
      SchemaVersion,
      DocumentFormat,
      Tags,
    };
  });
  return { DocumentIdentifiers, NextToken: next };
}

/** A name is one that begins so; an owner may be `Self` or `Amazon`. */
function passes(
  document: StoredDocument,
  { key, values }: { readonly key: string; readonly values: readonly string[] },
  { account }: Asked,
): boolean {
  const field = fields[key];
  if (field === undefined) throw new ServiceFault("InvalidFilterKey", `The filter key ${key} is not valid`);
  const own = field(document);
  return values.some((value) =>
    key === "Name"
      ? own.startsWith(value)
      : own === (key === "Owner" && value === "Self" ? account : value) || value === "All",
  );
}
